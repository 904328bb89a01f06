// Every way in which an account changes hands, from log-in to the certificate, wholly on the pages: the holder, the staff, and
// whom the account belongs to afterwards each sit at a browser of their own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { company, openWorld, person as someone } from '../http/world.mjs';
import { assertSound, closeBrowser, NARROW, openBrowser, together, WIDE } from './browser.mjs';
import { Holder } from './holder-acts.mjs';
import { Member } from './staff-acts.mjs';
import { BANK, BEHIND_PROXY } from './world.mjs';

let world;

before(async () => {
  world = await openWorld({ settings: [BEHIND_PROXY, BANK] });
  await openBrowser();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

/** A story, told in one language: `holder()` and `staff(roles)` bring in people, each in a context of their own. */
const story = (language, body) =>
  together(() => world.shiming, async (opens) => {
    const holder = async (account, size = WIDE) => {
      const one = new Holder(await opens({ language, size }), { world, language });
      await one.comesIn(account);
      return one;
    };
    const staff = async (roles, another = false) => {
      const one = new Member(await opens({ language }), { world, language });
      await one.signsIn(await world.staff(roles, another));
      return one;
    };
    await body({ holder, staff });
  });

/** As whom the account belongs to now: comes in, sees the name, the certificate, and that the receipt holds. */
async function ownsItNow(one, owner, route) {
  await one.page.getByText(owner.kind === 'personal' ? `${owner.name[0]}*` : owner.name.slice(0, 2)).first().waitFor();
  await one.findsTheCertificate(route);
  await assertSound(one.page);
  await one.verifiesTheReceipt();
}

test('from one person to another, on a phone: released by ticket, verified anew', story('zh-CN', async ({ holder, staff }) => {
  const account = await world.account(someone(1));
  const old = await holder(account, NARROW);
  await old.asksTheGuide({ to: 'personal' });
  await old.begins('personal-to-personal');
  await old.agrees();
  await old.givesAll();
  await old.submits();
  await old.sees('submitted');

  const reviewer = await staff('reviewer');
  await reviewer.claimsNext();
  await reviewer.acceptsAll();
  await reviewer.decides('approve', 're-verifying');

  const next = await holder(account, NARROW);
  await next.goesOn();
  await next.sees('re-verifying');
  await next.beginsToVerify(someone(2));
  await next.givesAll();
  await next.presses('attempt:submit.action.documents');
  await next.told('attempt:submit.done.documents');

  await reviewer.goesTo('queue');
  await reviewer.claimsNext();
  await reviewer.acceptsAll();
  await reviewer.decides('approve', 'passed');
  await next.looksAgain();
  await ownsItNow(await holder(account, NARROW), someone(2), 'personal-to-personal');
}));

test('a person’s account becomes a company’s by its verified Alipay: two of the staff attest', story('en', async ({ holder, staff }) => {
  const account = await world.account(someone(3));
  const old = await holder(account);
  await old.asksTheGuide({ to: 'enterprise', have: ['haveAlipay'] });
  await old.begins('personal-to-enterprise-upgrade', company(3));
  await old.agrees();
  await old.fills('case:submission.alipay', 'finance@example.com');
  await old.submits();
  await old.sees('awaiting-partner');

  const reviewer = await staff('reviewer');
  await reviewer.attests('Seen in the back office of Alipay.', 'awaiting-partner');
  const approver = await staff('approver');
  await approver.attests('Seen there too.', 'completed');
  await ownsItNow(await holder(account), company(3), 'personal-to-enterprise-upgrade');
}));

test('a person’s account becomes a company’s by a payment to its bank account', story('zh-CN', async ({ holder, staff }) => {
  const account = await world.account(someone(4));
  const old = await holder(account, NARROW);
  await old.asksTheGuide({ to: 'enterprise', have: ['haveAccount'], bank: '中国工商银行' });
  await old.begins('personal-to-enterprise-release', company(4));
  await old.agrees();
  await old.givesAll();
  await old.submits();

  const reviewer = await staff('reviewer');
  await reviewer.claimsNext();
  await reviewer.acceptsAll();
  await reviewer.decides('approve', 're-verifying');

  const next = await holder(account);
  assert.equal(await next.page.getByText(next.t('common:due.stands', { count: 0 })).count(), 0); // the review is over
  await next.goesOn();
  await next.beginsToVerify(company(4), 'corporate-transfer');
  await next.ordersThePayment('1100 1018 5000 5301 2345');
  const amount = await (await staff('administrator')).paysWhatWaits();
  await next.looksAgain();
  await next.entersAmount(amount);
  await next.sees('passed');
  await ownsItNow(await holder(account), company(4), 'personal-to-enterprise-release');
}));

for (const { route, wish, from, to, language, size, second } of [
  { route: 'personal-to-enterprise-mail', wish: { to: 'enterprise' }, from: someone(5), to: company(5), language: 'en', size: NARROW },
  { route: 'enterprise-to-enterprise', wish: { to: 'enterprise', same: false }, from: company(6), to: company(7), language: 'zh-CN', size: WIDE },
  { route: 'enterprise-to-personal', wish: { to: 'personal' }, from: company(8), to: someone(8), language: 'en', size: WIDE, second: true },
])
  test(`${route}: sent by post, checked at the desk, reviewed${second ? ' by two' : ''}`, story(language, async ({ holder, staff }) => {
    const account = await world.account(from);
    const old = await holder(account, size);
    await old.asksTheGuide(wish);
    await old.begins(route, to);
    await old.agrees();
    await old.submits();
    await old.sees('awaiting-parcel');
    await old.sends('SF Express', `SF-${route.length}-2018`);

    const clerk = await staff('mail-clerk');
    await clerk.takesIn(`SF-${route.length}-2018`);
    await old.looksAgain();
    await old.sees('submitted');

    const reviewer = await staff('reviewer');
    await reviewer.claimsNext();
    await reviewer.acceptsAll();
    await reviewer.decides('approve', second ? 'second-review' : 'completed');
    if (second) {
      const approver = await staff('approver');
      await approver.claimsNext();
      await approver.decides('approve', 'completed');
    }
    await ownsItNow(await holder(account, size), to, route);
  }));

test('a company changes its name: the number stays, the certificate has the new name', story('zh-CN', async ({ holder, staff }) => {
  const renamed = { ...company(9), name: '福州新名科技有限公司' };
  const account = await world.account(company(9));
  const old = await holder(account);
  await old.asksTheGuide({ to: 'enterprise', same: true });
  await old.begins('enterprise-rename', renamed);
  await old.agrees();
  await old.givesAll();
  await old.submits();

  const reviewer = await staff('reviewer');
  await reviewer.claimsNext();
  await reviewer.acceptsAll();
  await reviewer.decides('approve', 'completed');
  await ownsItNow(await holder(account), renamed, 'enterprise-rename');
}));

test('an account that is verified where it signs in is sent there, and follows by itself', story('en', async ({ holder }) => {
  const account = await world.account(someone(10));
  await world.originReport(account.id, someone(10));
  const old = await holder(account);
  await old.follows('account:overview.change');
  await old.page.getByRole('link', { name: /Taobao/ }).first().waitFor();
  assert.equal(await old.page.getByRole('article').count(), 0, 'no way leads past the site');

  await world.originReport(account.id, someone(11)); // changed there: Taobao says so
  const next = await holder(account);
  await next.page.getByText(`${someone(11).name[0]}*`).first().waitFor();
  await next.page.getByRole('main').getByRole('link', { name: /Change of owner/ }).first().click();
  await next.follows('case:ended.certificate');
  await next.reads('receipts:receipt.good');
  await next.verifiesTheReceipt();
}));
