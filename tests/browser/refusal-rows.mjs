// Every refusal that a holder can meet in the console, as a table: where it stands, what the holder does wrong, and what was
// typed and must stay. What goes on in another tab of theirs, or elsewhere meanwhile, is done through the API.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { good } from '../http/client.mjs';
import { run } from '../http/harness.mjs';
import { company, NOBODY, person as someone } from '../http/world.mjs';
import { picture } from './actor.mjs';
import { settled } from './browser.mjs';
import { Holder } from './holder-acts.mjs';

/** A file for a line of the checklist. */
const photo = () => ({ name: 'photo.png', mimeType: 'image/png', buffer: picture() });
const place = (holder, item) => holder.page.locator('.item').nth(item).locator('input[type=file]:not([capture])');
const FRONT = 'id-card-front-held';

/** The holder's account, and a number for whoever else is in the story. */
async function accountOf(holder, owner) {
  const account = await holder.world.account(owner);
  await holder.page.context().addCookies([{ name: account.holder.cookie.split('=')[0], value: account.holder.cookie.split('=')[1], url: holder.world.shiming.url }]);
  return account;
}

const fresh = (holder) => someone(holder.world.next());

/** A page of an account that is somebody's: `at` gives its address. */
async function onPage(holder, owner, at) {
  const account = await accountOf(holder, owner);
  await holder.page.goto(typeof at === 'function' ? await at(account) : at);
  await settled(holder.page);
  return account;
}

async function fillOwner(holder, owner, under = 'guide:owner.name') {
  await holder.fills(`${under}.${owner.kind}`, owner.name);
  await holder.fills(owner.kind === 'personal' ? 'account:number.resident-id' : 'account:number.uscc', owner.number);
  return owner;
}

const begin = (holder) => holder.presses('guide:open.action');
const toPerson = '/account/change?to=personal&route=personal-to-personal';

/** Rows at the third step of the guide: filled in, something is wrong, begun. */
async function atTheGuide(holder, { owner = fresh(holder), at = toPerson, named = fresh(holder), meanwhile = () => {} }) {
  const account = await onPage(holder, owner, at);
  await fillOwner(holder, named);
  await meanwhile(account);
  await begin(holder);
  return [[`guide:owner.name.${named.kind}`, named.name]];
}

async function patch({ world }, account, body) {
  const { etag } = await world.ask('GET', `/v1/accounts/${account.id}`, { as: world.platform });
  good(await world.ask('PATCH', `/v1/accounts/${account.id}`, { as: world.platform, version: etag, body }));
}

/** A change by ticket, agreed to, and its page. */
export async function onDraft(holder, prepare = (path, as) => holder.world.consent(path, as)) {
  let path;
  const account = await onPage(holder, fresh(holder), async (opened) => {
    path = await holder.world.openCase(opened, 'personal-to-personal');
    await prepare(path, opened.holder);
    return `/account/cases/${path.split('/').at(-1)}`;
  });
  return { account, path };
}

