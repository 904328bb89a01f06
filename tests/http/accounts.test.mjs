// The platform's side over the real binary: accounts, verifications, money, plans, the policy.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertProblem } from './client.mjs';
import { run } from './harness.mjs';
import { openWorld, person } from './world.mjs';

const WANG = '11010119900307053X';
const LI = '110101199003078726';

let world;

const mint = async (...scopes) => (await world.key(...scopes)).key;

/** Asks with the platform's API key or another, or with a session's cookie. */
const ask = (method, path, { key = world.platform.key, cookie, ...wish } = {}) =>
  world.ask(method, path, { as: cookie ? { cookie } : { key }, ...wish });

let accounts = 0;

async function register(origin = 'local') {
  accounts += 1;
  const made = await ask('POST', '/v1/accounts', { body: { external_id: `u${accounts}`, origin } });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.equal(made.headers.location, `/v1/accounts/${made.body.id}`);
  return made.body.id;
}

const reportOf = (name, number, verifiedAt) => ({
  report_id: 'r-1', origin: 'taobao', origin_account: 'somebody', owner_kind: 'personal', owner_name: name,
  number_kind: 'resident-id', owner_number: number, verified_at: verifiedAt,
});

const report = (id, ...args) => ask('POST', `/v1/accounts/${id}/origin-reports`, { body: reportOf(...args) });

const enter = async (id) => (await world.enter(id)).cookie;

before(async () => { world = await openWorld(); });
after(() => world?.stop());

test('an account is registered once, and found by the platform’s id', async () => {
  const body = { external_id: 'first', origin: 'local', contacts: { email: 'wang@example.com', mobile: '13800138000' } };
  const made = await ask('POST', '/v1/accounts', { body });
  assert.equal(made.status, 201);
  assert.equal(made.headers.etag, '"1"');
  assertProblem(await ask('POST', '/v1/accounts', { body }), 409, 'account-exists', '/external_id');
  const found = await ask('POST', '/v1/account-lookups', { body: { external_id: 'first' } });
  assert.deepEqual(found.body.items.map((item) => item.id), [made.body.id]);
  assert.ok(!JSON.stringify(made.body).includes('example.com'));
  assertProblem(await ask('POST', '/v1/accounts', { body: { external_id: 'x', origin: 'local', contacts: { email: 'nobody' } } }),
    422, 'malformed-value', '/contacts/email');
});

test('a repeated registration gets the same answer again', async () => {
  const wish = { body: { external_id: 'again', origin: 'local' }, headers: { 'Idempotency-Key': 'once' } };
  const first = await ask('POST', '/v1/accounts', wish);
  const second = await ask('POST', '/v1/accounts', wish);
  assert.equal(second.status, 201);
  assert.deepEqual(second.body, first.body);
});

test('a change of an account names the version that was seen', async () => {
  const path = `/v1/accounts/${await register()}`;
  assertProblem(await ask('PATCH', path, { body: { frozen: true } }), 428, 'version-missing');
  const frozen = await ask('PATCH', path, { body: { frozen: true }, headers: { 'If-Match': '"1"' } });
  assert.equal(frozen.body.frozen, true);
  assert.equal(frozen.headers.etag, '"2"');
  assertProblem(await ask('PATCH', path, { body: { frozen: false }, headers: { 'If-Match': '"1"' } }), 412, 'version-changed');
});

test('no method changes a verification', async () => {
  const id = await register();
  for (const path of [`/v1/accounts/${id}/verification`, `/v1/accounts/${id}/verifications`]) {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
      const answer = await ask(method, path, { body: method === 'DELETE' ? undefined : { kind: 'enterprise' } });
      assertProblem(answer, 405, 'method-not-allowed');
      assert.match(answer.headers.allow, /^(GET|HEAD|OPTIONS|, )+$/);
    }
  }
});

test('what another process does to an account is seen by the next request', { skip: Boolean(process.env.SHIMING_TEST_POSTGRES) }, async () => {
  const [id, other] = [await register('taobao'), await register('taobao')];
  const [zhao, qian] = [person(801), person(802)];
  const verified = async (account) => (await ask('GET', `/v1/accounts/${account}/verification`)).body.verified;
  const { body } = await report(id, zhao.name, zhao.number, '2018-05-01T00:00:00Z');
  for (let asked = 0; asked < 3; asked += 1) assert.equal(await verified(id), true);
  const hex = body.verification.replaceAll('-', '');
  const file = join(world.shiming.data, 'shiming.db');
  const sql = `UPDATE verifications SET released_at = 1525132800000000, released_by_case = id WHERE id = x'${hex}'`;
  const done = await run('sqlite3', ['-cmd', '.timeout 20000', file, sql]);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(await verified(id), false);
  assert.equal(await verified(other), false);
  await report(other, qian.name, qian.number, '2018-05-01T00:00:00Z');
  assert.equal(await verified(other), true);
});

