// The door: who comes in, by which address, with what in hand, and what each refusal says.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSocket } from '../http/harness.mjs';
import { ID, PLATFORM, assertProblem, startEcho } from './echo.mjs';

let echo;
const ask = (path, options = {}) => fetch(echo.url + path, options);
const json = (method, body, headers = {}) => ({
  method,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { ...PLATFORM, 'Content-Type': 'application/json', 'Idempotency-Key': 'k1', ...headers },
});

before(async () => { echo = await startEcho(); });
after(() => echo.stop());

test('an address that is not there is 404 for everybody', async () => {
  for (const path of ['/', '/v2', '/v1/things/', '/v1/things/%2e%2e%2fetc', `/v1/things/${ID}/`, '/v1/open%00'])
    await assertProblem(await ask(path), 404, 'no-such-route');
});

test('an id that cannot be one is not found', async () => {
  await assertProblem(await ask('/v1/things/7', { headers: PLATFORM }), 404, 'not-found');
  await assertProblem(await ask(`/v1/things/${ID}/items/ID`), 404, 'not-found');
});

test('several parameters of a path arrive by name', async () => {
  const answer = await ask(`/v1/things/${ID}/items/id-card-front`);
  assert.deepEqual(await answer.json(), { thing: ID, item: 'id-card-front' });
});

test('a method that an address does not take is 405 with those that it takes', async () => {
  const answer = await ask('/v1/things', { method: 'DELETE', headers: PLATFORM });
  assert.equal(answer.headers.get('allow'), 'POST, GET, HEAD, OPTIONS');
  await assertProblem(answer, 405, 'method-not-allowed');
  const socket = await openSocket(echo);
  await socket.send('BREW /v1/things HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.equal((await socket.receive()).status, 405);
  socket.close();
});

test('OPTIONS tells the methods and nothing else', async () => {
  const answer = await ask(`/v1/things/${ID}`, { method: 'OPTIONS' });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get('allow'), 'GET, PUT, DELETE, HEAD, OPTIONS');
  await assertProblem(await ask('/nothing', { method: 'OPTIONS' }), 404, 'no-such-route');
});

test('HEAD is GET without its content', async () => {
  const whole = await ask(`/v1/things/${ID}`, { headers: { ...PLATFORM, 'X-Request-Id': 'request-1' } });
  const head = await ask(`/v1/things/${ID}`, { method: 'HEAD', headers: { ...PLATFORM, 'X-Request-Id': 'request-1' } });
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('content-length'), String((await whole.text()).length));
  assert.equal(await head.text(), '');
});

test('nobody comes in without signing in, and nobody with the wrong role', async () => {
  const nobody = await ask(`/v1/things/${ID}`);
  assert.equal(nobody.headers.get('www-authenticate'), 'Bearer realm="shiming"');
  await assertProblem(nobody, 401, 'not-signed-in');
  await assertProblem(await ask(`/v1/things/${ID}`, { headers: { Authorization: 'Bearer reviewer' } }), 403, 'not-allowed');
  await assertProblem(await ask(`/v1/things/${ID}`, { headers: { Authorization: 'Bearer who' } }), 401, 'not-signed-in');
  await assertProblem(await ask(`/v1/things/${ID}`, { headers: { Authorization: 'Basic YTpi' } }), 401, 'not-signed-in');
  await assertProblem(await ask(`/v1/things/${ID}`, { headers: { Cookie: 'shiming_session=expired' } }), 401, 'session-expired');
});

test('a key wins over a cookie', async () => {
  const answer = await ask(`/v1/things/${ID}`, { headers: { ...PLATFORM, Cookie: 'shiming_session=holder' } });
  assert.equal((await answer.json()).actor, 'platform');
});

test('an open route takes a stale session as nobody, but does not hide a failure', async () => {
  const stale = await ask('/v1/open', { headers: { Cookie: 'shiming_session=expired' } });
  assert.equal((await stale.json()).actor, 'anyone');
  const known = await ask('/v1/open', { headers: { Cookie: 'shiming_session=holder' } });
  assert.equal((await known.json()).actor, 'holder');
  await assertProblem(await ask('/v1/open', { headers: { Cookie: 'shiming_session=database-away' } }), 503, 'unavailable');
});

test('a write with a cookie comes from our own pages', async () => {
  const write = (headers) => ask('/v1/sessions', { method: 'DELETE', headers: { Cookie: 'shiming_session=holder', ...headers } });
  await assertProblem(await write({}), 403, 'foreign-origin');
  await assertProblem(await write({ Origin: 'https://evil.example' }), 403, 'foreign-origin');
  await assertProblem(await write({ Origin: 'null' }), 403, 'foreign-origin');
  assert.equal((await write({ Origin: echo.url })).status, 204);
  const signIn = (headers) => ask('/v1/sessions', { method: 'POST', headers });
  await assertProblem(await signIn({ Origin: 'https://evil.example' }), 403, 'foreign-origin');
  assert.equal((await signIn({})).status, 204);
});

