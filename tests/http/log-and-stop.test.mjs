// The log in a file that logrotate moves, and a stop in the middle of writes: what was acknowledged is there afterwards.
import assert from 'node:assert/strict';
import { readFile, rename, stat } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { good, openClient } from './client.mjs';
import { run } from './harness.mjs';
import { makeInstance, until } from './hosting.mjs';

let instance;
before(async () => { instance = await makeInstance(); });
after(() => instance?.clear());

const lines = async (file) => (await readFile(file, 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line));

for (const signal of ['SIGHUP', 'SIGUSR1'])
  test(`the log file is opened anew on ${signal}, and no line is lost`, async () => {
    const [file, moved] = [instance.file(`${signal}.log`), instance.file(`${signal}.log.1`)];
    const server = await instance.serve('--log-file', file);
    const ask = (id) => fetch(`${server.url}/healthz`, { headers: { 'X-Request-Id': id } });
    const has = async (where, id) => (await lines(where).catch(() => [])).some((line) => line.request === id);
    await ask('request-before');
    await until(() => has(file, 'request-before'), 'the first line');
    assert.equal((await stat(file)).mode & 0o777 & ~0o640, 0, 'not for everybody');
    await rename(file, moved);
    process.kill(server.pid, signal);
    await until(() => stat(file).catch(() => null), 'a new file');
    await ask('request-after');
    await until(() => has(file, 'request-after'), 'the next line');
    assert.ok(!await has(file, 'request-before') && !await has(moved, 'request-after'));
    await server.stop();
    const [line] = (await lines(file)).filter((one) => one.request === 'request-after');
    assert.deepEqual(Object.keys(line), ['time', 'level', 'request', 'method', 'route', 'status', 'us', 'actor']);
  });

test('a log file that cannot be opened is told before anything is served', async () => {
  const refused = await run(process.env.SHIMING, ['serve', '--data', instance.data, '--listen', '127.0.0.1:0', '--log-file', '/nonexistent/log']);
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /nonexistent/);
  assert.equal(refused.stdout, '');
});

test('a stop in the middle of writes loses none that was acknowledged', async () => {
  const printed = await instance.command('apikey', 'add', 'platform', '--data', instance.data);
  const platform = { key: /shk_[A-Za-z0-9_-]{43}/.exec(printed)[0] };
  const server = await instance.serve();
  const ask = openClient(server);
  const made = [];
  const statuses = new Set();
  let number = 0;
  const writer = async () => {
    for (;;) {
      number += 1;
      const body = { external_id: `stop-${number}`, origin: 'local' };
      const answer = await ask('POST', '/v1/accounts', { as: platform, body }).catch(() => null);
      if (!answer) return; // nobody listens any more
      statuses.add(answer.status);
      if (answer.status !== 201) return;
      made.push(answer.body.id);
      if (made.length === 100) server.signal();
    }
  };
  await Promise.all(Array.from({ length: 16 }, writer));
  await server.stop();
  assert.ok(made.length >= 100);
  for (const status of statuses) assert.ok([201, 503].includes(status), `${status}`);

  const again = await instance.serve();
  const look = openClient(again);
  for (const id of made) good(await look('GET', `/v1/accounts/${id}`, { as: platform }));
  await again.stop();
});
