// A client that costs little beside what it measures: one kept-alive connection, one request at a time, written by hand in one piece;
// of an answer only what is asked for is read.
import { once } from 'node:events';
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;

class Answer {
  #bytes;

  constructor(head, bytes) {
    this.head = head;
    this.#bytes = bytes;
  }

  get status() {
    return Number(this.head.slice(9, 12));
  }

  get body() {
    return this.#bytes.toString();
  }
}

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
    const size = Number(LENGTH.exec(head)?.[1] ?? 0);
    if (held.length < end + 4 + size) return;
    const answer = new Answer(head, held.subarray(end + 4, end + 4 + size));
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
      let head = `${method} ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
      for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(`${head}\r\n${body}`);
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
