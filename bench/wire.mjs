// A client that costs little beside what it measures: one kept-alive connection, one request at a time, written by hand.
import { once } from 'node:events';
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** Opens a connection; gives ask(method, path, headers, body), which gives { status, head, body }, and close(). */
export async function openWire({ host, port }) {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  let held = Buffer.alloc(0);
  let waiting = null;

  const answered = () => {
    const end = held.indexOf(HEAD_END);
    if (end < 0) return;
    const head = held.subarray(0, end).toString('latin1');
    const size = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (held.length < end + 4 + size) return;
    const answer = { status: Number(head.slice(9, 12)), head, body: held.subarray(end + 4, end + 4 + size).toString() };
    held = held.subarray(end + 4 + size);
    const { resolve } = waiting;
    waiting = null;
    resolve(answer);
  };
  socket.on('data', (bytes) => {
    held = held.length ? Buffer.concat([held, bytes]) : bytes;
    if (waiting) answered();
  });
  const broken = (error) => waiting?.reject(error ?? new Error('the connection ended'));
  socket.on('error', broken).on('close', () => broken());

  return {
    ask(method, path, headers = {}, body = '') {
      const lines = Object.entries({ Host: `${host}:${port}`, ...headers, 'Content-Length': Buffer.byteLength(body) })
        .map(([name, value]) => `${name}: ${value}\r\n`).join('');
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`);
        if (body.length) socket.write(body);
      });
    },
    close: () => socket.destroy(),
  };
}

/** Fails where an answer is not good; gives it. */
export function good(answer) {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new Error(`${answer.status}: ${answer.body.slice(0, 300)}`);
}