test('the account follows its origin, and a new owner never learns who came before', async () => {
  const id = await register('taobao');
  const path = `/v1/accounts/${id}/verification`;
  const none = { verified: false, kind: null, method: null, since: null, verification: null };
  assert.deepEqual((await ask('GET', path)).body, none);
  const first = await report(id, '王芳', WANG, '2018-05-01T00:00:00Z');
  assert.equal(first.body.outcome, 'followed');
  const formerly = await enter(id);
  const answer = await ask('GET', path);
  assert.equal(answer.body.verification, first.body.verification);
  assert.deepEqual([answer.body.verified, answer.body.kind, answer.body.method], [true, 'personal', 'origin']);
  assert.ok(!('subject' in answer.body));
  const shown = await ask('GET', `${path}?include=subject`, { cookie: formerly });
  assert.equal(shown.body.subject.name, '王*');
  assert.ok(!JSON.stringify(shown.body).includes('19900307'));

  const second = await report(id, '李娜', LI, '2018-05-02T00:00:00Z');
  assert.match(second.body.case, /^[0-9a-f-]{36}$/);
  assertProblem(await ask('GET', path, { cookie: formerly }), 401, 'session-expired');
  const history = await ask('GET', `/v1/accounts/${id}/verifications`, { cookie: await enter(id) });
  assert.deepEqual(history.body.items.map((item) => item.subject?.name ?? null), ['李*', null]);
  assert.deepEqual(history.body.items.map((item) => item.released_at === null), [true, false]);
  assert.equal((await report(id, '王芳', WANG, '2018-05-01T00:00:00Z')).body.outcome, 'superseded');
  assert.equal((await report(id, '李娜', LI, '2018-05-02T00:00:00Z')).body.outcome, 'unchanged');

  const owned = await ask('POST', '/v1/account-lookups', { body: { number: LI } });
  assert.deepEqual(owned.body.items.map((item) => item.id), [id]);
  assert.deepEqual((await ask('POST', '/v1/account-lookups', { body: { number: WANG } })).body.items, []);
});

test('a number that fails its check is refused by name', async () => {
  const id = await register('taobao');
  assertProblem(await report(id, '王芳', '110101199003070539', '2018-05-01T00:00:00Z'), 422, 'number-invalid', '/owner_number');
  assertProblem(await ask('POST', '/v1/account-lookups', { body: { number: '1' } }), 422, 'number-invalid', '/number');
  assertProblem(await ask('POST', '/v1/account-lookups', { body: {} }), 422, 'missing-field');
});

test('a holder sees their own account and no other', async () => {
  const mine = await register();
  const other = await register();
  const cookie = await enter(mine);
  for (const part of ['', '/verification', '/verification?include=subject', '/verifications', '/payments', '/continuity', '/plan?to=personal']) {
    assert.equal((await ask('GET', `/v1/accounts/${mine}${part}`, { cookie })).status, 200, part);
    assertProblem(await ask('GET', `/v1/accounts/${other}${part}`, { cookie }), 404, 'not-found');
  }
  assertProblem(await ask('PUT', `/v1/accounts/${mine}/usage`, { cookie, body: { balance: '1', products: [] } }), 403, 'not-allowed');
  assertProblem(await ask('POST', '/v1/account-lookups', { cookie, body: { number: WANG } }), 403, 'not-allowed');
});

test('a key opens only what its scopes name', async () => {
  const id = await register();
  const reader = await mint('accounts:read');
  assert.equal((await ask('GET', `/v1/accounts/${id}`, { key: reader })).status, 200);
  assertProblem(await ask('PUT', `/v1/accounts/${id}/usage`, { key: reader, body: { balance: '1', products: [] } }), 403, 'not-allowed');
  assertProblem(await ask('POST', '/v1/accounts', { key: reader, body: { external_id: 'no', origin: 'local' } }), 403, 'not-allowed');
  assertProblem(await ask('GET', `/v1/accounts/${id}`, { key: null }), 401, 'not-signed-in');
});

