// Who may see a case: docs/decisions/0007-who-may-see.md, over HTTP.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { company, openWorld, person } from './world.mjs';

const WORDS = '我把账号转给了公司';

let world;
before(async () => { world = await openWorld(); });
after(() => world?.stop());

/** Whether whoever reads `path` is told any of these texts. */
async function tells(path, as, ...texts) {
  const shown = JSON.stringify([await world.read(path, as), await world.read(`${path}/history`, as)]);
  return texts.map((text) => shown.includes(text));
}

async function mailCase(serial) {
  const account = await world.account(person(serial));
  const owner = company(serial);
  const path = await world.openCase(account, 'personal-to-enterprise-mail', { new_owner: owner, statement: WORDS });
  return { account, owner, path };
}

test('staff see a case masked and without its words until it is at hand', async () => {
  const { account, owner, path } = await mailCase(1);
  const reviewer = await world.staff('reviewer');
  const clerk = await world.staff('mail-clerk');
  const secrets = [account.owner.name, account.owner.number, owner.name, owner.number, WORDS];
  await world.ask('POST', `${path}/messages`, { as: account.holder, body: { body: WORDS } });
  assert.deepEqual(await tells(path, reviewer, ...secrets), secrets.map(() => false));
  assert.deepEqual(await tells(path, clerk, ...secrets), secrets.map(() => false));
  for (const role of ['auditor', 'administrator'])
    assert.deepEqual(await tells(path, await world.staff(role), ...secrets), secrets.map(() => false), role);
  await world.submitByMail(path, account.holder);
  assert.deepEqual(await tells(path, clerk, ...secrets), secrets.map(() => false), 'the parcel is done with');
  await world.step(path, 'claim', reviewer);
  assert.deepEqual(await tells(path, reviewer, ...secrets), secrets.map(() => true));
  const messages = await world.read(`${path}/messages`, reviewer);
  assert.ok(messages.items.some((one) => one.body === WORDS));
  const other = await world.staff('reviewer', true);
  assert.deepEqual(await tells(path, other, ...secrets), secrets.map(() => false), 'another reviewer');
});

test('the clerk before whom the parcel lies sees whom it is of', async () => {
  const { account, owner, path } = await mailCase(2);
  const clerk = await world.staff('mail-clerk');
  await world.consent(path, account.holder);
  await world.step(path, 'submission', account.holder);
  assert.deepEqual(await tells(path, clerk, owner.name, owner.number), [true, true]);
});

test('a mail clerk has nothing to do with a case by ticket', async () => {
  const account = await world.account(person(3));
  const path = await world.openCase(account, 'personal-to-personal');
  assertProblem(await world.ask('GET', path, { as: await world.staff('mail-clerk') }), 404, 'not-found');
});

test('the platform sees states and dates, and nobody', async () => {
  const { account, owner, path } = await mailCase(4);
  assert.deepEqual(await tells(path, world.platform, account.owner.name, owner.name, owner.number, WORDS), [false, false, false, false]);
  const { old_owner: old, new_owner: fresh, items } = await world.read(path, world.platform);
  assert.deepEqual([old, fresh], [null, null]);
  assert.ok(items.every((item) => item.files.length === 0));
});

test('once the account has changed hands the new owner sees their side, the old owner by link theirs', async () => {
  const account = await world.account(person(5));
  const owner = company(5);
  const before = await world.openCase(account, 'personal-to-personal', { statement: WORDS });
  await world.consent(before, account.holder);
  const file = good(await world.give(before, 'release-form', account.holder), 201).body;
  await world.step(before, 'withdrawal', account.holder);
  const path = await world.openCase(account, 'personal-to-enterprise-mail', { new_owner: owner, statement: WORDS });
  await world.consent(path, account.holder);
  const old = good(await world.give(path, 'owner-change-form', account.holder), 201).body;
  const fresh = good(await world.give(path, 'new-licence', account.holder), 201).body;
  await world.submitByMail(path, account.holder);
  const party = await world.enterAsParty(path);
  assert.equal((await world.approve(path)).state, 'completed');

  assertProblem(await world.ask('GET', path, { as: account.holder }), 401, 'session-expired');
  const holder = await world.enter(account.id);
  const seen = await world.read(path, holder);
  assert.equal(seen.old_owner, null);
  assert.match(seen.new_owner.name, /\*/);
  assert.deepEqual(await tells(path, holder, account.owner.name, account.owner.number, WORDS), [false, false, false]);
  for (const [side, as] of [[old, party], [fresh, holder]]) good(await world.ask('GET', `/v1/evidence/${side.id}`, { as }));
  for (const [side, as] of [[old, holder], [fresh, party], [file, holder], [file, party]])
    for (const part of ['', '/content']) assertProblem(await world.ask('GET', `/v1/evidence/${side.id}${part}`, { as }), 404, 'not-found');
  assertProblem(await world.ask('GET', before, { as: holder }), 404, 'not-found');
  const { items } = await world.read(`/v1/accounts/${account.id}/proceedings`, holder);
  assert.deepEqual(items.map((one) => `/v1/cases/${one.id}`), [path], 'what came before is not listed');

  const own = await world.read(path, party);
  assert.match(own.old_owner.name, /\*/);
  assert.equal(own.new_owner, null);
  assertProblem(await world.ask('GET', before, { as: party }), 404, 'not-found');
});

test('the staff’s own notes are for staff with the case at hand alone', async () => {
  const { account, path } = await mailCase(6);
  const clerk = await world.staff('mail-clerk');
  const note = '印章与样本略有出入';
  await world.consent(path, account.holder);
  await world.step(path, 'submission', account.holder);
  good(await world.ask('POST', `${path}/notes`, { as: clerk, body: { body: note } }), 201);
  const hears = async (as) => JSON.stringify(await world.read(`${path}/messages`, as)).includes(note);
  assert.equal(await hears(clerk), true);
  assert.equal(await hears(account.holder), false);
  assert.equal(await hears(await world.enterAsParty(path)), false);
  assert.equal(await hears(world.platform), false);
});

test('whom an account belonged to before is told to nobody by its history', async () => {
  const account = await world.account(person(7));
  await world.originReport(account.id, person(8));
  for (const as of [world.platform, await world.enter(account.id), await world.staff('auditor')]) {
    const shown = JSON.stringify(await world.read(`/v1/accounts/${account.id}/verifications`, as));
    assert.ok(!shown.includes(account.owner.number.slice(6, 14)) && !shown.includes(account.owner.name));
  }
});
