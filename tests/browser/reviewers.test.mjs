// Several of the staff at one case, second approvals, disputes, and a review by keyboard alone; in a real browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, focused, openBrowser, person, settled, withPerson } from './browser.mjs';
import {
  acceptAll, button, claim, COMPANY, confirmed, decide, holderOf, OLD, openReview, signInAt, staffOf,
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

test('of two reviewers who claim at once one is told that the other was faster', withPerson(server, en, async (page) => {
  const one = await (await holderOf(world)).submit();
  const other = await person(world, en);
  await openReview(page, 'li.na', one);
  await openReview(other, 'zhao.min', one);
  await Promise.all([button(page, 'Claim').click(), button(other, 'Claim').click()]);
  const overtaken = async (who) => {
    await who.getByText('Somebody else was faster.').waitFor();
    return who;
  };
  const loser = await Promise.any([overtaken(page), overtaken(other)]);
  await loser.locator('.lease').getByText('with somebody else').waitFor();
  assert.equal(await loser.locator('canvas').count(), 0);
  await assertSound(loser);
  await other.context().close();
}));

test('what was typed stays when somebody else was faster', withPerson(server, en, async (page) => {
  const one = await (await holderOf(world)).submit();
  await openReview(page, 'li.na', one);
  await claim(page);
  await page.getByRole('button', { name: /^Refuse: Release form/ }).click();
  await page.getByLabel('In words, for the holder').fill('The second page is missing.');
  const ask = await staffOf(world, 'li.na');
  const { headers } = await ask('GET', `/v1/cases/${one.id}`);
  await ask('POST', `/v1/cases/${one.id}/claim`, undefined, { 'If-Match': headers.get('etag') });
  await page.getByRole('combobox', { name: 'Reason' }).fill('page');
  await page.keyboard.press('Enter');
  await button(page, 'Refuse').click();
  await confirmed(page, 'Somebody else was faster.');
  await settled(page);
  assert.equal(await page.getByLabel('In words, for the holder').inputValue(), 'The second page is missing.');
  await button(page, 'Refuse').click();
  await confirmed(page, 'Refused: Release form');
}));

test('a review goes by keyboard alone, from the queue to the approval', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.submit();
  await signInAt(page, 'zhao.min', '/review?state=submitted');
  await page.locator('.queue-row').first().waitFor();
  for (let tries = 0; tries < 30; tries += 1) {
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.closest('.queue-row'));
    if ((await page.evaluate(() => document.activeElement.getAttribute('href'))).endsWith(one.id)) break;
    await page.waitForTimeout(50);
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/review/case/${one.id}`);
  await page.locator('.lease').waitFor();
  assert.equal(await focused(page), 'h1: From one person to another');
  await page.keyboard.press('c');
  await page.locator('.picture canvas').waitFor();
  for (const item of one.items) {
    await page.waitForFunction((id) => document.querySelector('.check.current')?.dataset.item === id, item.id);
    await page.keyboard.press('a');
    await page.locator(`[data-item="${item.id}"]`).getByText('accepted', { exact: true }).first().waitFor();
  }
  await page.keyboard.press('p');
  await page.getByRole('dialog').waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('[role="dialog"] button.ant-btn-primary'));
  await page.keyboard.press('Enter');
  await page.getByText('It is now: to be verified anew.').waitFor();
  assert.equal((await holder.read(one)).state, 're-verifying');
}));

test('keys do nothing while somebody types, and can be switched off', withPerson(server, en, async (page) => {
  const one = await (await holderOf(world)).submit();
  await openReview(page, 'li.na', one);
  await page.getByLabel('Note for colleagues').pressSequentially('ccc');
  await page.getByText('Keys on this page').click();
  await page.getByRole('switch', { name: 'Keys work on this page' }).click();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('c');
  await settled(page);
  assert.equal(await button(page, 'Claim').count(), 1);
}));

test('a company that passes into private hands needs a second approval by somebody else', withPerson(server, en, async (page) => {
  const holder = await holderOf(world, { owner: COMPANY });
  const one = await holder.announce('enterprise-to-personal', OLD, 'SF-SECOND');
  const desk = await staffOf(world, 'post');
  const step = async (method, path, body) => {
    const { headers } = await desk('GET', `/v1/cases/${one.id}`);
    return desk(method, `/v1/cases/${one.id}/${path}`, body, { 'If-Match': headers.get('etag') });
  };
  await step('POST', 'parcels/receipt', {});
  for (const item of one.items) await step('PUT', `items/${item.id}/checking`, { accepted: true });
  await step('POST', 'parcels/completion', { originals: 'kept' });

  await openReview(page, 'li.na', one);
  await claim(page);
  await acceptAll(page);
  await decide(page, 'Approve', 'It is now: in second review.');

  const approver = await person(world, en);
  await signInAt(approver, 'wang.wei');
  await approver.getByRole('heading', { name: 'Queue' }).waitFor();
  await button(approver, 'Claim next').click();
  await approver.waitForURL(`**/review/case/${one.id}`);
  await button(approver, 'Send back').click();
  const dialog = approver.getByRole('dialog');
  await dialog.getByLabel('In words').fill('Look at the seal again.');
  await dialog.getByRole('button', { name: 'Send back', exact: true }).click();
  await confirmed(approver, 'It is now: in review.');

  await page.reload();
  await page.locator('.lease').getByText('with you').waitFor();
  await page.getByText('Look at the seal again.').waitFor();
  await decide(page, 'Approve', 'It is now: in second review.');
  await approver.reload();
  await claim(approver);
  await decide(approver, 'Approve', 'It is now: ');
  assert.match((await holder.read(one)).state, /^(re-verifying|completed)$/);
  assert.deepEqual(approver.complaints, []);
  await approver.context().close();
}));

test('an approver dismisses one dispute and upholds another', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.submit();
  const reviewer = await staffOf(world, 'li.na');
  const dispute = async () => {
    const { headers } = await reviewer('GET', `/v1/cases/${one.id}`);
    await reviewer('POST', `/v1/cases/${one.id}/dispute`, { text: 'The old owner called.' }, { 'If-Match': headers.get('etag') });
  };
  const settle = async (name, words, state) => {
    await button(page, name).click();
    await page.getByRole('dialog').getByRole('textbox').fill(words);
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
    await confirmed(page, state);
  };
  await dispute();
  await signInAt(page, 'wang.wei', '/review?state=disputed');
  await page.locator('.queue-row').first().click();
  await page.getByText('The old owner called.').first().waitFor();
  await settle('Dismiss the dispute', 'It was a mistake.', 'It is now: waiting for review.');
  await dispute();
  await page.reload();
  await settle('Uphold the dispute', 'The old owner is right.', 'It is now: ');
  assert.equal((await holder.read(one)).state, 'rejected');
}));