/** Is told that the session has ended, comes in anew in another tab, and goes on here. */
export async function comesBack(holder, account) {
  const dialog = holder.page.getByRole('dialog', { name: holder.t('people:over.title') });
  await dialog.waitFor();
  const tab = new Holder(await holder.page.context().newPage(), holder);
  await tab.entersAs(account);
  await tab.page.close();
  await dialog.getByRole('button', { name: holder.t('people:over.goOn') }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** A change whose first item was refused, on its page; then elsewhere given again, accepted, and another one refused. */
async function askedForAnother(holder) {
  const { world } = holder;
  const reviewer = await world.staff('reviewer');
  const decide = (path, item, body) => world.tryStep(path, `items/${item}/verdict`, reviewer, { method: 'PUT', body });
  const refuse = async (path, refused) => {
    for (const { id } of (await world.read(path, reviewer)).items)
      good(await decide(path, id, id === refused ? { accepted: false, reason_code: 'blurred' } : { accepted: true }));
    await world.step(path, 'question', reviewer);
  };
  const { account, path } = await onDraft(holder, async (opened, as) => {
    await world.submit(opened, as);
    await world.step(opened, 'claim', reviewer);
    await refuse(opened, FRONT);
  });
  good(await world.give(path, FRONT, account.holder), 201);
  await world.step(path, 'resupply', account.holder);
  await refuse(path, 'release-form');
}

/** The holder's time for a change is over, and nothing has looked at it yet. */
async function letTimePass({ shiming }, path) {
  const hex = path.split('/').at(-1).replaceAll('-', '');
  const done = await run('sqlite3', ['-cmd', '.timeout 20000', join(shiming.data, 'shiming.db'), `UPDATE proceedings SET expires_at = 1 WHERE id = x'${hex}'`]);
  assert.equal(done.status, 0, done.stderr);
}

/** The form that begins a verification, filled in for a person. */
async function onVerifying(holder, named = fresh(holder)) {
  const account = await onPage(holder, undefined, '/account/reverify');
  await holder.field('attempt:begin.personal').check();
  await fillOwner(holder, named, 'account:owner.name');
  return account;
}

const verify = (holder) => holder.presses('attempt:begin.action');

let paying = Promise.resolve(); // one payment file at a time: it takes all that waits

/** Has the bank pay what waits; gives three amounts that are wrong for all of it. */
async function pay(world) {
  const admin = await world.staff('administrator');
  const { headers } = good(await world.ask('POST', '/v1/bank/payment-files', { as: admin }), 201);
  const paid = [...(await world.read(headers.location, admin)).toString().matchAll(/<InstdAmt Ccy="CNY">([^<]+)</g)].map(([, one]) => one);
  return ['0.11', '0.22', '0.33', '0.44', '0.55', '0.66'].filter((one) => !paid.includes(one)).slice(0, 3);
}

/** The page of a verification by transfer whose payment has gone out, after so many wrong amounts. */
export async function onTransfer(holder, tries = 0) {
  const { world } = holder;
  const owner = company(world.next());
  let wrong;
  const account = await onPage(holder, undefined, async (opened) => {
    const path = await world.openAttempt(opened, owner, 'corporate-transfer');
    await world.consent(path, opened.holder);
    paying = paying.then(async () => {
      await world.step(path, 'submission', opened.holder, { bank: 'ICBC', account_number: '1100101850005301', account_name: owner.name });
      wrong = await pay(world);
    });
    await paying;
    for (const amount of wrong.slice(0, tries)) await world.tryStep(path, 'transfer/confirmation', opened.holder, { body: { amount } });
    return `/account/attempts/${path.split('/').at(-1)}`;
  });
  return { account, owner, wrong: wrong.at(-1) };
}

/**
 * type    the problem; `says` where the console has words of its own for it (a text's key), which then stand there
 * field   the label (a text's key) of the field beside which it stands; without it, it stands where one acted
 * wrongs  what the holder does; gives what was typed, [label, text] each, which must stay
 */
export const GUIDE_ROWS = [
  { type: 'name-invalid', field: 'guide:owner.name.personal', wrongs: (holder) => atTheGuide(holder, { named: { ...fresh(holder), name: '王芳3' } }) },
  { type: 'number-invalid', field: 'account:number.resident-id', wrongs: (holder) => atTheGuide(holder, { named: { ...fresh(holder), number: '990101199003070015' } }) },
  { type: 'same-owner', field: 'account:number.resident-id', wrongs: (holder) => {
    const owner = fresh(holder);
    return atTheGuide(holder, { owner, named: owner });
  } },
  { type: 'not-same-enterprise', field: 'account:number.uscc', wrongs: (holder) =>
    atTheGuide(holder, { owner: company(holder.world.next()), named: company(holder.world.next()), at: '/account/change?to=enterprise&same=yes&route=enterprise-rename' }) },
  { type: 'too-many-accounts', wrongs: async (holder) => {
    const named = fresh(holder);
    await holder.world.account(named);
    return atTheGuide(holder, { named });
  } },
  { type: 'malformed-value', field: 'guide:open.statement', wrongs: async (holder) => {
    const typed = await atTheGuide(holder, { meanwhile: () => holder.fills('guide:open.statement', 'pasted\u0007 from elsewhere') });
    return [...typed, ['guide:open.statement', 'pasted\u0007 from elsewhere']];
  } },
  { type: 'route-not-applicable', wrongs: (holder) => atTheGuide(holder, { at: '/account/change?to=personal&route=enterprise-to-personal' }) },
  { type: 'bank-not-supported', wrongs: (holder) =>
    atTheGuide(holder, { named: company(holder.world.next()), at: '/account/change?to=enterprise&have=corporate-account&bank=other&route=personal-to-enterprise-release' }) },
  { type: 'change-at-origin', wrongs: (holder) => {
    const owner = fresh(holder);
    return atTheGuide(holder, { owner, meanwhile: (account) => holder.world.originReport(account.id, owner) });
  } },
  { type: 'case-open', wrongs: (holder) => atTheGuide(holder, { meanwhile: (account) => holder.world.openCase(account, 'personal-to-personal') }) },
  { type: 'changed-recently', wrongs: async (holder) => {
    const account = await accountOf(holder, fresh(holder));
    await holder.world.originReport(account.id, fresh(holder));
    await patch(holder, account, { origin_verified: false });
    await holder.page.context().clearCookies();
    await holder.comesIn(account);
    await holder.page.goto(toPerson);
    const named = await fillOwner(holder, fresh(holder));
    await begin(holder);
    return [['guide:owner.name.personal', named.name]];
  } },
  { type: 'account-frozen', wrongs: (holder) => atTheGuide(holder, { meanwhile: (account) => patch(holder, account, { frozen: true }) }) },
  { type: 'in-arrears', wrongs: (holder) => atTheGuide(holder, { meanwhile: ({ id }) =>
    holder.world.ask('PUT', `/v1/accounts/${id}/usage`, { as: holder.world.platform, body: { balance: '-0.01', products: [] } }) }) },
  { type: 'not-found', wrongs: (holder) => atTheGuide(holder, { at: `${toPerson}&from=${NOBODY}` }) },
];

export const CASE_ROWS = [
  { type: 'consent-missing', wrongs: async (holder) => {
    const { account, path } = await onDraft(holder);
    good(await holder.world.tryStep(path, 'consents/verification', account.holder, { method: 'DELETE' }));
    await place(holder, 0).setInputFiles([photo()]);
  } },
  { type: 'evidence-limit', wrongs: async (holder) => {
    const { account, path } = await onDraft(holder);
    for (let count = 0; count < 2; count += 1) good(await holder.world.give(path, FRONT, account.holder), 201);
    await place(holder, 1).setInputFiles([photo()]);
  } },
  { type: 'evidence-not-asked', wrongs: async (holder) => {
    await askedForAnother(holder);
    await place(holder, 1).setInputFiles([photo()]);
  } },
  { type: 'wrong-state', wrongs: async (holder) => {
    const { account, path } = await onDraft(holder);
    await holder.world.step(path, 'withdrawal', account.holder);
    await place(holder, 0).setInputFiles([photo()]);
  } },
  { type: 'version-changed', wrongs: async (holder) => {
    let path;
    const account = await onPage(holder, fresh(holder), async (opened) => {
      path = await holder.world.openCase(opened, 'personal-to-enterprise-mail', { new_owner: company(holder.world.next()) });
      await holder.world.consent(path, opened.holder);
      await holder.world.step(path, 'submission', opened.holder);
      return `/account/cases/${path.split('/').at(-1)}`;
    });
    await holder.fills('case:parcel.courier', 'EMS');
    await holder.fills('case:parcel.tracking', 'EA123456789CN');
    await holder.world.step(path, 'parcels', account.holder, { courier: 'SF', tracking: `SF${holder.world.next()}` });
    await holder.presses('case:parcel.action');
    return [['case:parcel.courier', 'EMS'], ['case:parcel.tracking', 'EA123456789CN']];
  } },
  { type: 'balance-short', wrongs: async (holder) => {
    const { account } = await onDraft(holder, (opened, as) => holder.world.prepare(opened, as));
    const products = [{ id: 'ecs', name: 'ECS', billing: 'pay-as-you-go', cost_1_day: '24.00' }];
    good(await holder.world.ask('PUT', `/v1/accounts/${account.id}/usage`, { as: holder.world.platform, body: { balance: '1.00', products } }));
    await holder.presses('case:submission.action');
  } },
  { type: 'not-found', wrongs: async (holder) => {
    const other = await holder.world.openCase(await holder.world.account(fresh(holder)), 'personal-to-personal');
    await onPage(holder, fresh(holder), `/account/cases/${other.split('/').at(-1)}`);
  } },
  { type: 'expired', wrongs: async (holder) => {
    const { path } = await onDraft(holder, (opened, as) => holder.world.prepare(opened, as));
    await letTimePass(holder.world, path);
    await holder.presses('case:submission.action');
  } },
  { type: 'malformed-value', field: 'case:thread.write', wrongs: async (holder) => {
    await onDraft(holder);
    await holder.fills('case:thread.write', 'pasted\u0007 from elsewhere');
    await holder.presses('case:thread.send');
    return [['case:thread.write', 'pasted\u0007 from elsewhere']];
  } },
];

export const VERIFY_ROWS = [
  { type: 'name-invalid', field: 'account:owner.name.personal', wrongs: async (holder) => {
    await onVerifying(holder, { ...fresh(holder), name: '王芳3' });
    await verify(holder);
    return [['account:owner.name.personal', '王芳3']];
  } },
  { type: 'already-verified', wrongs: async (holder) => {
    const account = await onVerifying(holder);
    await patch(holder, account, { origin: 'taobao' });
    await holder.world.originReport(account.id, fresh(holder));
    await patch(holder, account, { origin_verified: false });
    await verify(holder);
  } },
  { type: 'attempt-open', wrongs: async (holder) => {
    const named = fresh(holder);
    const account = await onVerifying(holder, named);
    await holder.world.openAttempt(account, named);
    await verify(holder);
    return [['account:owner.name.personal', named.name]];
  } },
  { type: 'amount-wrong', field: 'attempt:transfer.amount', wrongs: async (holder) => {
    const { wrong } = await onTransfer(holder);
    await holder.fills('attempt:transfer.amount', wrong);
    await holder.presses('attempt:transfer.action');
    return [['attempt:transfer.amount', wrong]];
  } },
  { type: 'transfer-locked', wrongs: async (holder) => {
    const { owner } = await onTransfer(holder, 3);
    await holder.follows('attempt:after.again');
    await holder.field('attempt:begin.enterprise').check();
    const { methods } = await holder.policy();
    await holder.page.getByRole('radio', { name: holder.local(methods.find(({ id }) => id === 'corporate-transfer').name) }).check();
    await fillOwner(holder, owner, 'account:owner.name');
    await verify(holder);
    return [['account:owner.name.enterprise', owner.name]];
  } },
  { type: 'too-many-requests', wrongs: async (holder) => {
    await holder.page.goto('/enter#nothing');
    for (let count = 0, status = 0; status !== 429 && count < 60; count += 1) { // the measure fills up again meanwhile
      const answered = holder.page.waitForResponse('**/v1/sessions/link');
      await holder.page.evaluate((token) => { location.hash = token; }, `${count}`.padStart(43, 'x'));
      status = (await answered).status();
    }
  } },
  { type: 'link-invalid', says: 'people:enter.used', wrongs: async (holder) => {
    await holder.page.goto(`/enter#${'x'.repeat(43)}`);
  } },
];
