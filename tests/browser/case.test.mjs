// A change of owner in a real browser, as its holder goes through it while the staff act over the API.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, focused, LANGUAGES, NARROW, openBrowser, settled, WIDE, withPerson } from './browser.mjs';
import { acceptAll, addStaff, picture, step } from './staff.mjs';
import { startWorld } from './world.mjs';

const WANG = '11010119900307053X';
const COMPANY = { kind: 'enterprise', name: '福州示例科技有限公司', number: '91350100M000100Y43' };
const en = { language: 'en' };

let world;
let reviewer;
let approver;
let clerk;
const server = () => world;

before(async () => {
  world = await startWorld();
  await openBrowser();
  reviewer = await addStaff(world, 'reviewer.one', 'reviewer');
  approver = await addStaff(world, 'approver.one', 'approver');
  clerk = await addStaff(world, 'clerk.one', 'mail-clerk');
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

/** An account whose owner is changed here: Wang Fang's, or a company's. */
async function addAccount(company = null) {
  const account = await world.addAccount('alipay');
  if (company)
    await world.ask('POST', `/v1/accounts/${account}/origin-reports`, {
      report_id: `r-${account}`, origin: 'alipay', origin_account: 'company', owner_kind: 'enterprise', owner_name: company.name,
      number_kind: 'uscc', owner_number: company.number, verified_at: '2018-05-01T00:00:00Z',
    });
  else await world.verify(account, 'alipay', '王芳', WANG);
  await world.freeFromOrigin(account);
  return account;
}

async function enter(page, account, path) {
  await page.goto(await world.enterLink(account));
  await page.waitForURL('**/account');
  if (path) await page.goto(path);
}

/** Opens a case past the browser; gives its id. */
async function openCase(account, route, body = {}) {
  return (await world.ask('POST', `/v1/accounts/${account}/cases`, { route, ...body }, await world.enter(account))).body.id;
}

const file = (name = 'form.png') => ({ name, mimeType: 'image/png', buffer: picture() });
const item = (page, name) => page.locator('.item', { has: page.getByRole('heading', { name, exact: true }) });
const chooser = (page, name) => item(page, name).locator('input[type=file]:not([capture])');
const state = (page, text) => page.locator('.card').first().getByText(text, { exact: true });
const told = (page, text) => page.getByRole('status').getByText(text).first().waitFor();

async function consent(page) {
  await page.getByRole('button', { name: 'I agree Processing what the change needs' }).click();
  await told(page, 'Agreed: Processing what');
  const pictures = page.getByRole('button', { name: 'I agree Processing pictures' });
  if (await pictures.count()) {
    assert.match(await focused(page), /^button: I agree/, 'the focus goes on to what is left');
    await page.keyboard.press('Enter');
    await told(page, 'Agreed: Processing pictures');
  }
}

async function give(page, name, one = file()) {
  await chooser(page, name).setInputFiles([one]);
  await item(page, name).locator('.file a').first().waitFor();
}

test('from one person to another: given, asked for again, released', withPerson(server, en, async (page) => {
  const account = await addAccount();
  const id = await openCase(account, 'personal-to-personal');
  await enter(page, account);
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.waitForURL(`**/account/cases/${id}`);
  await page.getByText('Agree above first').waitFor();
  assert.equal(await page.locator('input[type=file]').count(), 0, 'nothing is given before the consents');
  assert.equal(await page.getByRole('button', { name: 'Submit the application' }).isDisabled(), true);
  await consent(page);

  // dropped, chosen, removed
  const dropped = await page.evaluateHandle(([name, bytes]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
    return transfer;
  }, ['dropped.png', [...picture()]]);
  await item(page, 'Release form').locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
  await told(page, 'dropped.png is there (Release form).');
  await item(page, 'Release form').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await told(page, 'The file is removed.');
  await item(page, 'Release form').getByText('Wrong: blurred').waitFor();
  await give(page, 'Release form');
  assert.equal(await item(page, 'Release form').getByText('Wrong: blurred').count(), 0, 'what is given needs no drawing');
  assert.equal(await item(page, 'Release form').locator('input[capture=environment]').count(), 1, 'a phone offers its camera');

  // refused before it travels
  const sent = [];
  page.on('request', (request) => request.url().includes('/files') && sent.push(request.url()));
  const front = 'The verified person holding the front of the ID card';
  await chooser(page, front).setInputFiles([{ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture at all') }]);
  await page.getByText('notes.jpg is no JPEG, PNG or WebP picture').waitFor();
  await chooser(page, front).setInputFiles([{ name: 'huge.png', mimeType: 'image/png', buffer: Buffer.concat([picture(), Buffer.alloc(10 * 1024 * 1024)]) }]);
  await page.getByText('huge.png is larger than 10 MB').waitFor();
  await chooser(page, front).setInputFiles([file('a.png'), file('b.png'), file('c.png')]);
  await page.getByText('c.png is one too many; 2 files at most').waitFor();
  await item(page, front).locator('.file a').nth(1).waitFor();
  assert.equal(sent.length, 2);
  await assertSound(page);

  await give(page, 'The verified person holding the back of the ID card');
  await item(page, 'Proof of payment of this account, any one of three kinds').getByLabel('Remittance receipt').check();
  await give(page, 'Proof of payment of this account, any one of three kinds');
  await page.getByText('4 of 4 are there').waitFor();
  await page.getByRole('button', { name: 'Submit the application' }).click();
  await told(page, 'The application is submitted.');
  await state(page, 'waiting for review').waitFor();
  await page.getByText(/Decided at the latest/).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Remove' }).count(), 0);
  await assertSound(page);

  // one item is refused
  await step(world, id, 'claim', reviewer);
  await step(world, id, 'items/release-form/verdict', reviewer, { accepted: false, reason_code: 'signature-missing', text: 'Sign the second page.' }, 'PUT');
  for (const one of ['id-card-front-held', 'id-card-back-held', 'proof-of-payment'])
    await step(world, id, `items/${one}/verdict`, reviewer, { accepted: true }, 'PUT');
  await step(world, id, 'question', reviewer, {});
  await page.reload();
  await item(page, 'Release form').getByText('The form is not signed').waitFor();
  await item(page, 'Release form').getByText('Sign the second page.').waitFor();
  assert.equal(await page.locator('input[type=file]:not([capture])').count(), 1, 'only what was refused is asked for again');
  await assertSound(page);
  await chooser(page, 'Release form').setInputFiles([file()]);
  await told(page, 'is there (Release form).');
  await page.getByRole('button', { name: 'Submit again' }).click();
  await told(page, 'What was asked for is submitted.');
  await state(page, 'in review').waitFor();
  await acceptAll(world, id, reviewer);
  await step(world, id, 'approval', reviewer, {});

  // released: the account is nobody's, its user comes in again
  await enter(page, account, `/account/cases/${id}`);
  await state(page, 'to be verified anew').waitFor();
  await page.getByRole('link', { name: 'Verify the new owner' }).waitFor();
  await assertSound(page);
}));

test('an upload that broke off is sent again, and never given twice', withPerson(server, en, async (page) => {
  const account = await addAccount();
  const id = await openCase(account, 'personal-to-personal');
  await enter(page, account, `/account/cases/${id}`);
  await consent(page);
  await page.route('**/items/release-form/files?*', (route) => route.abort('connectionreset'));
  await chooser(page, 'Release form').setInputFiles([file('scan.png')]);
  await page.getByText('It broke off. The file is still here').waitFor();
  await assertSound(page);

  // it arrives, but the answer is lost
  await page.unroute('**/items/release-form/files?*');
  const lost = new Promise((resolve) => {
    void page.route('**/items/release-form/files?*', async (route) => {
      const arrived = await route.fetch();
      await route.abort('connectionreset');
      resolve(arrived.status());
    }, { times: 1 });
  });
  await page.getByRole('button', { name: 'Send again' }).click();
  assert.equal(await lost, 201);
  await page.getByRole('button', { name: 'Send again' }).click();
  await told(page, 'scan.png is there (Release form).');
  await item(page, 'Release form').locator('.file a').waitFor();
  assert.equal(await item(page, 'Release form').locator('.file').count(), 1);

  // cancelled on the way
  await page.route('**/items/id-card-back-held/files?*', () => {});
  const back = 'The verified person holding the back of the ID card';
  await chooser(page, back).setInputFiles([file('back.png')]);
  await item(page, back).getByRole('progressbar').waitFor();
  await item(page, back).getByRole('button', { name: 'Cancel' }).click();
  await item(page, back).locator('.file').waitFor({ state: 'detached' });
  page.complaints.length = 0; // the browser tells of the requests that we broke
}));

test('from a person to a company by post: label, parcel, what is missing, done', withPerson(server, en, async (page) => {
  const account = await addAccount();
  await world.ask('PUT', `/v1/accounts/${account}/payments`, {
    payments: [
      { kind: 'invoice', reference: 'INV-20180501', issuer: '阿里云计算有限公司', amount: '128.00', paid_at: '2018-05-01T00:00:00Z', in_force: true },
      { kind: 'invoice', reference: 'INV-OVER', issuer: '阿里云计算有限公司', amount: '1.00', paid_at: '2017-05-01T00:00:00Z', in_force: false },
    ],
  });
  const id = await openCase(account, 'personal-to-enterprise-mail');
  await enter(page, account, `/account/cases/${id}`);
  await page.getByText('Nothing is uploaded here.').waitFor();
  await page.getByText('INV-20180501').waitFor();
  assert.equal(await page.getByText('INV-OVER').count(), 0, 'what is not in force is not asked for');
  await page.getByLabel('Name of the new company').fill(COMPANY.name);
  await page.getByLabel('Unified social credit code').fill(COMPANY.number);
  await page.getByRole('button', { name: 'Save' }).click();
  await told(page, 'The new owner is saved.');
  await consent(page);
  await page.getByText('It must bear the seal of the new company.').waitFor();
  await page.getByRole('button', { name: 'Submit the application' }).click();
  await told(page, 'The application is submitted.');
  await page.getByRole('link', { name: 'Print the address label' }).click();
  await page.waitForURL('**/label');
  await page.getByText('100102').waitFor();
  await assertSound(page);
  await page.getByRole('link', { name: 'Back to the change' }).click();

  await page.getByRole('button', { name: 'Announce it' }).click();
  await page.getByText('Enter the courier').waitFor();
  await page.getByText('Enter the tracking number').last().waitFor();
  await page.getByLabel('Courier').fill('SF Express');
  await page.getByLabel('Tracking number').fill('SF 单号');
  await page.getByLabel('Tracking number').blur();
  await page.getByText('letters, digits and hyphens only').waitFor();
  await page.getByLabel('Tracking number').fill('sf 1234 5678');
  await page.getByRole('button', { name: 'Announce it' }).click();
  await told(page, 'The tracking number is noted.');
  await page.getByText('SF12345678').waitFor();
  await page.getByText('The parcel is on its way.').waitFor();
  await assertSound(page);

  await step(world, id, 'parcels/receipt', clerk, { originals: 'kept' });
  await page.reload();
  await page.getByText('The parcel is here and being checked.').waitFor();
  await step(world, id, 'items/new-licence/checking', clerk, { accepted: false, reason_code: 'seal-missing', text: 'No seal on the licence.' }, 'PUT');
  await step(world, id, 'parcels/complaint', clerk, {});
  await page.reload();
  await page.getByText('Send only that').waitFor();
  await page.getByText('No seal on the licence.').first().waitFor();
  await assertSound(page);
  await page.getByLabel('Courier').fill('EMS');
  await page.getByLabel('Tracking number').fill('EA123456789CN');
  await page.getByRole('button', { name: 'Announce it' }).click();
  await page.getByText('EA123456789CN').waitFor();

  await step(world, id, 'parcels/receipt', clerk, { originals: 'kept' });
  await acceptAll(world, id, clerk, 'checking');
  await step(world, id, 'parcels/completion', clerk, {});
  await step(world, id, 'claim', reviewer);
  await acceptAll(world, id, reviewer);
  const approved = await step(world, id, 'approval', reviewer, {});
  assert.equal(approved.state, 'completed');
  await enter(page, account);
  await page.getByText('company', { exact: true }).first().waitFor();
}));

test('something unsent is left only after a question, inside the console too', withPerson(server, en, async (page) => {
  const account = await addAccount();
  await openCase(account, 'personal-to-personal');
  await enter(page, account);
  await page.getByRole('link', { name: 'Go on' }).click();
  const message = page.getByLabel('Write a message');
  const dialog = page.getByRole('dialog', { name: 'Leave this page?' });
  const history = page.getByRole('link', { name: 'History', exact: true });
  await message.fill('Where does the seal go?');
  await history.click();
  await dialog.waitFor();
  await assertSound(page);
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await message.inputValue(), 'Where does the seal go?');
  await page.goBack();
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await told(page, 'The message is sent.');
  await history.click(); // nothing is unsent now
  await page.waitForURL('**/account/history');
  await page.goBack();
  await message.fill('Never mind.');
  await history.click();
  await dialog.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.waitForURL('**/account/history');
}));

test('the upgrade by enterprise Alipay: named, awaited, done', withPerson(server, en, async (page) => {
  const account = await addAccount();
  const id = await openCase(account, 'personal-to-enterprise-upgrade', { new_owner: COMPANY });
  await enter(page, account, `/account/cases/${id}`);
  await consent(page);
  await page.getByRole('button', { name: 'Submit the application' }).click();
  await page.getByText('Enter the enterprise Alipay account').waitFor();
  await page.getByLabel('Enterprise Alipay account').fill('pay@example.com');
  await page.getByRole('button', { name: 'Submit the application' }).click();
  await told(page, 'The application is submitted.');
  await state(page, 'waiting for a partner').waitFor();
  await page.getByText('There is nothing for you to do.').waitFor();
  await assertSound(page);
  await step(world, id, 'attestation', reviewer, { confirms: true, reason: 'seen' });
  const done = await step(world, id, 'attestation', approver, { confirms: true, reason: 'seen too' });
  assert.equal(done.state, 'completed');
}));

test('a change of name: another company is refused beside the field, the holder stays signed in', withPerson(server, en, async (page) => {
  const account = await addAccount(COMPANY);
  await enter(page, account, '/account/change');
  await page.getByLabel('A company or other organisation').check();
  await page.getByLabel('Yes, only its name has changed').check();
  await page.getByRole('button', { name: 'Show the ways' }).click();
  await page.getByRole('button', { name: 'Choose this way' }).click();
  await page.getByLabel('Name of the new company').fill('福州新名科技有限公司');
  await page.getByLabel('Unified social credit code').fill('91110000600037341L');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.ant-form-item-explain-error').waitFor();
  await page.getByLabel('Unified social credit code').fill(COMPANY.number);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.waitForURL(/\/account\/cases\/[0-9a-f-]{36}$/);
  const id = page.url().split('/').at(-1);
  await consent(page);
  for (const name of ['Owner-change form', 'Business licence with the new name', 'Proof of the change of name']) {
    const kinds = item(page, name).getByRole('radio');
    if (await kinds.count()) await kinds.first().check();
    await give(page, name);
  }
  await page.getByRole('button', { name: 'Submit the application' }).click();
  await told(page, 'The application is submitted.');
  await step(world, id, 'claim', reviewer);
  await acceptAll(world, id, reviewer);
  await step(world, id, 'approval', reviewer, {});
  await page.reload();
  await state(page, 'completed').waitFor();
  await assertSound(page);
}));

test('a message is written, and the change withdrawn and begun again', withPerson(server, en, async (page) => {
  const account = await addAccount();
  const id = await openCase(account, 'personal-to-personal');
  await enter(page, account, `/account/cases/${id}`);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Write something before you send it').waitFor();
  await page.getByLabel('Write a message').fill('Is a scan good enough?');
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  const again = await page.context().newPage();
  await again.goto(await world.enterLink(account));
  await again.waitForURL('**/account');
  await dialog.getByRole('button').first().click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.getByLabel('Write a message').inputValue(), 'Is a scan good enough?');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.thread-message').getByText('Is a scan good enough?').waitFor();
  await world.ask('POST', `/v1/cases/${id}/messages`, { body: 'Yes, in colour.' }, reviewer);
  await page.reload();
  await page.locator('.thread-message').getByText('Yes, in colour.').waitFor();

  await page.getByRole('button', { name: 'Withdraw the change' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the change' }).click();
  await told(page, 'The change is withdrawn');
  await state(page, 'withdrawn').waitFor();
  await assertSound(page);
  await page.getByRole('link', { name: 'Begin again' }).click();
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.waitForURL((url) => /\/account\/cases\//.test(url.pathname) && !url.pathname.endsWith(id));
}));

for (const [language, size, scheme] of [[LANGUAGES[0], NARROW, 'light'], [LANGUAGES[0], WIDE, 'dark'], [LANGUAGES[1], NARROW, 'dark']])
  test(`the page of a change is sound in ${language} at ${size.width} px, ${scheme}`, withPerson(server, { language, size, scheme }, async (page) => {
    const account = await addAccount();
    const id = await openCase(account, 'personal-to-personal', { new_owner: { kind: 'personal', name: '李娜', number: '110101199003078726' } });
    const holder = await world.enter(account);
    await enter(page, account, `/account/cases/${id}`);
    await assertSound(page);
    for (const purpose of ['verification', 'identity-pictures'])
      await world.ask('PUT', `/v1/cases/${id}/consents/${purpose}`, { text_version: '1' }, holder);
    await page.reload();
    await settled(page);
    await page.locator('input[type=file]:not([capture])').first().setInputFiles([file('a.png'), { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('a text, no picture') }]);
    await page.locator('.file a').waitFor();
    await assertSound(page);
    await page.goto(`/account/cases/${id}/label`);
    await assertSound(page);
  }));
