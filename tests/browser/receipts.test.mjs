// Receipts, history and notices in a real browser: a change that was carried out has its certificate, its receipt is kept as a
// file and checked without the server, a forged one is found out; what happened is told by the bell.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import {
  assertSound, closeBrowser, NARROW, openBrowser, person, settled, WIDE, withPerson,
} from './browser.mjs';
import { good } from '../http/client.mjs';
import { openWorld, person as someone } from '../http/world.mjs';

const en = { language: 'en' };

let world;
let account;
let change;
let receipt;
let key;
const server = () => world.shiming;

/** An account whose owner changed where it signs in: the quickest change that there is. */
before(async () => {
  world = await openWorld();
  await openBrowser();
  account = await world.account(someone(1));
  await world.originReport(account.id, someone(2));
  account.holder = await world.enter(account.id);
  change = (await world.read(`/v1/accounts/${account.id}/proceedings`, account.holder)).items[0].id;
  receipt = await world.read(`/v1/cases/${change}/receipt`, account.holder);
  key = (await world.read('/v1/log/key')).toString().trim();
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

async function enter(page, who = account) {
  const { url } = good(await world.ask('POST', `/v1/accounts/${who.id}/sign-in-links`, { as: world.platform, body: {} }), 201).body;
  await page.goto(new URL(url).pathname + new URL(url).hash);
  await page.waitForURL('**/account');
}

/** Gives the page a receipt's text as a file, and the key. */
async function give(page, text, by = key) {
  await page.locator('input[type=file]').setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.getByText('Chosen: receipt.json').waitFor();
  await page.getByLabel('Public key of the log').fill(by);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
}

for (const [language, size, scheme] of [['zh-CN', NARROW, 'dark'], ['en', WIDE, 'light']]) {
  test(`certificate, history, notices are sound in ${language} at ${size.width} px, ${scheme}`, withPerson(server, { language, size, scheme }, async (page) => {
    await enter(page);
    for (const path of ['/verify-receipt', `/account/cases/${change}/certificate`, '/account/history', '/notices']) {
      await page.goto(path);
      await assertSound(page);
    }
    await page.getByRole('button', { name: language === 'en' ? /^Notices/ : /^通知/ }).click();
    await page.getByRole('link', { name: language === 'en' ? 'All notices' : '全部通知' }).waitFor();
    const { x, width } = await page.locator('.bell-list').boundingBox();
    assert.ok(x >= 0 && x + width <= size.width, `the list of the bell reaches from ${x} to ${x + width}`);
    await assertSound(page);
  }));
}

test('the receipt of a change is kept as a file and holds without the server', withPerson(server, en, async (page) => {
  await enter(page);
  await page.goto(`/account/cases/${change}/certificate`);
  await page.getByText('checked: it is right').waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the receipt' }).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), `shiming-receipt-${change}.json`);
  const text = await readFile(await download.path(), 'utf8');
  const leaves = ({ entries }) => entries.map((entry) => [entry.index, entry.leaf, entry.content]);
  assert.deepEqual(leaves(JSON.parse(text)), leaves(receipt));

  const visitor = await person(server(), en);
  await visitor.goto('/verify-receipt');
  await settled(visitor);
  await visitor.context().setOffline(true); // whatever is asked now is asked in vain
  await give(visitor, text);
  await visitor.getByText('The receipt is right').waitFor();
  await visitor.getByText('verification.made').waitFor();
  await visitor.context().setOffline(false);
  await assertSound(visitor);
  await visitor.context().close();
}));

test('a forged receipt is found out, and what of it is wrong is said', withPerson(server, en, async (page) => {
  const text = JSON.stringify(receipt);
  await page.goto('/verify-receipt');
  await give(page, text.replace('verification.made', 'verification.mode'));
  await page.getByText('1 entry is not right').waitFor();
  await page.getByText('The log does not hold this at that place').waitFor();
  await page.getByText(`/entries/${receipt.entries.findIndex(({ leaf }) => leaf.kind === 'verification.made')}`).waitFor();
  await assertSound(page);
  await give(page, text.replace(/(log\\n)\d+(\\n)/, '$1999$2'));
  await page.getByText('The signature under its checkpoint is wrong').waitFor();
  await assertSound(page);
  await give(page, 'no receipt');
  await page.getByText('The file is no JSON text of the kind').waitFor();
}));

test('what is missing or wrong is told beside the field', withPerson(server, en, async (page) => {
  await page.goto('/verify-receipt');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('Choose the receipt’s file').waitFor();
  await page.getByText('Enter the key, or ask for it').waitFor();
  await page.getByLabel('Public key of the log').fill(key.slice(0, -3));
  await page.getByText('This is no key').waitFor();
  await assertSound(page);
  await page.getByRole('button', { name: 'Ask this site for its key' }).click();
  await page.getByText('This is no key').waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('Public key of the log').inputValue(), key);
}));

test('a notice is counted, leads to its matter, and is read then', withPerson(server, en, async (page) => {
  await enter(page);
  await page.getByRole('button', { name: 'Notices: 1 unread' }).click();
  await page.getByRole('link', { name: 'The owner was changed where the account signs in' }).click();
  await page.waitForURL(`**/account/cases/${change}`);
  await page.getByRole('button', { name: 'Notices', exact: true }).waitFor();
  await page.goto('/notices');
  await page.getByText('The owner was changed where the account signs in').waitFor();
  await assertSound(page);
  assert.equal(await page.getByText('new', { exact: true }).count(), 0);
}));

test('a change that is not complete has no certificate yet', withPerson(server, en, async (page) => {
  const other = await world.account(someone(3));
  const path = await world.openCase(other, 'personal-to-personal');
  await enter(page, other);
  await page.goto(`/account/cases/${path.split('/').at(-1)}/certificate`);
  await page.getByRole('heading', { name: 'There is no certificate yet' }).waitFor();
  await assertSound(page);
}));
