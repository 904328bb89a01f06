// The guide in a real browser: from the wish to a case, what is typed wrong, and what stands in the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, focused, LANGUAGES, NARROW, openBrowser, WIDE, withPerson } from './browser.mjs';
import { BANK, startWorld } from './world.mjs';

const WANG = '11010119900307053X';
const COMPANY = { name: '福州示例科技有限公司', number: '91350100M000100Y43' };
const en = { language: 'en' };

let world;
const server = () => world;

before(async () => {
  world = await startWorld(BANK);
  await openBrowser();
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

/** An account of Wang Fang's whose owner is changed here. */
async function addAccount() {
  const account = await world.addAccount('alipay');
  await world.verify(account, 'alipay', '王芳', WANG);
  await world.freeFromOrigin(account);
  return account;
}

async function enter(page, account, path = '/account/change') {
  await page.goto(await world.enterLink(account));
  await page.waitForURL('**/account');
  await page.goto(path);
}

for (const [language, size, scheme] of [[LANGUAGES[0], WIDE, 'dark'], [LANGUAGES[0], NARROW, 'light'], [LANGUAGES[1], WIDE, 'light'], [LANGUAGES[1], NARROW, 'dark']])
  test(`the guide is sound in ${language} at ${size.width} px, ${scheme}`, withPerson(server, { language, size, scheme }, async (page) => {
    const account = await addAccount();
    await world.ask('PUT', `/v1/accounts/${account}/usage`, { balance: '1', products: [{ id: 'i', name: 'web', billing: 'pay-as-you-go', cost_1_day: '24' }] });
    await enter(page, account);
    for (const search of ['', '?to=enterprise&ask=again&have=corporate-account', '?to=enterprise&have=enterprise-alipay,corporate-account&bank=other', '?to=enterprise&route=personal-to-enterprise-mail', '?to=personal&route=personal-to-personal']) {
      await page.goto(`/account/change${search}`);
      await assertSound(page);
    }
  }));

test('from the wish over the ways to a case', withPerson(server, en, async (page) => {
  await enter(page, await addAccount(), '/account');
  await page.getByRole('main').getByRole('link', { name: 'Change the owner' }).click();
  await page.getByRole('button', { name: 'Show the ways' }).click();
  await page.getByText('Choose a person or a company').waitFor();
  await page.getByLabel('A company or other organisation').check();
  await page.getByLabel('A verified enterprise Alipay account').check();
  await page.getByLabel('A corporate bank account').check();
  await page.getByRole('button', { name: 'Show the ways' }).click();
  await page.getByText('Choose the bank').waitFor();
  await page.getByLabel('Bank of the corporate account').fill('Another');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show the ways' }).click();

  const ways = page.getByRole('article');
  await ways.first().waitFor();
  assert.equal(await ways.count(), 2);
  assert.match(await ways.first().innerText(), /enterprise Alipay[\s\S]*quickest[\s\S]*done by/);
  assert.ok(!(await ways.nth(1).innerText()).includes('quickest'));
  await page.getByText('the bank of the corporate account is not supported').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  assert.equal(await page.getByLabel('A corporate bank account').isChecked(), true, 'what was said stays');
  await page.goBack();

  await ways.nth(1).getByRole('button', { name: 'Choose this way' }).click();
  await page.getByLabel('Name of the new company').fill(COMPANY.name);
  await page.getByLabel('Unified social credit code').fill(COMPANY.number.toLowerCase());
  await page.getByLabel('Why it changes (optional)').fill('Moved into the company');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.waitForURL(/\/account\/cases\/[0-9a-f-]{36}$/);
  await page.getByRole('status').getByText('The change has begun.').waitFor();
  await page.getByRole('heading', { level: 1, name: 'From a person to an enterprise (by mail)' }).waitFor();
  await assertSound(page);
  await page.goto('/account/change');
  await page.getByRole('link', { name: 'Show that change' }).click();
  await page.waitForURL(/\/account\/cases\//);
}));

test('a number is checked as it is typed, and says which character is wrong', withPerson(server, en, async (page) => {
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await enter(page, await addAccount(), '/account/change?to=personal&route=personal-to-personal');
  const number = page.getByLabel('Resident identity number');
  await number.pressSequentially('4405O');
  await page.getByText('“O”, character 5, is wrong; it is probably 0').waitFor();
  await number.fill('44052418');
  await page.getByText('“O”, character 5').waitFor({ state: 'detached' });
  await number.blur();
  await page.getByText('too many or too few characters').waitFor();
  await number.fill('440524188001010013');
  await page.getByText('by the others it would be 4').waitFor();
  await number.fill('440524188013010011');
  await page.getByText(/does not exist|would be/).waitFor();
  await number.fill('44052418800101001４');
  await page.getByText(/would be|does not exist/).waitFor({ state: 'detached' });
  const before = sent.length;
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByText('Enter the new owner\'s name').waitFor();
  assert.equal(await focused(page), 'input: Name of the new owner');
  assert.equal(sent.length, before, 'nothing travels');
  await assertSound(page);
}));

test('what only the server can tell stands beside the field too', withPerson(server, en, async (page) => {
  await enter(page, await addAccount(), '/account/change?to=personal&route=personal-to-personal');
  await page.getByLabel('Name of the new owner').fill('王芳');
  await page.getByLabel('Resident identity number').fill(WANG);
  await page.getByRole('button', { name: 'Begin' }).click();
  const item = page.locator('.ant-form-item', { has: page.getByLabel('Resident identity number') });
  await item.locator('.ant-form-item-explain-error').waitFor();
  assert.equal(await page.getByLabel('Name of the new owner').inputValue(), '王芳');
  await page.getByLabel('Name of the new owner').fill('');
  await page.getByLabel('Resident identity number').fill('');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.waitForURL(/\/account\/cases\//); // a release needs nobody named
}));

test('an account that is verified where it signs in is sent there', withPerson(server, en, async (page) => {
  const account = await world.addAccount('taobao');
  await world.verify(account, 'taobao', '王芳', WANG);
  await enter(page, account);
  await page.getByRole('heading', { name: 'Change it at Taobao' }).waitFor();
  const link = page.getByRole('link', { name: 'Go to the verification page of Taobao' });
  assert.match(await link.getAttribute('href'), /^https:\/\/member1\.taobao\.com\//);
  await assertSound(page);
}));

test('an account without a verification is told that there is nothing to change', withPerson(server, en, async (page) => {
  await enter(page, await world.addAccount());
  await page.getByText('This account has no verification at present').waitFor();
  await assertSound(page);
}));

test('what was typed stays when the session ends in the middle of the form', withPerson(server, en, async (page) => {
  const account = await addAccount();
  await enter(page, account, '/account/change?to=enterprise&route=personal-to-enterprise-mail');
  await page.getByLabel('Name of the new company').fill(COMPANY.name);
  await page.getByLabel('Unified social credit code').fill(COMPANY.number);
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Begin' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  const again = await page.context().newPage();
  await again.goto(await world.enterLink(account));
  await again.waitForURL('**/account');
  await dialog.getByRole('button').first().click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.getByLabel('Name of the new company').inputValue(), COMPANY.name);
  assert.equal(await page.getByLabel('Unified social credit code').inputValue(), COMPANY.number);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.waitForURL(/\/account\/cases\//);
}));