test('usage is replaced whole and told as a forecast, product by product', async () => {
  const id = await register();
  const product = (name, cost, more) => ({ id: name, name, billing: 'pay-as-you-go', cost_1_day: cost, ...more });
  const put = (body) => ask('PUT', `/v1/accounts/${id}/usage`, { body });
  assert.equal((await ask('GET', `/v1/accounts/${id}/continuity`)).body.known, false);
  assert.equal((await put({ balance: '1', products: [product('old', '1')] })).status, 200);
  const taken = await put({
    balance: '-0.5', credit: '24.500000', billing_lag_minutes: 60,
    products: [product('ecs', '12', { stop_order: 2 }), product('oss', '12', { stop_order: 1 })],
  });
  assert.equal(taken.body.credit, '24.50');
  const told = await ask('GET', `/v1/accounts/${id}/continuity?route=personal-to-personal`);
  assert.equal(told.body.known, true);
  assert.equal(told.body.money, '24.00');
  assert.deepEqual(told.body.products.map((one) => one.id), ['oss', 'ecs']);
  assert.ok(Number(told.body.shortfall) > 0);
  assert.ok(told.body.hours >= 72);

  assertProblem(await put({ balance: '1e9', products: [] }), 422, 'malformed-value', '/balance');
  assertProblem(await put({ balance: '1000000000.000001', products: [] }), 422, 'out-of-range', '/balance');
  assertProblem(await put({ balance: '1', products: [product('a', '1'), product('a', '1')] }), 422, 'repeated-value', '/products/1/id');
  assertProblem(await put({ balance: '1', products: [product('a', '-1')] }), 422, 'out-of-range', '/products/0/cost_1_day');
  assertProblem(await ask('GET', `/v1/accounts/${id}/continuity?route=no-such`), 422, 'unknown-value');
  assertProblem(await ask('GET', `/v1/accounts/${id}/continuity?case=${id}`), 404, 'not-found');
});

test('payments are replaced whole', async () => {
  const id = await register();
  const invoice = { kind: 'invoice', reference: '0112', issuer: '阿里云', amount: '12.5', paid_at: '2018-05-01T00:00:00Z', in_force: true };
  const put = (payments) => ask('PUT', `/v1/accounts/${id}/payments`, { body: { payments } });
  assert.equal((await put([invoice, { ...invoice, kind: 'payment' }])).status, 200);
  assertProblem(await put([invoice, invoice]), 422, 'repeated-value', '/payments/1/reference');
  assert.equal((await put([invoice])).status, 200);
  const list = await ask('GET', `/v1/accounts/${id}/payments`);
  assert.deepEqual(list.body.items, [{ ...invoice, amount: '12.50', service: null }]);
});

test('the plan answers for the account as it stands', async () => {
  const id = await register('taobao');
  await report(id, '王芳', WANG, '2018-05-01T00:00:00Z');
  const plan = (query) => ask('GET', `/v1/accounts/${id}/plan?${query}`);
  const elsewhere = await plan('to=enterprise&have=corporate-account');
  assert.deepEqual(elsewhere.body.routes, []);
  assert.ok(elsewhere.body.refused.every((one) => one.reason === 'change-at-origin'));
  assert.equal(elsewhere.body.details.origin.id, 'taobao');
  const seen = await ask('GET', `/v1/accounts/${id}`);
  await ask('PATCH', `/v1/accounts/${id}`, { body: { origin_verified: false }, headers: { 'If-Match': seen.headers.etag } });
  const here = await plan('to=enterprise&have=corporate-account');
  assert.deepEqual(here.body.routes.map((one) => one.id), ['personal-to-enterprise-mail']);
  assert.equal(here.body.refused.find((one) => one.id === 'personal-to-enterprise-release').reason, 'pays-nobody', 'no bank account is configured here');
  assertProblem(await plan(''), 422, 'missing-field');
  assertProblem(await plan('to=nobody'), 422, 'unknown-value');
  assertProblem(await plan('to=personal&have=gold'), 422, 'unknown-value');
});

test('anyone can read the policy in force, and check that it is the one named', async () => {
  const policy = await ask('GET', '/v1/policy', { key: null });
  assert.equal(policy.status, 200);
  assert.ok(policy.body.routes.length >= 7);
  const text = await ask('GET', '/v1/policy/text', { key: null });
  assert.equal(createHash('sha256').update(text.body).digest('hex'), policy.body.hash);
});
