// The limits that an operator sets: each is kept, by account, address, key and upload, and a mistake in their table is told.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { openSocket, run } from './harness.mjs';
import { openWorld, person, picture } from './world.mjs';

const limited = async (limits, fn) => {
  const world = await openWorld(limits ? { settings: [`limits: { ${limits} }`] } : undefined);
  try {
    await fn(world);
  } finally {
    await world.stop();
  }
};

test('an account has one measure, however many sessions it has', () => limited('people: { read: { burst: 4, per-minute: 1 } }', async (world) => {
  const [account, other] = [await world.account(person(1)), await world.account(person(2))];
  const again = await world.enter(account.id);
  const look = (as, of) => world.ask('GET', `/v1/accounts/${of.id}`, { as });
  for (let i = 0; i < 4; i += 1) good(await look(i % 2 ? account.holder : again, account));
  for (const as of [account.holder, again, await world.enter(account.id)]) {
    const refused = await look(as, account);
    assertProblem(refused, 429, 'too-many-requests');
    assert.match(refused.headers['retry-after'], /^[1-9]\d*$/);
  }
  good(await look(other.holder, other));
  good(await look(world.platform, account));
}));

test('a key has a measure of its own', () => limited('platform: { read: { burst: 3, per-minute: 1 } }', async (world) => {
  const other = await world.key('accounts:read');
  const account = await world.account(person(3));
  for (let i = 0; i < 3; i += 1) good(await world.ask('GET', `/v1/accounts/${account.id}`, { as: other }));
  assertProblem(await world.ask('GET', `/v1/accounts/${account.id}`, { as: other }), 429, 'too-many-requests');
  good(await world.ask('GET', `/v1/accounts/${account.id}`, { as: world.platform }));
}));

test('nobody has more uploads under way than he may, and may have the next when one is over', () => limited('uploads-per-person: 2', async (world) => {
  const account = await world.account(person(4));
  const path = await world.openCase(account, 'personal-to-personal', {});
  await world.consent(path, account.holder);
  const { id } = (await world.read(path, account.holder)).items.find((one) => one.needed > 0);
  const half = async () => {
    const socket = await openSocket(world.shiming);
    await socket.send(`POST ${path}/items/${id}/files HTTP/1.1\r\nHost: ${new URL(world.shiming.url).host}\r\nOrigin: ${world.shiming.url}\r\nCookie: ${account.holder.cookie}\r\n`
      + `Idempotency-Key: u${world.next()}\r\nContent-Type: image/jpeg\r\nContent-Length: 2006\r\nExpect: 100-continue\r\n\r\n`);
    return { socket, answer: await socket.receive() };
  };
  const [one, two] = [await half(), await half()];
  assert.deepEqual([one.answer.status, two.answer.status], [100, 100], `${one.answer.body}`);
  const third = await half();
  assert.equal(third.answer.status, 429);
  assert.equal(JSON.parse(third.answer.body).type, '/problems/too-many-requests');
  const stranger = await world.account(person(5));
  const elsewhere = await world.openCase(stranger, 'personal-to-personal', {});
  await world.consent(elsewhere, stranger.holder);
  good(await world.give(elsewhere, id, stranger.holder), 201);
  await one.socket.send(picture(1));
  assert.equal((await one.socket.receive()).status, 201);
  const next = await half();
  assert.equal(next.answer.status, 100);
  for (const { socket } of [one, two, third, next]) socket.close();
}));

test('an address has so many connections', () => limited('connections-per-address: 3', async (world) => {
  const sockets = [];
  for (let i = 0; i < 3; i += 1) sockets.push(await openSocket(world.shiming));
  for (const socket of sockets) {
    await socket.send('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.equal((await socket.receive()).status, 200);
  }
  assert.equal((await (await openSocket(world.shiming)).rest()).length, 0);
  for (const socket of sockets) socket.close();
}));

test('an address may be so long', () => limited('address-bytes: 256', async (world) => {
  const refused = await world.ask('GET', `/v1/calendar?year=${'2'.repeat(300)}`, {});
  assertProblem(refused, 422, 'too-long');
}));

test('a head that cannot be read is refused by the library, in its own words, and the connection ends', () => limited('', async (world) => {
  for (const [head, status] of [
    ['GET / HTTP/1.1\r\nHost\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40000)}\r\n\r\n`, 431],
    [`GET /${'x'.repeat(40000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
    ['GET / HTTP/9.1\r\nHost: a\r\n\r\n', 505],
  ]) {
    const socket = await openSocket(world.shiming);
    await socket.send(head);
    assert.match((await socket.rest()).toString('latin1'), new RegExp(`^HTTP/1\\.[01] ${status} `));
    good(await world.ask('GET', '/healthz', {}));
  }
}));

test('a mistake in the limits is told with its line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shiming-limits-'));
  const data = join(folder, 'data');
  assert.equal((await run(process.env.SHIMING, ['init', '--data', data])).status, 0);
  for (const [text, line, words] of [
    ['connections: 0\n', 1, 'connections takes 1 to 1000000'],
    ['idle-seconds: 30\nuploads: many\n', 2, 'whole number'],
    ['people:\n  read: { burst: 5, per-minute: 0 }\n', 2, 'per-minute takes 1 at least'],
    ['people:\n  read: { burst: 5 }\n', 2, 'per-minute'],
    ['colour: green\n', 1, 'unknown key'],
  ]) {
    await writeFile(join(data, 'limits.yaml'), text);
    const refused = await run(process.env.SHIMING, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { env: { LC_ALL: 'C' } });
    assert.equal(refused.status, 1, text);
    assert.ok(refused.stderr.includes('limits.yaml') && refused.stderr.includes(`${line}`) && refused.stderr.includes(words), refused.stderr);
    assert.equal(refused.stderr.trim().split('\n').length, 1);
  }
  await rm(folder, { recursive: true, force: true });
});
