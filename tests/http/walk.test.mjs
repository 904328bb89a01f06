// Ways of a case, from wish to end, over HTTP: each route by documents, and what happens beside the straight way. The routes by
// transfer and by Alipay are in transfers.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { company, openWorld, person, picture } from './world.mjs';

let world;
before(async () => { world = await openWorld(); });
after(() => world?.stop());

const verification = (account) => world.read(`/v1/accounts/${account.id}/verification`, world.platform);
const item = (document, id) => document.items.find((one) => one.id === id);
const decide = async (path, id, as, body) => good(await world.tryStep(path, `items/${id}/verdict`, as, { method: 'PUT', body })).body;

for (const { route, owner, becomes } of [
  { route: 'personal-to-enterprise-mail', owner: person(1), becomes: company(1) },
  { route: 'enterprise-to-enterprise', owner: company(2), becomes: company(3) },
  { route: 'enterprise-to-personal', owner: company(4), becomes: person(4) },
])
  test(`${route}: sent by mail, checked, reviewed, replaced`, async () => {
    const account = await world.account(owner);
    const path = await world.openCase(account, route, { new_owner: becomes });
    const before = await verification(account);
    await world.submitByMail(path, account.holder);
    assert.deepEqual(await verification(account), before, 'nothing changes before the approval');
    assert.equal((await world.approve(path)).state, 'completed');
    const now = await verification(account);
    assert.deepEqual([now.verified, now.kind], [true, becomes.kind]);
    assert.notEqual(now.verification, before.verification);
  });

test('enterprise-rename: by ticket, the number stays', async () => {
  const account = await world.account(company(5));
  const rename = (to) => world.ask('POST', `/v1/accounts/${account.id}/cases`, { as: account.holder, body: { route: 'enterprise-rename', new_owner: to } });
  assertProblem(await rename(company(6)), 422, 'not-same-enterprise');
  const path = `/v1/cases/${good(await rename({ ...company(5), name: '北京新名测试有限公司' }), 201).body.id}`;
  await world.submit(path, account.holder);
  assert.equal((await world.approve(path)).state, 'completed');
  const holder = await world.enter(account.id);
  const { subject } = await world.read(`/v1/accounts/${account.id}/verification?include=subject`, holder);
  assert.equal(subject.number.slice(0, 2), company(5).number.slice(0, 2));
});

test('personal-to-personal: released first, then verified anew', async () => {
  const account = await world.account(person(7));
  const path = await world.openCase(account, 'personal-to-personal');
  await world.submit(path, account.holder);
  assert.equal((await world.approve(path)).state, 're-verifying');
  assert.equal((await verification(account)).verified, false);
  account.holder = await world.enter(account.id);
  await world.verify(account, person(8));
  assert.equal((await world.read(path, world.platform)).state, 'completed');
  assert.equal((await verification(account)).verified, true);
});

test('what is refused is named with its reason, and only that is asked for again', async () => {
  const account = await world.account(person(9));
  const reviewer = await world.staff('reviewer');
  const path = await world.openCase(account, 'personal-to-personal');
  const submitted = await world.submit(path, account.holder);
  assert.equal(submitted.working_days_left, 3, 'the policy’s, on the day of the submission');
  await world.step(path, 'claim', reviewer);
  assertProblem(await world.tryStep(path, 'question', reviewer), 422, 'reason-missing', '/items');
  const refused = (body) => world.tryStep(path, 'items/release-form/verdict', reviewer, { method: 'PUT', body: { accepted: false, ...body } });
  assertProblem(await refused({}), 422, 'reason-missing', '/reason_code');
  assertProblem(await refused({ reason_code: 'no-such-reason' }), 422, 'unknown-value', '/reason_code');
  good(await refused({ reason_code: 'signature-missing', text: '请签字' }));
  for (const id of ['id-card-front-held', 'id-card-back-held', 'proof-of-payment']) await decide(path, id, reviewer, { accepted: true });
  assertProblem(await world.tryStep(path, 'approval', reviewer), 422, 'item-undecided');
  const stopped = await world.step(path, 'question', reviewer);
  assert.deepEqual([stopped.state, stopped.due_at, stopped.working_days_left], ['needs-more', null, 3]);

  const asked = await world.read(path, account.holder);
  assert.equal(asked.missing_items, 'release-form');
  assert.deepEqual([item(asked, 'release-form').reason_code, item(asked, 'release-form').text], ['signature-missing', '请签字']);
  assertProblem(await world.tryStep(path, 'resupply', account.holder), 422, 'evidence-missing');
  assertProblem(await world.give(path, 'id-card-front-held', account.holder), 409, 'evidence-not-asked');
  good(await world.give(path, 'release-form', account.holder), 201);
  assert.equal((await world.step(path, 'resupply', account.holder)).state, 'in-review');
  await decide(path, 'release-form', reviewer, { accepted: true });
  assert.equal((await world.step(path, 'approval', reviewer)).state, 're-verifying');
});

