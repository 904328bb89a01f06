// Bodies: small ones gathered, uploads streamed through a bounded queue, and everything that can be wrong with either.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openSocket } from '../http/harness.mjs';
import { ID, PLATFORM, assertProblem, startEcho } from './echo.mjs';

const MIB = 1024 * 1024;
const LIMIT = 16 * MIB;

let echo;
const ask = (path, options = {}) => fetch(echo.url + path, options);
const upload = (body, { headers = {}, query = '' } = {}) => ask(`/v1/uploads${query}`, {
  method: 'POST', body, headers: { ...PLATFORM, 'Content-Type': 'image/jpeg', ...headers },
});
const head = (path, headers) => `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\nIdempotency-Key: k\r\n`
  + Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('') + '\r\n';

function bytes(size, seed = 1) {
  const made = Buffer.alloc(size);
  for (let i = 0; i < size; i += 4) made.writeUInt32LE(((i + seed) * 2654435761) >>> 0, Math.min(i, size - 4));
  return made;
}

before(async () => { echo = await startEcho('--idle-s', '6'); });
after(() => echo.stop());

test('an upload arrives whole, whatever its size', async () => {
  for (const size of [0, 4, 16230, 65536, 65537, 1_000_000, LIMIT]) {
    const body = bytes(size);
    const answer = await upload(body);
    assert.equal(answer.status, 201);
    assert.deepEqual(await answer.json(), { sha256: createHash('sha256').update(body).digest('hex'), bytes: size, media: 'image/jpeg' });
  }
});

test('sixty-four uploads at once each arrive whole', async () => {
  await Promise.all(Array.from({ length: 64 }, async (_, i) => {
    const body = bytes(MIB + 4 * i, i);
    const answer = await upload(body);
    const { sha256 } = await answer.json();
    assert.equal(sha256, createHash('sha256').update(body).digest('hex'));
  }));
});

test('uploads beyond those read at once wait their turn', async () => {
  const narrow = await startEcho('--streams', '2');
  const answers = await Promise.all(Array.from({ length: 12 }, () => fetch(`${narrow.url}/v1/uploads`, {
    method: 'POST', body: bytes(300_000), headers: { ...PLATFORM, 'Content-Type': 'image/jpeg' },
  })));
  assert.ok(answers.every((answer) => answer.status === 201));
  await narrow.stop();
});

