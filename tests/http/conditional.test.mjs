// ETag and If-Match: what is changed is the version that was seen, and of two hands on one case one wins.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { openWorld, person } from './world.mjs';

let world;
let people = 0;
before(async () => { world = await openWorld(); });
after(() => world?.stop());

async function submitted() {
  people += 1;
  const account = await world.account(person(people));
  const path = await world.openCase(account, 'personal-to-personal');
  await world.submit(path, account.holder);
  return { account, path };
}

test('the version that an answer tells is the one that the next step is taken on', async () => {
  people += 1;
  const account = await world.account(person(people));
  const path = await world.openCase(account, 'personal-to-personal');
  let { etag, body } = good(await world.ask('GET', path, { as: account.holder }));
  for (const statement of ['一', '二', '三']) {
    assert.equal(etag, `"${body.version}"`);
    const changed = good(await world.ask('PATCH', path, { as: account.holder, version: etag, body: { statement } }));
    assert.ok(changed.body.version > body.version);
    assertProblem(await world.ask('PATCH', path, { as: account.holder, version: etag, body: { statement } }), 412, 'version-changed');
    ({ etag, body } = changed);
  }
  assert.equal((await world.read(path, account.holder)).statement, '三');
});

test('of two reviewers who claim the same case at once exactly one has it', async () => {
  const reviewers = [await world.staff('reviewer'), await world.staff('reviewer', true)];
  for (let round = 0; round < 5; round += 1) {
    const { path } = await submitted();
    const { etag } = await world.ask('GET', path, { as: reviewers[0] });
    const answers = await Promise.all(reviewers.map((as) => world.ask('POST', `${path}/claim`, { as, version: etag })));
    assert.deepEqual(answers.map((one) => one.status).sort(), [200, 412]);
    const winner = reviewers[answers.findIndex((one) => one.status === 200)];
    const loser = reviewers.find((one) => one !== winner);
    assert.equal((await world.read(path, winner)).claimed_by, winner.id);
    assertProblem(await world.tryStep(path, 'claim', loser), 409, 'claimed-by-another');
    assertProblem(await world.tryStep(path, 'approval', loser), 409, 'claimed-by-another');
  }
});

test('reviewers who ask for the next case at once get one each', async () => {
  const paths = [(await submitted()).path, (await submitted()).path];
  const reviewers = [await world.staff('reviewer'), await world.staff('reviewer', true)];
  const answers = await Promise.all(reviewers.map((as) => world.ask('POST', '/v1/queue/next', { as })));
  const claimed = answers.map((one) => `/v1/cases/${good(one).body.id}`);
  assert.deepEqual(claimed.sort(), paths.sort());
  assert.equal(good(await world.ask('POST', '/v1/queue/next', { as: await world.staff('reviewer', true) })).body, null);
});

test('a holder who withdraws while a reviewer approves: one of them wins, and the case tells which', async () => {
  const reviewer = await world.staff('reviewer');
  const { account, path } = await submitted();
  await world.step(path, 'claim', reviewer);
  await world.decideAll(path, reviewer);
  const { etag } = await world.ask('GET', path, { as: reviewer });
  const [approved, withdrawn] = await Promise.all([
    world.ask('POST', `${path}/approval`, { as: reviewer, version: etag, body: {} }),
    world.ask('POST', `${path}/withdrawal`, { as: account.holder, version: etag, body: {} }),
  ]);
  assert.equal([approved, withdrawn].filter((one) => one.status === 200).length, 1);
  const { state } = await world.read(path, world.platform);
  assert.equal(state, approved.status === 200 ? 're-verifying' : 'withdrawn');
  const { verified } = await world.read(`/v1/accounts/${account.id}/verification`, world.platform);
  assert.equal(verified, approved.status !== 200);
});

test('of two changes of a member of staff on one version one wins', async () => {
  const admin = await world.staff('administrator');
  const member = await world.staff('auditor');
  const { etag } = good(await world.ask('GET', `/v1/staff/${member.id}`, { as: admin }));
  const answers = await Promise.all(['甲', '乙'].map((name) => world.ask('PATCH', `/v1/staff/${member.id}`, { as: admin, version: etag, body: { name } })));
  assert.deepEqual(answers.map((one) => one.status).sort(), [200, 412]);
});
