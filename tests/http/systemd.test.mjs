// What systemd and the service say to each other: the socket that is handed over, that it is ready, reloads, stops and lives.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { createInterface } from 'node:readline';
import { startServer, within } from './harness.mjs';
import { freePort, makeInstance, until } from './hosting.mjs';

let instance;
before(async () => { instance = await makeInstance(); });
after(() => instance?.clear());

/** Listens where NOTIFY_SOCKET points: { path, heard, hear(what), stop() }. */
async function listen(name) {
  const path = instance.file(name);
  const child = spawn('python3', [new URL('notify-listener.py', import.meta.url).pathname, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const heard = [];
  createInterface({ input: child.stdout }).on('line', (line) => heard.push(JSON.parse(line)));
  const hear = (what) => until(() => heard.find((one) => one.split('\n').includes(what)), what);
  await hear('listening');
  return {
    path,
    heard,
    hear,
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('it tells when it is ready, reloads and stops, and that it lives', async () => {
  const manager = await listen('notify');
  const env = { NOTIFY_SOCKET: manager.path, WATCHDOG_USEC: '300000' };
  const server = await startServer(process.env.SHIMING, ['serve', '--data', instance.data, '--listen', '127.0.0.1:0'], { env });
  await manager.hear('READY=1');
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200, 'ready is when it answers');
  const lives = () => manager.heard.filter((one) => one === 'WATCHDOG=1').length;
  await until(() => lives() >= 3, 'three signs of life');
  process.kill(server.pid, 'SIGHUP');
  await manager.hear('RELOADING=1');
  assert.match(manager.heard.find((one) => one.startsWith('RELOADING=1')), /^RELOADING=1\nMONOTONIC_USEC=\d+$/);
  await until(() => manager.heard.filter((one) => one === 'READY=1').length === 2, 'ready again');
  await server.stop();
  await manager.hear('STOPPING=1');
  const states = manager.heard.filter((one) => !one.startsWith('WATCHDOG'));
  assert.deepEqual(states.map((one) => one.split('\n')[0]), ['listening', 'READY=1', 'RELOADING=1', 'READY=1', 'STOPPING=1']);
  await manager.stop();
});

test('a watchdog that is meant for another process is left alone', async () => {
  const manager = await listen('other');
  const env = { NOTIFY_SOCKET: manager.path, WATCHDOG_USEC: '30000', WATCHDOG_PID: '1' };
  const server = await startServer(process.env.SHIMING, ['serve', '--data', instance.data, '--listen', '127.0.0.1:0'], { env });
  await manager.hear('READY=1');
  await server.stop();
  await manager.hear('STOPPING=1');
  assert.ok(!manager.heard.includes('WATCHDOG=1'));
  await manager.stop();
});

test('it serves on the socket that systemd opened, started by whoever comes first', async () => {
  const port = await freePort();
  const child = spawn('systemd-socket-activate', ['--listen', `127.0.0.1:${port}`, process.env.SHIMING, 'serve', '--data', instance.data],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  const errors = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  try {
    await until(() => errors.find((line) => line.startsWith('Listening on')), 'the socket');
    assert.deepEqual(said, [], 'nobody has come yet');
    const answer = await within(30_000, fetch(`http://127.0.0.1:${port}/readyz`), 'the first answer');
    assert.equal(answer.status, 200);
    await until(() => said.length, 'the line that tells the address'); // it comes by a way of its own
    assert.deepEqual(said, [`shiming: listening on http://127.0.0.1:${port}`]);
  } finally {
    child.kill('SIGTERM');
  }
  const [code] = await within(60_000, once(child, 'exit'), 'the end');
  assert.equal(code, 0, errors.join('\n'));
});

test('more than one socket is refused', async () => {
  const child = spawn('sh', ['-c', `LISTEN_PID=$$ LISTEN_FDS=2 exec "$SHIMING" serve --data "$1"`, 'sh', instance.data],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
  const errors = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const [code] = await within(30_000, once(child, 'close'), 'the refusal');
  assert.equal(code, 1);
  assert.match(errors.join('\n'), /one ListenStream= only/);
});