test('a key needs no origin', async () => {
  const answer = await ask(`/v1/things/${ID}`, { method: 'DELETE', headers: { ...PLATFORM, Origin: 'https://elsewhere.example' } });
  assert.equal(answer.status, 204);
});

test('the session cookie cannot be read by scripts nor sent from other sites', async () => {
  const signedIn = await ask('/v1/sessions', { method: 'POST' });
  assert.equal(signedIn.headers.get('set-cookie'),
    'shiming_session=holder; Path=/; HttpOnly; SameSite=Strict; Max-Age=3600');
  const signedOut = await ask('/v1/sessions', { method: 'DELETE', headers: { Cookie: 'shiming_session=holder', Origin: echo.url } });
  assert.match(signedOut.headers.get('set-cookie'), /^shiming_session=; .*Max-Age=0$/);
});

test('what is changed is named by its version', async () => {
  const put = (headers) => ask(`/v1/things/${ID}`, json('PUT', {}, headers));
  await assertProblem(await put({}), 428, 'version-missing');
  for (const bad of ['7', '*', 'W/"7"', '"7", "8"', '"x"'])
    await assertProblem(await put({ 'If-Match': bad }), 422, 'malformed-value');
  const answer = await put({ 'If-Match': '"7"' });
  assert.equal((await answer.json()).version, 7);
  assert.equal(answer.headers.get('etag'), '"7"');
});

test('what is created carries a key of the client', async () => {
  const post = (headers) => ask('/v1/things', json('POST', { name: '张三' }, headers));
  const missing = json('POST', { name: '张三' });
  delete missing.headers['Idempotency-Key'];
  await assertProblem(await ask('/v1/things', missing), 400, 'idempotency-key-missing');
  for (const bad of ['', 'a b', 'k'.repeat(129)])
    await assertProblem(await post({ 'Idempotency-Key': bad }), 400, 'idempotency-key-missing');
  const answer = await post({ 'Idempotency-Key': 'order-1' });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get('location'), `/v1/things/${ID}`);
  assert.equal((await answer.json()).request.key, 'order-1');
});

test('the same request has the same hash, any other another', async () => {
  const hash = async (body, path = '/v1/things') => (await (await ask(path, json('POST', body))).json()).request.hash;
  const first = await hash({ name: '张三' });
  assert.match(first, /^[0-9a-f]{64}$/);
  assert.equal(await hash({ name: '张三' }), first);
  assert.notEqual(await hash({ name: '李四' }), first);
});

test('a query has the names of its route only, each once', async () => {
  const answer = await ask('/v1/things?name=%E5%BC%A0%20%E4%B8%89&limit=5&role=platform');
  assert.deepEqual(await answer.json(), { name: '张 三', limit: 5, role: 6 });
  await assertProblem(await ask('/v1/things?nmae=1'), 422, 'unknown-field');
  await assertProblem(await ask('/v1/things?limit=1&limit=2'), 422, 'malformed-value');
  await assertProblem(await ask('/v1/things?limit=ten'), 422, 'malformed-value');
  await assertProblem(await ask('/v1/things?limit=101'), 422, 'out-of-range');
  await assertProblem(await ask('/v1/things?role=king'), 422, 'unknown-value');
  await assertProblem(await ask('/v1/things?name=%FF'), 422, 'malformed-value');
  await assertProblem(await ask('/v1/open?a=1'), 422, 'unknown-field');
});

test('a body names its mistake with a pointer, in the language asked for', async () => {
  const english = await assertProblem(await ask('/v1/things', json('POST', { nmae: 1 }, { 'Accept-Language': 'en' })), 422, 'unknown-field');
  assert.equal(english.errors[0].pointer, '#/nmae');
  assert.equal(english.title, 'Unknown field');
  const chinese = await ask('/v1/things', json('POST', {}, { 'Accept-Language': 'zh-CN' }));
  assert.equal(chinese.headers.get('content-language'), 'zh-CN');
  assert.equal((await assertProblem(chinese, 422, 'missing-field')).title, '缺少字段');
  await assertProblem(await ask('/v1/things', json('POST', '{"name":')), 400, 'malformed-body');
  await assertProblem(await ask('/v1/things', json('POST', '{"name":"a","name":"b"}')), 400, 'malformed-body');
  await assertProblem(await ask('/v1/things', json('POST', '[]')), 422, 'wrong-type');
  await assertProblem(await ask('/v1/things', json('POST', '')), 400, 'malformed-body');
});

