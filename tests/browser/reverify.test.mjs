// Verifying an owner in a real browser: by documents to the end, by a corporate transfer with the right amount and with the wrong
// one three times, by the company's Alipay; and what is typed wrong.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { good } from '../http/client.mjs';
import { company, openWorld, person as someone } from '../http/world.mjs';
import { assertSound, closeBrowser, NARROW, openBrowser, WIDE, withPerson } from './browser.mjs';
import { picture } from './staff.mjs';

const en = { language: 'en' };
const BANK = 'name: 某某云计算有限公司\naccount: "3301040160000012345"\ncnaps: "102100099996"\n';
const ACCOUNT = '1100 1018 5000 5301 2345';

let world;
const server = () => world.shiming;

before(async () => {
  world = await openWorld({ files: { 'bank.yaml': BANK } });
  await openBrowser();
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

async function enter(page, account, path) {
  const { url } = good(await world.ask('POST', `/v1/accounts/${account.id}/sign-in-links`, { as: world.platform, body: {} }), 201).body;
  await page.goto(new URL(url).pathname + new URL(url).hash);
  await page.waitForURL('**/account');
  await page.goto(path);
}

/** Begins a verification by the form; gives the attempt's path of the API. */
async function begin(page, way, { kind, name, number }) {
  await page.getByLabel(kind === 'personal' ? 'A person' : 'A company or other organisation').check();
  if (way) await page.getByLabel(way).check();
  await page.getByLabel(kind === 'personal' ? 'Name' : 'Company', { exact: true }).fill(name);
  await page.getByLabel(kind === 'personal' ? 'Resident identity number' : 'Unified social credit code').fill(number);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL('**/account/attempts/*');
  return `/v1/attempts/${page.url().split('/').at(-1)}`;
}

async function consent(page) {
  const agree = page.getByRole('button', { name: /^I agree/ });
  await agree.first().waitFor();
  while (await agree.count() > 0) {
    const left = await agree.count();
    await agree.first().click();
    await page.waitForFunction((count) => [...document.querySelectorAll('button')].filter((one) => one.textContent.startsWith('I agree')).length < count, left);
  }
}

async function orderPayment(page) {
  await page.getByLabel('Bank', { exact: true }).click();
  await page.locator('.ant-select-item-option').first().click();
  await page.getByLabel('Account number').fill(ACCOUNT);
  await page.getByRole('button', { name: 'Have the amount paid' }).click();
  await page.getByText('The payment waits for the bank.').waitFor();
}

/** The bank pays what waits: a file for it, and its statement. Gives the amount. */
async function pay() {
  const admin = await world.staff('administrator');
  const made = good(await world.ask('POST', '/v1/bank/payment-files', { as: admin }), 201);
  const xml = (await world.read(made.headers.location, admin)).toString();
  const reference = [...xml.matchAll(/<EndToEndId>([^<]+)</g)].at(-1)[1];
  const amount = [...xml.matchAll(/<InstdAmt Ccy="CNY">([^<]+)</g)].at(-1)[1];
  const raw = `reference,amount,currency,direction,booked_on,status,reason\n${reference},${amount},CNY,debit,2018-05-15,booked,\n`;
  good(await world.ask('POST', '/v1/bank/statements', { as: admin, raw, media: 'text/csv' }));
  return amount;
}

/** Two-digit amounts that are not the right one. */
const wrongOnes = (amount) => ['0.11', '0.22', '0.33', '0.44'].filter((one) => one !== amount);

for (const [language, size, scheme] of [['zh-CN', NARROW, 'dark'], ['en', WIDE, 'light']]) {
  test(`verifying is sound in ${language} at ${size.width} px, ${scheme}`, withPerson(server, { language, size, scheme }, async (page) => {
    const account = await world.account();
    await enter(page, account, '/account/reverify');
    await assertSound(page);
    await page.getByRole('radio').nth(1).check();
    await page.getByRole('radio').nth(3).waitFor();
    await assertSound(page);
    await world.openAttempt(account, company(1), 'corporate-transfer');
    await page.goto('/account/reverify');
    await page.waitForURL('**/account/attempts/*');
    await assertSound(page);
  }));
}

test('a person is verified by documents, from the form to the end, and sees who looked', withPerson(server, en, async (page) => {
  const account = await world.account();
  const owner = someone(2);
  await enter(page, account, '/account/reverify');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Choose a person or a company').waitFor();
  const path = await begin(page, null, owner);
  await consent(page);
  const files = page.locator('.item input[type=file]:not([capture])');
  await files.nth(0).setInputFiles({ name: 'front.png', mimeType: 'image/png', buffer: picture() });
  await page.getByText('front.png is there').waitFor();
  await files.nth(1).setInputFiles({ name: 'back.png', mimeType: 'image/png', buffer: picture() });
  await page.getByText('back.png is there').waitFor();
  await page.getByRole('button', { name: 'Submit the documents' }).click();
  await page.getByText('The documents are submitted.').waitFor();
  await assertSound(page);

  const reviewer = await world.staff('reviewer');
  await world.step(path, 'claim', reviewer);
  const { items } = await world.read(path, reviewer);
  await world.read(`/v1/evidence/${items[0].files[0].id}/content`, reviewer);
  await world.decideAll(path, reviewer);
  await world.step(path, 'approval', reviewer);
  await page.reload();
  await page.getByText('The verification has passed.').waitFor();
  await assertSound(page);
  await page.getByRole('link', { name: 'To the overview' }).click();
  await page.getByText('documents, reviewed').first().waitFor();
  await page.goto('/account/history');
  await page.getByRole('listitem').filter({ hasText: 'reviewer' }).getByRole('link', { name: 'for the verification' }).waitFor();
  await assertSound(page);
  await page.goto('/account/reverify');
  await page.getByText('This account is verified already').waitFor();
  await assertSound(page);
}));

test('a number that is wrong is told beside it, and what was typed stays', withPerson(server, en, async (page) => {
  await enter(page, await world.account(), '/account/reverify');
  await page.getByLabel('A person').check();
  await page.getByLabel('Name', { exact: true }).fill('王测试');
  const number = page.getByLabel('Resident identity number');
  await number.fill('110101199003070531');
  await number.blur();
  await page.locator('.ant-form-item-explain-error').waitFor();
  await assertSound(page);
  await page.getByRole('button', { name: 'Go on' }).click();
  assert.match(page.url(), /reverify$/);
  assert.equal(await number.inputValue(), '110101199003070531');
}));

test('a company is verified by the amount that arrived', withPerson(server, en, async (page) => {
  const account = await world.account();
  await enter(page, account, '/account/reverify');
  await begin(page, /corporate bank transfer/, company(3));
  await consent(page);
  await page.getByRole('button', { name: 'Have the amount paid' }).click();
  await page.getByText('Choose the bank').waitFor();
  await page.getByText('Enter the account number').waitFor();
  await page.getByLabel('Account number').fill('12345');
  await page.getByLabel('Account number').blur();
  await page.getByText('An account number has 8 to 34 digits').waitFor();
  await assertSound(page);
  await orderPayment(page);
  await assertSound(page);
  const amount = await pay();
  await page.reload();
  await page.getByLabel('Amount that arrived').fill('5');
  await page.getByRole('button', { name: 'Confirm the amount' }).click();
  await page.getByText('The amount is between 0.01 and 0.99 yuan').waitFor();
  await page.getByLabel('Amount that arrived').fill(amount);
  await page.getByRole('button', { name: 'Confirm the amount' }).click();
  await page.getByText('The verification has passed.').waitFor();
  await page.getByText('You named the right amount.').waitFor();
  await assertSound(page);
}));

test('a wrong amount is counted, and after the third the way is locked', withPerson(server, en, async (page) => {
  const account = await world.account();
  await enter(page, account, '/account/reverify');
  await begin(page, /corporate bank transfer/, company(4));
  await consent(page);
  await orderPayment(page);
  const wrong = wrongOnes(await pay());
  await page.reload();
  for (const [tried, left] of [[wrong[0], 2], [wrong[0], 2], [wrong[1], 1]]) {
    await page.getByLabel('Amount that arrived').fill(tried);
    await page.getByRole('button', { name: 'Confirm the amount' }).click();
    await page.locator('.ant-form-item-explain-error').getByText(`${left} tries are left`).waitFor();
    await page.getByText(left === 1 ? 'Careful: 1 try is left.' : `${left} tries are left`).first().waitFor();
  }
  await assertSound(page);
  await page.getByLabel('Amount that arrived').fill(wrong[2]);
  await page.getByRole('button', { name: 'Confirm the amount' }).click();
  await page.getByText('Verification by transfer is locked until').waitFor();
  await page.getByText('The verification did not succeed.').waitFor();
  await assertSound(page);

  await page.getByRole('link', { name: 'Begin again, or another way' }).click();
  await page.waitForURL('**/account/reverify');
  await page.getByLabel('A company or other organisation').check();
  await page.getByLabel(/corporate bank transfer/).check();
  const { name, number } = company(4);
  await page.getByLabel('Company', { exact: true }).fill(name);
  await page.getByLabel('Unified social credit code').fill(number);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('alert').getByText('Transfer locked').waitFor();
  await assertSound(page);
}));

test('a company’s Alipay is confirmed by two of the staff', withPerson(server, en, async (page) => {
  const account = await world.account();
  await enter(page, account, '/account/reverify');
  const path = await begin(page, /verified Alipay account/, company(5));
  await consent(page);
  await page.getByRole('button', { name: 'Have it confirmed' }).click();
  await page.getByText('Enter the enterprise Alipay account').waitFor();
  await page.getByLabel('Enterprise Alipay account').fill('finance@example.com');
  await page.getByRole('button', { name: 'Have it confirmed' }).click();
  await page.getByText('Two members of the staff confirm with Alipay').waitFor();
  await assertSound(page);
  const voice = { confirms: true, reason: '已在企业支付宝后台核对' };
  await world.step(path, 'attestation', await world.staff('reviewer'), voice);
  await world.step(path, 'attestation', await world.staff('approver'), voice);
  await page.reload();
  await page.getByText('The verification has passed.').waitFor();
}));

test('after a release the new owner is verified, and the change has its certificate', withPerson(server, en, async (page) => {
  const account = await world.account(someone(6));
  const change = await world.openCase(account, 'personal-to-personal');
  await world.submit(change, account.holder);
  await world.approve(change);
  await enter(page, account, '/account/reverify');
  await page.getByText('Last step of the change').waitFor();
  await assertSound(page);
  const path = await begin(page, null, someone(7));
  await world.submit(path, await world.enter(account.id));
  await world.approve(path);
  await enter(page, account, `/account/attempts/${path.split('/').at(-1)}`); // as the new owner
  await page.getByRole('link', { name: 'To the certificate of the change' }).click();
  await page.getByRole('heading', { name: 'Certificate of the change' }).waitFor();
  await page.getByText('checked: it is right').waitFor();
  await assertSound(page);
}));

test('a verification is withdrawn, and another begun', withPerson(server, en, async (page) => {
  const account = await world.account();
  await world.openAttempt(account, someone(8));
  await enter(page, account, '/account/reverify');
  await page.getByRole('button', { name: 'Withdraw the verification' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the verification' }).click();
  await page.getByText('The verification is withdrawn.').waitFor();
  await page.getByRole('link', { name: 'Begin again, or another way' }).click();
  await page.getByLabel('A person').waitFor();
}));

test('a former owner objects by a one-time link, and the change rests', withPerson(server, en, async (page) => {
  const account = await world.account(someone(9));
  const change = await world.openCase(account, 'personal-to-personal');
  await world.submit(change, account.holder);
  const { url } = good(await world.ask('POST', `${change}/dispute-links`, { as: world.platform }), 201).body;
  await page.goto(new URL(url).pathname + new URL(url).hash);
  await page.getByText('The change was submitted and waits for review.').waitFor();
  assert.ok(!page.url().includes('#'));
  await page.getByText('The application was submitted').waitFor();
  await assertSound(page);
  await page.getByRole('button', { name: 'Submit the objection' }).click();
  await page.getByText('Give your reasons').waitFor();
  await page.getByLabel('Why do you not agree?').fill('我没有同意转让');
  await page.getByRole('button', { name: 'Submit the objection' }).click();
  await page.getByText('Your objection was received.').waitFor();
  await assertSound(page);
  assert.equal((await world.read(change, account.holder)).state, 'disputed');
}));
