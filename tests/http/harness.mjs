// What the HTTP tests share: a server of their own on a free port with a temporary data folder, stopped by its id, and two
// ways to speak to it: fetch for what a client does, a bare socket for what no honest client does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const running = new Set(); // a failed test does not reach its stop(): its server must neither hold the tests up nor outlive them
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

const START_MS = 30_000;
const STOP_MS = 60_000;
const READ_MS = 20_000;

/** Rejects after `ms`, so that a test fails with a reason and does not hang. */
export async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts a server that prints "shiming: listening on http://…". Gives its url, port, the lines of its log and stop(). */
export async function startServer(command, args = [], { env = {} } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const lines = [];
  const waiting = new Set();
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look(line);
  });
  const exited = once(child, 'exit');
  running.add(child);
  exited.then(() => running.delete(child));
  for (const handle of [child, child.stdout, child.stderr]) handle.unref();
  const first = new Promise((resolve) => createInterface({ input: child.stdout }).on('line', resolve));
  const line = await within(START_MS, Promise.race([first, exited.then(() => null)]), 'the server starts');
  const match = /^shiming: listening on (https?:\/\/\S+)$/.exec(line ?? '');
  if (!match) throw new Error(`the server did not start: ${line}\n${lines.join('\n')}`);
  const url = new URL(match[1]);
  return {
    url: url.origin,
    host: url.hostname,
    port: Number(url.port),
    pid: child.pid,
    log: lines,
    exited,
    /** Waits for a line of the log that `wanted` accepts; looks at those that are there first. */
    async logged(wanted, what = 'a line of the log') {
      const there = lines.find(wanted);
      if (there !== undefined) return there;
      let look;
      const found = new Promise((resolve) => {
        look = (candidate) => wanted(candidate) && resolve(candidate);
        waiting.add(look);
      });
      try {
        return await within(READ_MS, found, what);
      } finally {
        waiting.delete(look);
      }
    },
    signal() {
      child.kill('SIGTERM');
    },
    /** Stops it gracefully; a server that does not end with status 0 is a failed test. */
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const [code, signal] = await within(STOP_MS, exited, 'the server stops').catch((error) => {
        child.kill('SIGKILL');
        throw error;
      });
      if (code !== 0) throw new Error(`the server ended with ${code ?? signal}\n${lines.slice(-40).join('\n')}`);
    },
  };
}

/** Runs a command to its end; gives its status, stdout and stderr. */
export async function run(command, args, { env = {}, input = '' } = {}) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const out = [];
  const err = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  child.stdin.on('error', () => {}); // it may end without reading
  child.stdin.end(input);
  const [status] = await once(child, 'close');
  return { status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

const IN_FOLDER = ['keyring: keyring', 'evidence: evidence', 'policy: policy.yaml', 'calendar: calendar.yaml'];

/** Writes a configuration into the data folder; gives how a subcommand is told of it. */
async function configure(data, lines) {
  const file = join(data, 'shiming.yaml');
  await writeFile(file, [...lines, ...IN_FOLDER, ''].join('\n'));
  return ['--config', file];
}

/**
 * Starts `shiming serve` over a new data folder (made by `shiming init`), which goes away with stop(). `files` are put into the
 * folder first, text by name; `settings` are lines of a configuration, where the folder's own rules do not do. Where
 * SHIMING_TEST_POSTGRES names a database, the rows are there and the folder has the rest. `instance` is how a subcommand is
 * told of it.
 */
export async function startShiming({ sample = false, args = [], env = {}, files = {}, settings } = {}) {
  const program = process.env.SHIMING;
  const parent = await mkdtemp(join(tmpdir(), 'shiming-'));
  const data = join(parent, 'data');
  const made = await run(program, ['init', '--data', data, ...(sample ? ['--sample'] : [])], { env });
  if (made.status !== 0) throw new Error(`shiming init: ${made.stderr}`);
  for (const [name, text] of Object.entries(files)) await writeFile(join(data, name), text);
  const { instance, init } = await instanceOf(program, data, settings, made.stdout);
  const server = await startServer(program, ['serve', ...instance, '--listen', '127.0.0.1:0', ...args], { env });
  return {
    ...server,
    data,
    instance,
    init,
    async stop() {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

async function instanceOf(program, data, settings, init) {
  if (process.env.SHIMING_TEST_POSTGRES) return onPostgres(program, data, process.env.SHIMING_TEST_POSTGRES, settings);
  return { init, instance: settings ? await configure(data, ['store: shiming.db', ...settings]) : ['--data', data] };
}

/** Configures an instance with its rows in PostgreSQL, and its first administrator. */
async function onPostgres(program, data, store, settings = []) {
  const instance = await configure(data, [`store: ${JSON.stringify(store)}`, ...settings]);
  const added = await run(program, ['user', 'add', 'admin', '--role', 'administrator', ...instance]);
  if (added.status !== 0) throw new Error(`shiming user add: ${added.stderr}`);
  return { instance, init: added.stdout };
}

/** Opens a bare socket: send() writes, receive() gives the next answer, rest() all until the end. */
export async function openSocket(server) {
  const socket = connect({ host: server.host, port: server.port });
  let held = Buffer.alloc(0);
  let ended = false;
  let news = () => {};
  const note = (end) => () => {
    ended ||= end;
    news();
  };
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    news();
  });
  socket.on('end', note(true)).on('close', note(true)).on('error', note(true));
  await within(READ_MS, once(socket, 'connect'), 'a connection');
  const more = (what) => within(READ_MS, new Promise((resolve) => { news = resolve; }), what);
  return {
    socket,
    send(bytes) {
      return new Promise((resolve) => socket.write(bytes, () => resolve()));
    },
    close() {
      socket.destroy();
    },
    get ended() {
      return ended;
    },
    /** The next whole answer: { status, headers, body }. HEAD's has no body whatever its length says. */
    async receive({ head = false } = {}) {
      for (;;) {
        const answer = takeAnswer(held, head);
        if (answer) {
          held = held.subarray(answer.size);
          return answer;
        }
        if (ended) throw new Error(`the connection ended after ${held.length} bytes: ${held.subarray(0, 200)}`);
        await more('an answer');
      }
    },
    /** Everything until the server closes. */
    async rest() {
      while (!ended) await more('the end of the connection');
      return held;
    },
  };
}

function takeAnswer(bytes, head) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const status = Number(first.split(' ')[1]);
  const length = head || status < 200 || status === 204 ? 0 : Number(headers.get('content-length') ?? 0);
  if (bytes.length < end + 4 + length) return null;
  return { status, headers, body: bytes.subarray(end + 4, end + 4 + length), size: end + 4 + length };
}
