// What stands in the way of a change, each by its own problem, under a policy that sets every limit.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { company, openWorld, person, strictPolicy } from './world.mjs';

let world;

before(async () => { world = await openWorld({ files: { 'policy.yaml': await strictPolicy() } }); });
after(() => world?.stop());

const open = (account, body) => world.ask('POST', `/v1/accounts/${account.id}/cases`, { as: account.holder, body: { route: 'personal-to-personal', ...body } });
const attempt = (account, owner) => world.ask('POST', `/v1/accounts/${account.id}/attempts`, { as: account.holder, body: { method: 'documents', owner } });
const usage = (account, body) => world.ask('PUT', `/v1/accounts/${account.id}/usage`, { as: world.platform, body: { products: [], ...body } });

test('an account has one open change at a time, also where two come at once', async () => {
  const account = await world.account(person(1));
  const answers = await Promise.all([open(account), open(account)]);
  assertProblem(answers.find((one) => one.status !== 201), 409, 'case-open');
  assertProblem(await open(account), 409, 'case-open');
});

test('what is not verified cannot be changed, what is verified cannot be verified', async () => {
  assertProblem(await open(await world.account()), 409, 'not-verified');
  assertProblem(await attempt(await world.account(person(2)), person(3)), 409, 'already-verified');
});

test('an account has one open attempt at a time', async () => {
  const account = await world.account();
  good(await attempt(account, person(4)), 201);
  assertProblem(await attempt(account, person(4)), 409, 'attempt-open');
});

test('an account that changes at its origin is sent there', async () => {
  const account = await world.account();
  const { etag } = await world.ask('GET', `/v1/accounts/${account.id}`, { as: world.platform });
  good(await world.ask('PATCH', `/v1/accounts/${account.id}`, { as: world.platform, version: etag, body: { origin: 'taobao', origin_verified: true } }));
  assertProblem(await attempt(account, person(5)), 409, 'change-at-origin');
});

test('nobody takes over from themself', async () => {
  const owner = company(6);
  const account = await world.account(owner);
  assertProblem(await open(account, { route: 'enterprise-to-enterprise', new_owner: owner }), 422, 'same-owner', '/new_owner/number');
  assertProblem(await open(account, { route: 'enterprise-rename', new_owner: owner }), 422, 'same-owner', '/new_owner/name');
});

test('an owner has as many accounts as the policy allows', async () => {
  const full = person(7);
  await world.account(full);
  const account = await world.account(company(7));
  assertProblem(await open(account, { route: 'enterprise-to-personal', new_owner: full }), 409, 'too-many-accounts', '/new_owner');
  assertProblem(await attempt(await world.account(), full), 409, 'too-many-accounts', '/owner');
});

test('an account that changed hands lately does not change again', async () => {
  const account = await world.account(person(8));
  await world.originReport(account.id, person(9));
  const { etag } = await world.ask('GET', `/v1/accounts/${account.id}`, { as: world.platform });
  good(await world.ask('PATCH', `/v1/accounts/${account.id}`, { as: world.platform, version: etag, body: { origin_verified: false } }));
  account.holder = await world.enter(account.id);
  assertProblem(await open(account), 409, 'changed-recently');
});

test('a frozen account and one in arrears do not change hands', async () => {
  const account = await world.account(person(10));
  good(await usage(account, { balance: '-0.01' }));
  assertProblem(await open(account), 409, 'in-arrears');
  good(await usage(account, { balance: '100.00' }));
  const { etag } = await world.ask('GET', `/v1/accounts/${account.id}`, { as: world.platform });
  good(await world.ask('PATCH', `/v1/accounts/${account.id}`, { as: world.platform, version: etag, body: { frozen: true } }));
  assertProblem(await open(account), 409, 'account-frozen');
});

test('a change that the balance does not last for is held where the policy says so', async () => {
  const account = await world.account(person(11));
  const path = `/v1/cases/${good(await open(account), 201).body.id}`;
  await world.prepare(path, account.holder);
  const products = [{ id: 'ecs', name: 'ECS', billing: 'pay-as-you-go', cost_1_day: '24.00' }];
  good(await usage(account, { balance: '1.00', products }));
  assertProblem(await world.tryStep(path, 'submission', account.holder), 409, 'balance-short');
  good(await usage(account, { balance: '100000.00', products }));
  good(await world.tryStep(path, 'submission', account.holder));
});

test('a route that makes the new owner at once asks who that is', async () => {
  const account = await world.account(person(12));
  const path = await world.openCase(account, 'personal-to-enterprise-mail');
  await world.consent(path, account.holder);
  assertProblem(await world.tryStep(path, 'submission', account.holder), 422, 'claim-missing', '/new_owner');
});

test('no corporate transfer is offered or begun where nobody has said from which account', async () => {
  const { methods } = await world.read('/v1/policy', world.platform);
  assert.deepEqual(methods.filter(({ offered }) => !offered).map(({ method }) => method), ['corporate-transfer']);
  const { id, holder } = await world.account();
  const body = { method: 'corporate-transfer', owner: company(30) };
  const refused = await world.ask('POST', `/v1/accounts/${id}/attempts`, { as: holder, body });
  assertProblem(refused, 409, 'route-not-applicable', '/method');
  assert.match(refused.body.detail, /no bank account to pay from/);
});

test('payments cannot be made where nobody has said from which account', async () => {
  assertProblem(await world.ask('POST', '/v1/bank/payment-files', { as: await world.staff('administrator') }), 409, 'not-configured');
});
