// A reviewer at the workbench, in a real browser; holders answer through the API.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, NARROW, openBrowser, withPerson } from './browser.mjs';
import {
  acceptAll, button, claim, confirmed, decide, holderOf, NEW, openReview, PDF, signInAt,
} from './staff-world.mjs';
import { startWorld } from './world.mjs';

let world;
const server = () => world;
const en = { language: 'en' };

before(async () => {
  world = await startWorld();
  await openBrowser();
  await world.addStaff('li.na', 'reviewer');
  await world.addStaff('zhao.min', 'reviewer');
  await world.addStaff('wang.wei', 'approver');
  await world.addStaff('post', 'mail-clerk');
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

test('a change by ticket and the verification after it are decided in the browser', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  await world.ask('PUT', `/v1/accounts/${holder.account}/payments`, {
    payments: [{ kind: 'invoice', reference: 'INV-20180501', issuer: '阿里云计算有限公司', amount: '128.00', paid_at: '2018-05-01T00:00:00Z', in_force: true }],
  });
  const one = await holder.submit();
  await openReview(page, 'li.na', one);
  assert.equal(await page.getByText(NEW.number).count(), 0, 'numbers are whole only with the case at hand');
  await claim(page);
  await page.getByText(NEW.number).waitFor();
  await page.getByText('INV-20180501').waitFor();
  await page.getByRole('img', { name: 'Release form' }).waitFor();
  await acceptAll(page);
  await decide(page, 'Approve', 'It is now: to be verified anew.');

  const attempt = await holder.attempt();
  await page.goto(`/review/attempt/${attempt.id}`);
  await claim(page);
  await acceptAll(page);
  await decide(page, 'Approve', 'It is now: passed.');
  assert.equal((await holder.read(one)).state, 'completed');
}));

test('the evidence is turned, enlarged, laid side by side, and each look is in the history', withPerson(server, en, async (page) => {
  const one = await (await holderOf(world)).submit();
  await openReview(page, 'li.na', one);
  await claim(page);
  const shown = page.locator('.picture canvas').first();
  await shown.waitFor();
  const size = () => shown.evaluate((canvas) => [canvas.width, canvas.height, canvas.style.width]);
  await page.waitForFunction(() => document.querySelector('.picture canvas').width > 1000);
  const before = await size();
  await button(page, 'Turn').click();
  await page.waitForFunction(() => document.querySelector('.picture canvas').height > 1000);
  assert.deepEqual(await size(), [before[1], before[0], '100%']);
  await button(page, 'Larger').click();
  assert.equal((await size())[2], '125%');
  await button(page, 'Side by side').click();
  await page.locator('.slots.two .slot').nth(1).waitFor();
  await assertSound(page);
  await page.reload();
  await page.getByText('file looked at').first().waitFor();
}));

test('what is a PDF is fetched, not shown', withPerson(server, en, async (page) => {
  const one = await (await holderOf(world)).submit({ body: PDF, type: 'application/pdf' });
  await openReview(page, 'li.na', one);
  await claim(page);
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
  assert.match(download.suggestedFilename(), /^release-form-[0-9a-f]{6}\.pdf$/);
}));

test('more is asked for with a reason, given again, and approved', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.submit();
  await openReview(page, 'li.na', one);
  await claim(page);
  await page.getByRole('button', { name: 'Refuse: Proof of payment of this account, any one of three kinds' }).click();
  await button(page, 'Refuse').click();
  await page.getByText('Choose a reason').waitFor();
  await page.getByRole('combobox', { name: 'Reason' }).fill('more proof');
  await page.keyboard.press('Enter');
  await page.getByLabel('In words, for the holder').fill('One of each year, please.');
  await page.getByLabel(/^Files needed from now on/).fill('2');
  await button(page, 'Refuse').click();
  await confirmed(page, 'Refused: ');
  await decide(page, 'Ask for more', 'It is now: more is needed.');

  const asked = await holder.read(one);
  const item = asked.items.find(({ state }) => state === 'refused');
  assert.deepEqual([item.id, item.needed, item.text], ['proof-of-payment', 2, 'One of each year, please.']);
  await holder.give(one, item);
  await holder.give(one, item).catch(() => {});
  await holder.step(one, 'resupply');
  await page.reload();
  await page.getByRole('heading', { name: 'What was claimed' }).waitFor();
  await acceptAll(page);
  await decide(page, 'Approve', 'It is now: to be verified anew.');
}));

test('a rejection wants a reason of the policy, and the holder is told it', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.submit();
  await openReview(page, 'li.na', one);
  await claim(page);
  await button(page, 'Reject').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
  await dialog.getByText('Choose a reason').waitFor();
  await assertSound(page);
  await dialog.getByRole('combobox', { name: 'Reason' }).fill('forged');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
  await confirmed(page, 'It is now: rejected.');
  await page.getByText(NEW.number).waitFor({ state: 'detached' });
  assert.equal((await holder.read(one)).state, 'rejected');
}));

test('notes stay among the staff, messages reach the holder', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.submit();
  await openReview(page, 'li.na', one);
  await page.getByText('What was written is shown with the case at hand.').first().waitFor();
  await claim(page);
  await page.getByLabel('Note for colleagues').fill('Looks odd to me.');
  await button(page, 'Save the note').click();
  await confirmed(page, 'The note is saved.');
  await page.getByLabel('Write to the holder').fill('We are looking at it.');
  await button(page, 'Send').click();
  await confirmed(page, 'Sent.');
  await page.locator('.review-message').getByText('Looks odd to me.').waitFor();
  const { body } = await holder.ask('GET', `/v1/cases/${one.id}/messages`);
  assert.deepEqual(body.items.map((message) => message.body), ['We are looking at it.']);
}));

for (const language of ['zh-CN', 'en'])
  test(`the workbench is sound in ${language} at 360 px, dark`, withPerson(server, { language, size: NARROW, scheme: 'dark' }, async (page) => {
    const one = await (await holderOf(world)).submit();
    await signInAt(page, 'li.na', `/review/${one.kind}/${one.id}`);
    await page.locator('.lease button').first().click();
    await page.locator('.picture canvas').waitFor();
    await assertSound(page);
  }));