test('nobody reviews a change of their own account', async () => {
  const account = await world.account(person(19));
  const reviewer = await world.staff('reviewer', true);
  const admin = await world.staff('administrator');
  const change = async (number) => {
    const { etag } = await world.ask('GET', `/v1/staff/${reviewer.id}`, { as: admin });
    return world.ask('PATCH', `/v1/staff/${reviewer.id}`, { as: admin, version: etag, body: { number } });
  };
  assertProblem(await change('11010119900307053Y'), 422, 'number-invalid', '/number');
  good(await change(account.owner.number));
  const path = await world.openCase(account, 'personal-to-personal');
  await world.submit(path, account.holder);
  assertProblem(await world.tryStep(path, 'claim', reviewer), 403, 'own-case');
});

test('more proofs of payment are asked for where one does not do', async () => {
  const account = await world.account(person(10));
  const reviewer = await world.staff('reviewer');
  const path = await world.openCase(account, 'personal-to-personal');
  await world.submit(path, account.holder);
  await world.step(path, 'claim', reviewer);
  const raise = (id) => world.tryStep(path, `items/${id}/verdict`, reviewer, {
    method: 'PUT', body: { accepted: false, reason_code: 'more-proof-needed', text: '再提供两张', needed: 3 },
  });
  assert.ok((await raise('release-form')).status >= 400, 'only proofs of payment can be raised');
  const raised = good(await raise('proof-of-payment')).body;
  assert.equal(item(raised, 'proof-of-payment').needed, 3);
  await world.step(path, 'question', reviewer);
  const give = (material) => world.ask('POST', `${path}/items/proof-of-payment/files?material=${material}`, {
    as: account.holder, raw: picture(world.next() % 250), media: 'image/jpeg',
  });
  good(await give('invoice'), 201);
  assertProblem(await world.tryStep(path, 'resupply', account.holder), 422, 'evidence-missing');
  good(await give('payment-screenshot'), 201);
  assert.equal((await world.step(path, 'resupply', account.holder)).state, 'in-review');
});

test('a case opened from a rejected one takes over what was accepted there', async () => {
  const account = await world.account(person(11));
  const reviewer = await world.staff('reviewer');
  const first = await world.openCase(account, 'personal-to-personal');
  await world.submit(first, account.holder);
  await world.step(first, 'claim', reviewer);
  await decide(first, 'id-card-front-held', reviewer, { accepted: true });
  await decide(first, 'release-form', reviewer, { accepted: false, reason_code: 'blurred' });
  assertProblem(await world.tryStep(first, 'rejection', reviewer), 422, 'reason-missing');
  const rejected = await world.step(first, 'rejection', reviewer, { reason_code: 'other', text: '请重新提交' });
  assert.equal(rejected.state, 'rejected');
  assert.equal((await verification(account)).verified, true);
  const again = await world.openCase(account, 'personal-to-personal', { opened_from: first.split('/')[3] });
  const taken = await world.read(again, account.holder);
  assert.equal(taken.opened_from, first.split('/')[3]);
  assert.deepEqual(taken.items.map((one) => [one.id, one.given]), [
    ['release-form', 0], ['id-card-front-held', 1], ['id-card-back-held', 0], ['proof-of-payment', 0],
  ]);
  const [carried] = item(taken, 'id-card-front-held').files;
  good(await world.ask('GET', `/v1/evidence/${carried.id}/content`, { as: account.holder }));
  await world.submit(again, account.holder);
  assert.equal((await world.approve(again)).state, 're-verifying');
});