test('a failure tells nothing of the inside, but its id finds it in the log', async () => {
  const statuses = {
    store: 503, serialization: 503, full: 503, 'read-only': 503, file: 500, network: 503, corrupt: 500, stopping: 503,
  };
  for (const [kind, status] of Object.entries(statuses)) {
    const answer = await ask(`/v1/failures/${kind}`, { headers: { 'Accept-Language': 'en' } });
    const text = await answer.text();
    assert.equal(answer.status, status);
    assert.equal(answer.headers.has('retry-after'), status === 503);
    assert.doesNotMatch(text, /inside story/);
    const id = answer.headers.get('x-request-id');
    const line = JSON.parse(await echo.logged((entry) => entry.includes(id) && entry.includes('inside story')));
    assert.equal(line.level, 'error');
    assert.equal(line.failure, `inside story of ${kind}`);
  }
});

test('every answer carries the headers that protect', async () => {
  for (const path of ['/v1/open', '/nothing', '/healthz', '/problems']) {
    const { headers } = await ask(path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.has('strict-transport-security'), false);
  }
});

test('a request id is kept where it is clean and made where it is not', async () => {
  const kept = await ask('/v1/open', { headers: { 'X-Request-Id': 'order_2018.05-1' } });
  assert.equal(kept.headers.get('x-request-id'), 'order_2018.05-1');
  for (const bad of ['short', 'with space', 'x'.repeat(65), '"};alert(1)']) {
    const made = await ask('/v1/open', { headers: { 'X-Request-Id': bad } });
    assert.match(made.headers.get('x-request-id'), /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  }
});

test('the log tells route, status and kind of actor, and nothing personal', async () => {
  const answer = await ask(`/v1/things?name=%E5%BC%A0%E4%B8%89`);
  const id = answer.headers.get('x-request-id');
  const line = JSON.parse(await echo.logged((entry) => entry.includes(id)));
  assert.deepEqual(Object.keys(line), ['time', 'level', 'request', 'method', 'route', 'status', 'us', 'actor']);
  assert.equal(line.route, '/v1/things');
  assert.equal(line.status, 200);
  await ask(`/v1/things/${ID}`, { headers: { ...PLATFORM, 'X-Request-Id': 'log-of-platform' } });
  const other = JSON.parse(await echo.logged((entry) => entry.includes('log-of-platform')));
  assert.equal(other.actor, 'platform');
  assert.equal(other.route, '/v1/things/{id}');
  assert.equal(echo.log.some((entry) => entry.includes('张三') || entry.includes('%E5') || entry.includes('127.0.0.1')), false);
});

test('a header that may stand once does not stand twice', async () => {
  for (const twice of ['Authorization: Bearer platform', 'If-Match: "1"', 'Content-Type: a/b', 'Idempotency-Key: k']) {
    const socket = await openSocket(echo);
    await socket.send(`GET /v1/open HTTP/1.1\r\nHost: a\r\n${twice}\r\n${twice}\r\n\r\n`);
    const answer = await socket.receive();
    assert.equal(answer.status, 422);
    assert.equal(JSON.parse(answer.body).type, '/problems/malformed-value');
    socket.close();
  }
});

test('a request whose end can be read in two ways is refused and its connection closed', async () => {
  for (const lengths of ['Content-Length: 5\r\nTransfer-Encoding: chunked', 'Transfer-Encoding: gzip', 'Transfer-Encoding: chunked, identity',
    'Content-Length: 5\r\nContent-Length: 6', 'Content-Length: -1', 'Content-Length: 5, 5']) {
    const socket = await openSocket(echo);
    await socket.send(`POST /v1/things HTTP/1.1\r\nHost: a\r\n${lengths}\r\n\r\n0\r\n\r\n`);
    const rest = (await socket.rest()).toString('latin1');
    assert.match(rest, /^HTTP\/1\.1 4(00|22) /);
    assert.doesNotMatch(rest, / 200 /);
  }
});

test('what is not HTTP gets no further', async () => {
  for (const text of ['hello\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'GET /v1/open HTTP/9.9\r\nHost: a\r\n\r\n', 
    `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`]) {
    const socket = await openSocket(echo);
    await socket.send(text);
    const rest = (await socket.rest()).toString('latin1');
    assert.ok(rest === '' || /^HTTP\/1\.[01] [45]\d\d /.test(rest), rest.slice(0, 80));
  }
  assert.equal((await ask('/healthz')).status, 200);
});

test('an address has its limit', async () => {
  await assertProblem(await ask(`/v1/things?name=${'a'.repeat(5000)}`), 422, 'too-long');
});
