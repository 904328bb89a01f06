// Administration in the browser: people, keys, policy, calendar, bank; who may only look.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, focused, LANGUAGES, openBrowser, settled } from './browser.mjs';
import { asStaff } from './staff-world.mjs';
import { startWorld } from './world.mjs';

let world;
const server = () => world;
const en = { language: 'en' };

before(async () => {
  world = await startWorld();
  await world.addStaff('chen.jing', 'administrator');
  await world.addStaff('zhou.min', 'auditor');
  await openBrowser();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const as = asStaff(server);

test('somebody is added, with what is wrong told beside each field, and gets a link once', as('chen.jing', '/people', en, async (page) => {
  await page.getByRole('button', { name: 'Add somebody' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a member of staff' });
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByText('Use 1 to 64 letters').waitFor();
  await dialog.getByText('Enter the name').waitFor();
  await dialog.getByText('Choose one role at least').waitFor();
  await assertSound(page);
  await dialog.getByLabel('User name').fill('no spaces, please');
  await dialog.getByLabel('User name').blur();
  await dialog.getByText('Use 1 to 64 letters').waitFor();
  await dialog.getByLabel('User name').fill('Sun.Li');
  await dialog.getByLabel('Name', { exact: true }).fill('孙丽');
  await dialog.getByLabel(/^Reviewer/).check();
  await dialog.getByLabel(/ID number/).fill('11010119900307053');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.locator('.ant-form-item-explain-error').first().waitFor();
  assert.equal(await dialog.getByLabel('User name').inputValue(), 'Sun.Li');
  await dialog.getByLabel(/ID number/).fill('11010119900307053X');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const once = page.getByRole('dialog', { name: 'Link for setting a password' });
  await once.waitFor();
  assert.match(await once.getByLabel('Link', { exact: true }).inputValue(), /\/password#\S{40,}/);
  await once.getByRole('button', { name: 'Copy' }).click();
  await once.getByText(/Copied|selected/).waitFor();
  await assertSound(page);
  await once.getByRole('button', { name: /I have kept it/ }).click();
  await once.waitFor({ state: 'hidden' });
  await page.getByText('sun.li').waitFor();
  await page.getByText('own number on record').waitFor();
}));

test('a login that is taken is told, and nothing typed is lost', as('chen.jing', '/people', en, async (page) => {
  await page.getByRole('button', { name: 'Add somebody' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('User name').fill('zhou.min');
  await dialog.getByLabel('Name', { exact: true }).fill('周敏');
  await dialog.getByLabel(/^Auditor/).check();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.locator('.ant-form-item-explain-error').first().waitFor();
  assert.equal(await dialog.getByLabel('Name', { exact: true }).inputValue(), '周敏');
}));

test('somebody’s roles change; they are disabled and let in again', as('chen.jing', '/people', en, async (page) => {
  await world.addStaff('wu.gang', 'reviewer');
  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'wu.gang' });
  await row.getByRole('button', { name: /^Change/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Change/ });
  await dialog.getByLabel('Name', { exact: true }).fill('吴刚');
  await dialog.getByLabel(/^Approver/).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('吴刚 is saved.').waitFor();
  await row.getByText('Approver').waitFor();
  await row.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await page.getByText('吴刚 is disabled.').waitFor();
  await row.getByText('disabled', { exact: true }).waitFor();
  await row.getByRole('button', { name: 'Let in again' }).click();
  await page.getByText('吴刚 may come in again.').waitFor();
}));

test('the last administrator is not disabled, and it is said why', as('chen.jing', '/people', en, async (page) => {
  for (const login of ['admin', 'chen.jing']) {
    const row = page.getByRole('listitem').filter({ has: page.getByText(login, { exact: true }) }).first();
    await row.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    if (login === 'admin') await row.getByText('disabled', { exact: true }).waitFor();
    else await row.getByRole('alert').getByText(/last administrator/i).first().waitFor();
  }
  await assertSound(page);
}));

test('a key is made, shown once, and revoked', as('chen.jing', '/api-keys', en, async (page) => {
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make an API key' });
  await dialog.getByRole('button', { name: 'Make', exact: true }).click();
  await dialog.getByText('Say what it is for').waitFor();
  await dialog.getByText('Choose one at least').waitFor();
  await assertSound(page);
  await dialog.getByLabel('What it is for').fill('Billing');
  await dialog.getByLabel(/^accounts:read/).check();
  await dialog.getByRole('button', { name: 'Make', exact: true }).click();
  const once = page.getByRole('dialog', { name: 'The key is made' });
  await once.waitFor();
  assert.match(await once.getByLabel('Key', { exact: true }).inputValue(), /^shk_\S{43}$/);
  await once.getByRole('button', { name: /I have kept it/ }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Billing' });
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('“Billing” is revoked.').waitFor();
  await row.getByText('revoked', { exact: true }).waitFor();
  await assertSound(page);
}));

test('an auditor sees keys and payment files, and can change neither', as('zhou.min', '/api-keys', en, async (page) => {
  await page.getByText('platform', { exact: true }).waitFor();
  assert.equal(await page.getByRole('button', { name: /Make|Revoke/ }).count(), 0);
  await page.getByRole('link', { name: 'Bank' }).click();
  await page.getByText('There is no payment file yet.').waitFor();
  assert.equal(await page.getByRole('button', { name: /Make|Upload/ }).count(), 0);
  await page.goto('/people');
  await page.getByRole('heading', { name: 'This page is not yours to see' }).waitFor();
}));

test('the policy is drawn, told in a table, and shown as it was written, line by line', as('zhou.min', '/policy', en, async (page) => {
  await page.getByRole('img', { name: /routes from the old to the new owner/ }).waitFor();
  assert.ok(await page.locator('.policy-graph path.edge').count() >= 10);
  assert.ok(await page.getByRole('table').getByRole('rowheader').count() >= 5);
  await page.getByRole('tab', { name: 'As written' }).click();
  await page.locator('.policy-text').waitFor();
  const text = await (await fetch(`${world.url}/v1/policy/text`)).text();
  assert.equal(await page.locator('.policy-text li').count(), text.replace(/\n$/, '').split('\n').length);
  await assertSound(page);
}));

test('the calendar shows a year’s days off by words, and says where a year is not known', as('zhou.min', '/calendar', en, async (page) => {
  await page.goto('/calendar?year=2018');
  await page.getByText(/days off, \d+ make-up workdays/).waitFor();
  assert.equal(await page.getByRole('table').count(), 12);
  const may = page.getByRole('table', { name: 'May' });
  await may.getByRole('cell', { name: /^1\s*off/ }).waitFor();
  await page.getByRole('button', { name: 'The year after' }).click();
  await page.getByRole('heading', { name: '2019' }).waitFor();
  await assertSound(page);
  await page.goto('/calendar?year=2099');
  await page.getByText(/are not published yet/).waitFor();
  await page.goto('/calendar?year=soon');
  await page.getByRole('table').first().waitFor();
}));

test('a file that is no statement does not travel, and one that the server refuses is told why', as('chen.jing', '/bank', en, async (page) => {
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  const file = page.getByLabel(/^The file/);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('Choose a file').waitFor();
  await file.setInputFiles({ name: 'statement.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') });
  await page.getByText('Choose an .xml or .csv file').waitFor();
  await file.setInputFiles({ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('') });
  await page.getByText('The file is empty').waitFor();
  assert.deepEqual(sent, []);
  await file.setInputFiles({ name: 'statement.csv', mimeType: 'text/csv', buffer: Buffer.from('what,is,this\n') });
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('alert').filter({ hasText: /\S/ }).first().waitFor();
  assert.equal(sent.length, 1);
  await assertSound(page);
}));

for (const language of LANGUAGES)
  test(`the menu of an administrator is one line at 1280 px in ${language}, and opens by keyboard`, as('chen.jing', '/people', { language }, async (page) => {
    await settled(page);
    const { height } = await page.locator('header.top').boundingBox();
    assert.ok(height < 72, `the head of the page is ${height} px high`);
    const group = page.getByRole('button', { name: language === 'en' ? 'Administration' : '系统管理' });
    const bank = page.getByRole('navigation').getByRole('link', { name: language === 'en' ? 'Bank' : '对公打款' });
    await group.focus();
    await page.keyboard.press('Enter');
    await bank.waitFor();
    await assertSound(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await bank.waitFor({ state: 'hidden' });
    assert.match(await focused(page), /^button: (Administration|系统管理)/);
    await page.keyboard.press('Enter');
    await bank.click();
    await page.waitForURL('**/bank');
    await bank.waitFor({ state: 'hidden' });
  }));