test('an old owner disputes by a link that works once; an approver dismisses, and it goes on', async () => {
  const account = await world.account(person(12));
  const approver = await world.staff('approver');
  const path = await world.openCase(account, 'personal-to-enterprise-mail', { new_owner: company(12) });
  await world.submitByMail(path, account.holder);
  const party = await world.enterAsParty(path);
  assertProblem(await world.tryStep(path, 'dispute', party), 422, 'reason-missing');
  assert.equal((await world.step(path, 'dispute', party, { text: '我没有同意' })).state, 'disputed');
  assertProblem(await world.tryStep(path, 'claim', await world.staff('reviewer')), 409, 'wrong-state');
  assertProblem(await world.tryStep(path, 'withdrawal', account.holder), 409, 'wrong-state');
  const resumed = await world.step(path, 'dispute/dismissal', approver, { text: '已电话核实' });
  assert.equal(resumed.state, 'submitted');
  assert.equal((await world.approve(path)).state, 'completed');
});

test('a dispute upheld before the release rejects the change, after it the old owner is verified anew', async () => {
  const approver = await world.staff('approver');
  const early = await world.account(person(13));
  const first = await world.openCase(early, 'personal-to-personal');
  await world.submit(first, early.holder);
  await world.step(first, 'dispute', await world.enterAsParty(first), { text: '我没有同意' });
  assert.equal((await world.step(first, 'dispute/upholding', approver, { reason_code: 'dispute-upheld' })).state, 'rejected');
  assert.equal((await verification(early)).verified, true);

  const late = await world.account(person(14));
  const before = await verification(late);
  const second = await world.openCase(late, 'personal-to-personal');
  await world.submit(second, late.holder);
  const party = await world.enterAsParty(second);
  await world.approve(second);
  assert.equal((await verification(late)).verified, false);
  await world.step(second, 'dispute', party, { text: '账号被盗' });
  assert.equal((await world.step(second, 'dispute/upholding', approver, { reason_code: 'dispute-upheld' })).state, 'rejected');
  const now = await verification(late);
  assert.deepEqual([now.verified, now.kind, now.method], [true, 'personal', 'restored']);
  assert.notEqual(now.verification, before.verification);
});

test('a release whose attempts all fail lapses, and the account can be verified as for the first time', async () => {
  const account = await world.account(person(15));
  const reviewer = await world.staff('reviewer');
  const path = await world.openCase(account, 'personal-to-personal');
  await world.submit(path, account.holder);
  await world.approve(path);
  account.holder = await world.enter(account.id);
  for (const state of ['re-verifying', 're-verifying', 'lapsed']) {
    const attempt = await world.openAttempt(account, person(16));
    await world.submit(attempt, account.holder);
    await world.step(attempt, 'claim', reviewer);
    assert.equal((await world.step(attempt, 'rejection', reviewer, { reason_code: 'name-mismatch' })).state, 'failed');
    assert.equal((await world.read(path, world.platform)).state, state);
  }
  assert.equal((await verification(account)).verified, false);
  await world.verify(account, person(17));
  assert.equal((await verification(account)).verified, true);
});

test('what is sent back from the second review is the first reviewer’s again', async () => {
  const account = await world.account(company(18));
  const approver = await world.staff('approver', true);
  const both = await world.staff(['reviewer', 'approver']);
  const path = await world.openCase(account, 'enterprise-to-personal', { new_owner: person(18) });
  await world.submitByMail(path, account.holder);
  await world.step(path, 'claim', both);
  await world.decideAll(path, both);
  assert.equal((await world.step(path, 'approval', both)).state, 'second-review');
  assertProblem(await world.tryStep(path, 'claim', both), 403, 'same-hands');
  await world.step(path, 'claim', approver);
  assertProblem(await world.tryStep(path, 'return', approver), 422, 'reason-missing');
  assert.equal((await world.step(path, 'return', approver, { text: '请再核对印章' })).state, 'in-review');
  assert.equal((await world.read(path, both)).claimed_by, both.id);
  assert.equal((await world.step(path, 'approval', both)).state, 'second-review');
  await world.step(path, 'claim', approver);
  assert.equal((await world.step(path, 'approval', approver)).state, 'completed');
});
