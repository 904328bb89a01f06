// People over the real binary: staff and their passwords, sessions, one-time links, API keys.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, cookieOf, openClient, tokenOf } from './client.mjs';
import { run, startShiming } from './harness.mjs';
import { NOBODY } from './world.mjs';

const PASSWORD = 'correct horse battery';

let shiming;
let admin;

let client;

/** Asks as whoever the cookie or key belongs to; a write has an Idempotency-Key only where `headers` names one. */
const ask = (method, path, { cookie, key, ...wish } = {}) => client(method, path, { as: { cookie, key }, key: null, ...wish });

async function signIn(login, password = PASSWORD) {
  const answer = await ask('POST', '/v1/sessions', { body: { login, password } });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return cookieOf(answer);
}

/** Makes a member of staff with a password, as the administrator does it. */
async function addStaff(login, roles) {
  const made = await ask('POST', '/v1/staff', {
    cookie: admin, body: { login, name: '王芳', roles }, headers: { 'Idempotency-Key': `add-${login}` },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const link = await ask('POST', `/v1/staff/${made.body.id}/password-links`, { cookie: admin });
  assert.equal(link.status, 201);
  const set = await ask('POST', '/v1/passwords', { body: { token: tokenOf(link.body), password: PASSWORD } });
  assert.equal(set.status, 204);
  return made.body;
}

async function mintKey(scopes) {
  const minted = await ask('POST', '/v1/api-keys', { cookie: admin, body: { name: 'billing', scopes } });
  assert.equal(minted.status, 201, JSON.stringify(minted.body));
  return minted.body;
}

before(async () => {
  shiming = await startShiming();
  client = openClient(shiming);
  const token = /password#(\S+)/.exec(shiming.init)[1];
  const set = await ask('POST', '/v1/passwords', { body: { token, password: PASSWORD } });
  assert.equal(set.status, 204);
  admin = await signIn('admin');
});
after(() => shiming.stop());

test('the link that init prints sets the administrator’s password once', async () => {
  const token = /password#(\S+)/.exec(shiming.init)[1];
  assertProblem(await ask('POST', '/v1/passwords', { body: { token, password: PASSWORD } }), 403, 'link-invalid');
});

test('signing in gives a cookie that no script and no other site can use', async () => {
  const answer = await ask('POST', '/v1/sessions', { body: { login: 'Admin', password: PASSWORD } });
  const [pair, ...attributes] = answer.headers['set-cookie'][0].split('; ');
  assert.match(pair, /^shiming_session=[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(attributes.slice(0, 3), ['Path=/', 'HttpOnly', 'SameSite=Strict']);
  assert.ok(!JSON.stringify(answer.body).includes(pair.split('=')[1]), 'the token stands in the cookie only');
});

test('whoever has signed in is told who they are, and signing out ends it', async () => {
  const cookie = await signIn('admin');
  const me = await ask('GET', '/v1/session', { cookie });
  assert.equal(me.body.kind, 'staff');
  assert.deepEqual(me.body.roles, ['administrator']);
  assert.equal(me.body.staff.login, 'admin');
  const out = await ask('DELETE', '/v1/session', { cookie });
  assert.equal(out.status, 204);
  assert.match(out.headers['set-cookie'][0], /^shiming_session=; .*Max-Age=0/);
  assertProblem(await ask('GET', '/v1/session', { cookie }), 401, 'session-expired');
  assert.equal((await ask('DELETE', '/v1/session', { cookie })).status, 204);
});

test('signing in again ends the session at hand', async () => {
  const first = await signIn('admin');
  const again = await ask('POST', '/v1/sessions', { cookie: first, body: { login: 'admin', password: PASSWORD } });
  assert.equal(again.status, 201);
  assertProblem(await ask('GET', '/v1/session', { cookie: first }), 401, 'session-expired');
  assert.equal((await ask('GET', '/v1/session', { cookie: cookieOf(again) })).status, 200);
});

test('another site cannot write with the cookie', async () => {
  const foreign = { Origin: 'https://elsewhere.example' };
  assertProblem(await ask('DELETE', '/v1/sessions', { cookie: admin, headers: foreign }), 403, 'foreign-origin');
  assertProblem(await ask('POST', '/v1/sessions', {
    cookie: admin, headers: foreign, body: { login: 'admin', password: PASSWORD },
  }), 403, 'foreign-origin');
});

test('a member of staff sets a password by a link that works once', async () => {
  const made = await addStaff('li.na', ['reviewer']);
  const link = await ask('POST', `/v1/staff/${made.id}/password-links`, { cookie: admin });
  const token = tokenOf(link.body);
  assertProblem(await ask('POST', '/v1/passwords', { body: { token, password: 'short' } }), 422, 'password-weak', '/password');
  assert.equal((await ask('POST', '/v1/passwords', { body: { token, password: 'another long password' } })).status, 204);
  assertProblem(await ask('POST', '/v1/passwords', { body: { token, password: 'another long password' } }), 403, 'link-invalid', '/token');
  assertProblem(await ask('POST', '/v1/sessions/link', { body: { token } }), 403, 'link-invalid', '/token');
  await signIn('li.na', 'another long password');
});

test('staff are the administrator’s alone', async () => {
  await addStaff('zhao.min', ['reviewer', 'approver', 'mail-clerk', 'auditor']);
  const cookie = await signIn('zhao.min');
  for (const [method, path] of [['GET', '/v1/staff'], ['DELETE', `/v1/api-keys/${NOBODY}`],
    ['POST', `/v1/staff/${NOBODY}/password-links`]]) {
    assertProblem(await ask(method, path, { cookie }), 403, 'not-allowed');
    assertProblem(await ask(method, path), 401, 'not-signed-in');
  }
  assertProblem(await ask('POST', `/v1/accounts/${NOBODY}/sign-in-links`, { cookie: admin, body: {} }), 403, 'not-allowed');
});

test('a repeated wish makes one member, another wish under its key none', async () => {
  const headers = { 'Idempotency-Key': 'twice' };
  const body = { login: 'sun.li', name: '孙丽', roles: ['auditor'] };
  const first = await ask('POST', '/v1/staff', { cookie: admin, body, headers });
  const second = await ask('POST', '/v1/staff', { cookie: admin, body, headers });
  assert.equal(second.status, 201);
  assert.deepEqual(second.body, first.body);
  assert.equal(first.headers.location, `/v1/staff/${first.body.id}`);
  assertProblem(await ask('POST', '/v1/staff', { cookie: admin, body: { ...body, login: 'sun.li2' }, headers }), 422, 'idempotency-key-reused');
  assertProblem(await ask('POST', '/v1/staff', { cookie: admin, body, headers: { 'Idempotency-Key': 'thrice' } }), 409, 'staff-exists', '/login');
  assertProblem(await ask('POST', '/v1/staff', { cookie: admin, body }), 400, 'idempotency-key-missing');
});

test('a change names the version that it was made on', async () => {
  const made = await addStaff('qian.yi', ['reviewer']);
  const change = (version, key, body) => ask('PATCH', `/v1/staff/${made.id}`, {
    cookie: admin, body, headers: { ...(version && { 'If-Match': version }), 'Idempotency-Key': key },
  });
  assertProblem(await change(null, 'p1', { name: '钱一' }), 428, 'version-missing');
  const changed = await change('"1"', 'p2', { name: '钱一', roles: ['approver'] });
  assert.equal(changed.headers.etag, '"2"');
  assert.deepEqual(changed.body.roles, ['approver']);
  assertProblem(await change('"1"', 'p3', { name: '钱二' }), 412, 'version-changed');
  assert.equal((await change('"1"', 'p2', { name: '钱一', roles: ['approver'] })).status, 200, 'the same wish again');
  assertProblem(await change('"2"', 'p4', { roles: [] }), 422, 'missing-field', '/roles');
  assertProblem(await change('"2"', 'p5', { roles: ['holder'] }), 422, 'unknown-value', '/roles/0');
});

test('a disabled member is out at once', async () => {
  const made = await addStaff('zhou.wu', ['reviewer']);
  const cookie = await signIn('zhou.wu');
  const disabled = await ask('PATCH', `/v1/staff/${made.id}`, {
    cookie: admin, body: { disabled: true }, headers: { 'If-Match': '"1"', 'Idempotency-Key': 'd1' },
  });
  assert.notEqual(disabled.body.disabled_at, null);
  assertProblem(await ask('GET', '/v1/session', { cookie }), 401, 'session-expired');
  assertProblem(await ask('POST', '/v1/sessions', { body: { login: 'zhou.wu', password: PASSWORD } }), 401, 'bad-credentials');
  assertProblem(await ask('POST', `/v1/staff/${made.id}/password-links`, { cookie: admin }), 404, 'not-found');
});

test('the last administrator stays', async () => {
  const { body } = await ask('GET', '/v1/session', { cookie: admin });
  const change = (wish, key) => ask('PATCH', `/v1/staff/${body.staff.id}`, {
    cookie: admin, body: wish, headers: { 'If-Match': '"1"', 'Idempotency-Key': key },
  });
  assertProblem(await change({ disabled: true }, 'l1'), 409, 'last-administrator');
  assertProblem(await change({ roles: ['reviewer'] }, 'l2'), 409, 'last-administrator');
});

test('an API key opens what its scopes say, and nothing once revoked', async () => {
  const key = await mintKey(['links:write']);
  const other = await mintKey(['usage:write']);
  const link = `/v1/accounts/${NOBODY}/sign-in-links`;
  assert.match(key.key, /^shk_[A-Za-z0-9_-]{43}$/);
  assert.equal((await ask('GET', '/v1/session', { key: key.key })).body.kind, 'platform');
  assertProblem(await ask('POST', link, { key: key.key, body: {} }), 404, 'not-found');
  assertProblem(await ask('POST', link, { key: key.key, body: { minutes: 16 } }), 422, 'out-of-range', '/minutes');
  assertProblem(await ask('POST', link, { key: other.key, body: {} }), 403, 'not-allowed');
  const listed = await ask('GET', '/v1/api-keys', { cookie: admin });
  assert.ok(!JSON.stringify(listed.body).includes('shk_'), 'a key is shown once');
  assert.equal((await ask('DELETE', `/v1/api-keys/${key.id}`, { cookie: admin })).status, 204);
  assertProblem(await ask('POST', link, { key: key.key, body: {} }), 401, 'api-key-invalid');
  assertProblem(await ask('GET', '/v1/session', { key: `${key.key.slice(0, -1)}~` }), 401, 'api-key-invalid');
  assertProblem(await ask('DELETE', `/v1/api-keys/${NOBODY}`, { cookie: admin }), 404, 'not-found');
});

test('what is not as the contract says is refused with its place', async () => {
  const post = (path, body) => ask('POST', path, { cookie: admin, body, headers: { 'Idempotency-Key': 'bad' } });
  assertProblem(await post('/v1/sessions', { login: 'admin' }), 422, 'missing-field', '/password');
  assertProblem(await post('/v1/sessions', { login: 'admin', password: PASSWORD, remember: true }), 422, 'unknown-field', '/remember');
  assertProblem(await post('/v1/sessions', { login: 7, password: PASSWORD }), 422, 'wrong-type', '/login');
  assertProblem(await post('/v1/sessions', { login: 'a'.repeat(65), password: PASSWORD }), 422, 'too-long', '/login');
  assertProblem(await post('/v1/sessions', { login: 'admin', password: 'x'.repeat(5000) }), 413, 'body-too-large');
  assertProblem(await post('/v1/staff', { login: '李娜', name: '李娜', roles: ['auditor'] }), 422, 'malformed-value', '/login');
  assertProblem(await post('/v1/staff', { login: 'new', name: ' ', roles: ['auditor'] }), 422, 'missing-field', '/name');
  assertProblem(await post('/v1/api-keys', { name: 'x', scopes: ['everything'] }), 422, 'unknown-value', '/scopes/0');
  assertProblem(await ask('GET', '/v1/staff?after=x', { cookie: admin }), 400, 'cursor-invalid');
});

test('nobody ends somebody else’s session', async () => {
  await addStaff('wu.jun', ['reviewer']);
  const theirs = await signIn('wu.jun');
  const { body } = await ask('GET', '/v1/session', { cookie: theirs });
  assertProblem(await ask('DELETE', `/v1/sessions/${body.session_id}`, { cookie: admin }), 404, 'not-found');
  const mine = await ask('GET', '/v1/sessions', { cookie: theirs });
  assert.deepEqual(mine.body.items.map((session) => session.current), [true]);
  assert.equal((await ask('DELETE', '/v1/sessions', { cookie: theirs })).status, 204);
  assertProblem(await ask('GET', '/v1/session', { cookie: theirs }), 401, 'session-expired');
});

test('guessing is slowed down, and tells nothing about which logins there are', async () => {
  const guess = (login) => ask('POST', '/v1/sessions', { body: { login, password: 'a guess at a password' }, from: '127.0.0.9' });
  const known = await guess('admin');
  const unknown = await guess('no-such-login');
  assertProblem(known, 401, 'bad-credentials');
  assert.equal(unknown.body.detail, known.body.detail);
  let slowed;
  for (let i = 0; i < 8 && slowed?.status !== 429; i++) slowed = await guess('admin');
  assertProblem(slowed, 429, 'too-many-requests');
  assert.match(slowed.headers['retry-after'], /^[1-9][0-9]*$/);
});

test('no name, login, password or token stands in the log', async () => {
  const log = shiming.log.join('\n');
  for (const secret of ['li.na', '王芳', PASSWORD, 'shk_', admin.split('=')[1]]) assert.ok(!log.includes(secret), secret);
});

test('the command line sees what the console did', async () => {
  const listed = await run(process.env.SHIMING, ['user', 'list', ...shiming.instance, '--json']);
  assert.equal(listed.status, 0);
  assert.ok(JSON.parse(listed.stdout).items.some((staff) => staff.login === 'admin'));
});
