// What the server tells of itself, long answers, and a public address with TLS in front.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { openSocket } from '../http/harness.mjs';
import { ID, PLATFORM, assertProblem, startEcho } from './echo.mjs';

let echo;
const ask = (path, options = {}) => fetch(echo.url + path, options);

before(async () => { echo = await startEcho('--inline', '--idle-s', '6'); });
after(() => echo.stop());

function pattern(from, size) {
  return Buffer.from(Uint8Array.from({ length: size }, (_, i) => (((from + i) * 7) / 8) & 0xff));
}

test('the server tells that it lives, its contract, and every problem', async () => {
  assert.deepEqual(await (await ask('/healthz')).json(), { status: 'alive' });
  assert.deepEqual(await (await ask('/readyz')).json(), { status: 'ready' });
  const contract = await ask('/v1/openapi.yaml');
  assert.equal(contract.headers.get('content-type'), 'application/yaml');
  assert.match(await contract.text(), /^#.*\n[^]*openapi: 3\.1\.0/);
  const { problems } = await (await ask('/problems', { headers: { 'Accept-Language': 'en' } })).json();
  assert.ok(problems.length > 70);
  for (const problem of problems) {
    const one = await ask(problem.type, { headers: { 'Accept-Language': 'en' } });
    assert.deepEqual(await one.json(), problem);
  }
  await assertProblem(await ask('/problems/no-such-problem'), 404, 'not-found');
});

test('a browser gets a page for a problem', async () => {
  const page = await ask('/problems/wrong-state', { headers: { Accept: 'text/html,*/*', 'Accept-Language': 'zh-CN' } });
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(await page.text(), /<h1>当前状态不允许<\/h1>/);
});

test('a service that cannot work says so and stays alive', async () => {
  const other = await startEcho();
  await fetch(`${other.url}/v1/unready`, { method: 'POST' });
  await assertProblem(await fetch(`${other.url}/readyz`), 503, 'storage-full');
  assert.equal((await fetch(`${other.url}/healthz`)).status, 200);
  await other.stop();
});

test('an inline route answers like any other', async () => {
  const answer = await ask('/v1/inline', { headers: PLATFORM });
  assert.equal((await answer.json()).actor, 'platform');
  await assertProblem(await ask('/v1/inline'), 401, 'not-signed-in');
});

test('a big download arrives whole and in order', async () => {
  const size = 64 * 1024 * 1024 + 17;
  const answer = await ask(`/v1/downloads?bytes=${size}`);
  const hash = createHash('sha256');
  const expected = createHash('sha256');
  let heard = 0;
  for await (const chunk of answer.body) {
    hash.update(chunk);
    heard += chunk.length;
  }
  const block = pattern(0, 64 * 1024); // the pattern repeats after 2048 bytes
  for (let at = 0; at < size; at += block.length) expected.update(block.subarray(0, Math.min(block.length, size - at)));
  assert.equal(heard, size);
  assert.equal(hash.digest('hex'), expected.digest('hex'));
  assert.equal(answer.headers.get('content-length'), String(size));
  assert.equal(answer.headers.get('cache-control'), 'private');
  assert.equal(answer.headers.get('content-disposition'), 'attachment');
});

test('an empty download and the head of one have no content', async () => {
  const empty = await ask('/v1/downloads?bytes=0');
  assert.equal((await empty.arrayBuffer()).byteLength, 0);
  const head = await ask('/v1/downloads?bytes=1000000', { method: 'HEAD' });
  assert.equal(head.headers.get('content-length'), '1000000');
});

test('a download that fails or ends early breaks off, so that nobody takes it for whole', async () => {
  for (const how of ['fail_at=200000', 'fail_at=0', 'short_by=1']) {
    const answer = await ask(`/v1/downloads?bytes=1000000&${how}`).catch(() => null);
    if (answer) await assert.rejects(answer.arrayBuffer());
  }
  const line = JSON.parse(await echo.logged((entry) => entry.includes('a block does not open')));
  assert.equal(line.level, 'error');
});

test('slow readers of downloads do not hold the others up', async () => {
  const slow = await Promise.all(Array.from({ length: 40 }, async () => {
    const socket = await openSocket(echo);
    socket.socket.pause();
    await socket.send('GET /v1/downloads?bytes=50000000 HTTP/1.1\r\nHost: a\r\n\r\n');
    return socket;
  }));
  for (let i = 0; i < 20; i++) assert.equal((await ask('/v1/open')).status, 200);
  for (const socket of slow) socket.close();
});

test('a reader who stopped reading is let go', async () => {
  const socket = await openSocket(echo);
  socket.socket.pause();
  await socket.send('GET /v1/downloads?bytes=50000000 HTTP/1.1\r\nHost: a\r\nX-Request-Id: stopped-reading\r\n\r\n');
  const line = JSON.parse(await echo.logged((entry) => entry.includes('stopped-reading')));
  assert.equal(line.ended, 'timeout');
  socket.close();
});

test('requests in one packet are answered in order on one connection', async () => {
  const socket = await openSocket(echo);
  const one = (id) => `GET /v1/things/${ID} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\nX-Request-Id: ${id}\r\n\r\n`;
  const body = '{"name":"张三"}';
  const post = `POST /v1/things HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\nContent-Type: application/json\r\n`
    + `Idempotency-Key: k\r\nX-Request-Id: pipelined-post\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  await socket.send(one('pipelined-1') + post + one('pipelined-2') + 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  const ids = [];
  for (let i = 0; i < 3; i++) ids.push((await socket.receive()).headers.get('x-request-id'));
  assert.deepEqual(ids, ['pipelined-1', 'pipelined-post', 'pipelined-2']);
  assert.equal((await socket.receive()).status, 200);
  socket.close();
});

test('a connection is kept for a hundred requests', async () => {
  const socket = await openSocket(echo);
  for (let i = 0; i < 100; i++) {
    await socket.send(`GET /v1/things/${ID} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\n\r\n`);
    assert.equal((await socket.receive()).status, 200);
  }
  socket.close();
});

test('a client of HTTP/1.0 is answered and let go', async () => {
  const socket = await openSocket(echo);
  await socket.send('GET /healthz HTTP/1.0\r\n\r\n');
  assert.match((await socket.rest()).toString(), /^HTTP\/1\.[01] 200 .*"alive"/s);
});

test('with TLS in front cookies are secure, the origin is the public one, and browsers are told to stay', async () => {
  const other = await startEcho('--public-url', 'https://id.example.com', '--proxied');
  const signedIn = await fetch(`${other.url}/v1/sessions`, { method: 'POST' });
  assert.match(signedIn.headers.get('set-cookie'), /^__Host-shiming_session=holder; .*; Secure$/);
  assert.equal(signedIn.headers.get('strict-transport-security'), 'max-age=31536000');
  const write = (origin) => fetch(`${other.url}/v1/sessions`, {
    method: 'DELETE', headers: { Cookie: '__Host-shiming_session=holder', Origin: origin },
  });
  assert.equal((await write('https://id.example.com')).status, 204);
  await assertProblem(await write(other.url), 403, 'foreign-origin');
  const told = await fetch(`${other.url}/v1/open`, { headers: { 'X-Forwarded-For': '203.0.113.1, 192.0.2.7' } });
  assert.equal((await told.json()).address, '192.0.2.7');
  await other.stop();
});

test('without a proxy nobody can lie about their address', async () => {
  const told = await ask('/v1/open', { headers: { 'X-Forwarded-For': '192.0.2.7' } });
  assert.equal((await told.json()).address, '127.0.0.1');
});

test('a taken address and a malformed one are told, not waited for', async () => {
  const { run } = await import('../http/harness.mjs');
  const taken = await run(process.env.ECHO_SERVER, ['--listen', `127.0.0.1:${echo.port}`]);
  assert.equal(taken.status, 1);
  assert.match(taken.stderr, /cannot listen on 127\.0\.0\.1:\d+: Address already in use/);
  assert.equal((await run(process.env.ECHO_SERVER, ['--listen', 'nonsense'])).status, 1);
});

test('a client that leaves while its answer is made harms nobody', async () => {
  for (let i = 0; i < 50; i++) {
    const socket = await openSocket(echo);
    await socket.send(`GET /v1/things/${ID} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\n\r\n`);
    socket.close();
    if (!socket.socket.closed) await once(socket.socket, 'close');
  }
  assert.equal((await ask('/healthz')).status, 200);
});