test('an upload is never held in memory whole', async (t) => {
  const status = async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${echo.pid}/status`, 'utf8'))[1]);
  if (echo.log.some((line) => line.includes('Sanitizer'))) t.skip('sanitizers keep freed memory');
  await upload(bytes(LIMIT));
  const before_kib = await status();
  const sockets = await Promise.all(Array.from({ length: 16 }, async () => {
    const socket = await openSocket(echo);
    await socket.send(head('/v1/uploads', { 'Content-Type': 'image/jpeg', 'Content-Length': LIMIT }));
    await socket.send(bytes(8 * MIB));
    return socket;
  }));
  const used_kib = (await status()) - before_kib;
  for (const socket of sockets) socket.close();
  if (!process.env.ECHO_SERVER.includes('asan')) assert.ok(used_kib < 16 * 256, `${used_kib} KiB for 16 uploads`);
});

test('an upload without length, without media or of the wrong kind is turned away at its head', async () => {
  async function* chunks() { yield bytes(1000); }
  await assertProblem(await ask('/v1/uploads', { method: 'POST', body: chunks(), duplex: 'half',
    headers: { ...PLATFORM, 'Content-Type': 'image/jpeg' } }), 411, 'length-required');
  await assertProblem(await upload(bytes(10), { headers: { 'Content-Type': 'image/gif' } }), 415, 'unsupported-media');
  await assertProblem(await upload(bytes(10), { headers: { 'Content-Type': 'image/jpeg; charset=gbk' } }), 415, 'unsupported-media');
  const english = await upload(bytes(10), { headers: { 'Content-Type': 'text/plain', 'Accept-Language': 'en' } });
  assert.match((await assertProblem(english, 415, 'unsupported-media')).detail, /image\/jpeg, application\/octet-stream/);
});

test('nobody uploads without signing in, and hears so before the body is asked for', async () => {
  const socket = await openSocket(echo);
  await socket.send(`POST /v1/uploads HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\nContent-Length: ${LIMIT}\r\nExpect: 100-continue\r\n\r\n`);
  const answer = await socket.receive();
  assert.equal(answer.status, 401);
  assert.equal(answer.headers.get('connection'), 'close');
  await socket.rest();
});

test('who waits to be asked is asked once the handler wants the body', async () => {
  const socket = await openSocket(echo);
  await socket.send(head('/v1/uploads', { 'Content-Type': 'image/jpeg', 'Content-Length': 4, Expect: '100-continue' }));
  assert.equal((await socket.receive()).status, 100);
  await socket.send('abcd');
  assert.equal((await socket.receive()).status, 201);
  await socket.send(head('/v1/uploads?refuse=before', { 'Content-Type': 'image/jpeg', 'Content-Length': 4, Expect: '100-continue' }));
  assert.equal((await socket.receive()).status, 409);
});

test('a handler refuses before the body is read, and a client that sends all the same hears it', async () => {
  for (const size of [10, 100_000, 4 * MIB, LIMIT])
    await assertProblem(await upload(bytes(size), { query: '?refuse=before' }), 409, 'evidence-not-asked');
});

test('a handler refuses in the middle; the rest is heard out, the answer sent, the connection closed', async () => {
  const answer = await upload(bytes(8 * MIB), { query: '?refuse=middle' });
  assert.equal(answer.headers.get('connection'), 'close');
  await assertProblem(answer, 422, 'hash-mismatch');
});

test('a body that is too large is refused at its head', async () => {
  await assertProblem(await upload(bytes(LIMIT + 1)), 413, 'body-too-large');
  const socket = await openSocket(echo);
  await socket.send(head('/v1/uploads', { 'Content-Type': 'image/jpeg', 'Content-Length': 10 ** 12 }));
  assert.equal((await socket.receive()).status, 413);
  await socket.rest();
  const json = { method: 'POST', headers: { ...PLATFORM, 'Content-Type': 'application/json', 'Idempotency-Key': 'k' } };
  await assertProblem(await ask('/v1/things', { ...json, body: JSON.stringify({ name: 'a'.repeat(5000) }) }), 413, 'body-too-large');
});

test('a body in chunks is gathered up to its limit', async () => {
  const send = (texts) => ask('/v1/things', { method: 'POST', duplex: 'half',
    body: (async function* chunks() { yield* texts.map((text) => Buffer.from(text)); })(),
    headers: { ...PLATFORM, 'Content-Type': 'application/json', 'Idempotency-Key': 'k' } });
  assert.equal((await (await send(['{"na', 'me":', '"张三"}'])).json()).name, '张三');
  await assertProblem(await send(Array.from({ length: 20 }, () => 'a'.repeat(1000))), 413, 'body-too-large');
});

test('an endless body in chunks is cut off', async () => {
  const socket = await openSocket(echo);
  await socket.send(head('/v1/things', { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' }));
  const chunk = `8000\r\n${'a'.repeat(0x8000)}\r\n`;
  let sent = 0;
  while (!socket.ended && sent < 200) {
    await socket.send(chunk);
    sent++;
  }
  await socket.rest();
  assert.ok(sent < 200, 'the server closed the connection');
});

test('a request that takes no body is refused with one', async () => {
  for (const [method, path] of [['DELETE', `/v1/things/${ID}`], ['POST', '/v1/sessions']])
    await assertProblem(await ask(path, { method, headers: PLATFORM, body: 'x' }), 413, 'body-too-large');
  const socket = await openSocket(echo);
  await socket.send('GET /v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello');
  assert.equal((await socket.receive()).status, 413);
  socket.close();
});

test('a refused small body leaves its connection usable', async () => {
  const socket = await openSocket(echo);
  await socket.send('POST /v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello');
  assert.equal((await socket.receive()).status, 415);
  await socket.send('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.equal((await socket.receive()).status, 200);
  socket.close();
});

test('clients that leave half way leave nothing, at once, and nothing of ours failed', async () => {
  await Promise.all(Array.from({ length: 50 }, async (_, i) => {
    const id = `left-half-way-${100 + i}`;
    const socket = await openSocket(echo);
    await socket.send(head('/v1/uploads', { 'Content-Type': 'image/jpeg', 'Content-Length': MIB, 'X-Request-Id': id }));
    await socket.send(bytes(300_000));
    socket.close();
    const line = JSON.parse(await echo.logged((entry) => entry.includes(id)));
    assert.deepEqual([line.level, line.status, line.ended], ['info', 0, 'client-gone']);
  }));
});

test('a client that stops half way is let go, for small bodies and uploads', async () => {
  for (const [path, media] of [['/v1/things', 'application/json'], ['/v1/uploads', 'image/jpeg']]) {
    const socket = await openSocket(echo);
    await socket.send(head(path, { 'Content-Type': media, 'Content-Length': 100 }));
    await socket.send('half');
    await socket.rest();
  }
});
