// The mail desk and attestations, in a real browser; holders act through the API.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, LANGUAGES, NARROW, openBrowser, person, withPerson } from './browser.mjs';
import { COMPANY, confirmed, holderOf, picture, signInAt } from './staff-world.mjs';
import { startWorld } from './world.mjs';

let world;
const server = () => world;
const en = { language: 'en' };
const BY_MAIL = 'personal-to-enterprise-mail';

before(async () => {
  world = await startWorld();
  await openBrowser();
  await world.addStaff('li.na', 'reviewer');
  await world.addStaff('wang.wei', 'approver');
  await world.addStaff('post', 'mail-clerk');
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

const button = (page, name) => page.getByRole('button', { name, exact: true });

async function find(page, number) {
  await page.getByLabel('Tracking number or number of the case').fill(number);
  await button(page, 'Find').click();
}

async function step(page, name, done) {
  await button(page, name).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await confirmed(page, done);
}

test('whoever claims the next where nothing waits is told so', withPerson(server, en, async (page) => {
  await signInAt(page, 'li.na', '/review');
  await page.getByText('Nothing waits here.').waitFor();
  await page.keyboard.press('c');
  await confirmed(page, 'Nothing waits that you may review.');
  assert.equal(await page.getByRole('alert').count(), 0);
}));

test('a parcel is found by its number, checked off, scanned and complete', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.announce(BY_MAIL, COMPANY, 'SF1234567890');
  await signInAt(page, 'post');
  await page.getByRole('heading', { name: 'Mail desk' }).waitFor();
  await find(page, 'SF000');
  await page.getByText('No parcel was announced with this number.').waitFor();
  await assertSound(page);
  await find(page, 'SF1234567890');
  await page.waitForURL(`**/mail/${one.id}`);
  assert.ok(!page.url().includes('SF1234567890'));
  await step(page, 'Receive', 'The parcel is received.');
  assert.equal(await button(page, 'Receive').count(), 0, 'it does not arrive twice');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.activeElement.tagName === 'H1'); // as the button is gone that had the focus

  await page.locator('input[type="file"]').first().setInputFiles({ name: 'scan.gif', mimeType: 'image/gif', buffer: picture(1) });
  await page.getByText('Only JPEG, PNG, WebP and PDF files are taken.').waitFor();
  await page.locator('input[type="file"]').first().setInputFiles({ name: 'scan.png', mimeType: 'image/png', buffer: picture(2) });
  await confirmed(page, 'The scan is stored.');
  await page.getByText('1 scan', { exact: true }).waitFor();
  for (const there of await page.getByRole('button', { name: /^Is there: / }).all()) {
    await there.click();
    await confirmed(page, 'Checked off: ');
  }
  await assertSound(page);
  await step(page, 'Complete', 'The parcel is complete; the case waits for review.');
  assert.equal((await holder.read(one)).state, 'submitted');

  const reviewer = await person(world, en);
  await signInAt(reviewer, 'li.na', `/review/case/${one.id}`);
  await button(reviewer, 'Claim').click();
  await confirmed(reviewer, 'It is yours now.');
  for (const item of one.items) {
    await reviewer.locator(`[data-item="${item.id}"]`).getByRole('button', { name: /^Accept: / }).click();
    await confirmed(reviewer, 'Accepted: ');
  }
  await step(reviewer, 'Approve', 'It is now: ');
  assert.match((await holder.read(one)).state, /^(re-verifying|completed)$/);
  await reviewer.context().close();
}));

test('what is missing is told item by item, and another parcel is awaited', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.announce(BY_MAIL, COMPANY, 'SF-MISSING');
  await signInAt(page, 'post', '/mail');
  await find(page, one.id.toUpperCase());
  await page.waitForURL(`**/mail/${one.id}`);
  await step(page, 'Receive', 'The parcel is received.');
  await page.getByText('“Incomplete” is open once something below').waitFor();
  assert.ok(await button(page, 'Incomplete').isDisabled(), 'nothing is missing yet');
  await page.getByRole('button', { name: /^Missing or wrong: / }).first().click();
  await page.getByRole('combobox', { name: 'Reason' }).fill('seal is missing');
  await page.keyboard.press('Enter');
  await button(page, 'Refuse').click();
  await confirmed(page, 'Noted as missing or wrong: ');
  await step(page, 'Incomplete', 'The holder is asked for what is missing.');
  const asked = await holder.read(one);
  assert.equal(asked.state, 'needs-more');
  assert.equal(asked.items.find(({ state }) => state === 'refused').reason_code, 'seal-missing');
}));

test('a parcel that did not come wants words', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.announce(BY_MAIL, COMPANY, 'SF-LOST');
  await signInAt(page, 'post', `/mail/${one.id}`);
  await button(page, 'Lost or returned').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Lost or returned', exact: true }).click();
  await dialog.getByText('Say it in words').waitFor();
  await dialog.getByLabel('In words, for the holder').fill('The courier lost it.');
  await dialog.getByRole('button', { name: 'Lost or returned', exact: true }).click();
  await confirmed(page, 'The holder is told that the parcel did not come.');
  assert.equal((await holder.read(one)).parcels.at(-1).state, 'failed');
}));

test('a change online is attested by two pairs of eyes', withPerson(server, en, async (page) => {
  const holder = await holderOf(world);
  const one = await holder.open('personal-to-enterprise-upgrade', COMPANY);
  await holder.giveAll(one);
  await holder.step(one, 'submission', { alipay_account: 'finance@example.com' });
  const attest = async (who) => {
    await who.getByText('finance@example.com').waitFor();
    await who.getByText(COMPANY.number).waitFor();
    await button(who, 'Submit').click();
    await who.getByText('Say what you looked at and saw').waitFor();
    await who.getByText('Yes, I confirm it').click();
    await who.getByLabel('What you looked at and saw').fill('Seen in the back office.');
    await button(who, 'Submit').click();
  };
  await signInAt(page, 'li.na', '/attestations');
  await page.getByRole('link', { name: /^Change of owner/ }).click();
  await attest(page);
  await confirmed(page, 'It is now: waiting for a partner.');
  await page.getByText('Somebody else must look it up too.').waitFor();
  await assertSound(page);

  const second = await person(world, en);
  await signInAt(second, 'wang.wei', `/attestations/case/${one.id}`);
  await attest(second);
  await confirmed(second, 'It is now: completed.');
  await second.getByText('This attestation is finished.').waitFor();
  assert.deepEqual(second.complaints, []);
  await second.context().close();
}));

for (const language of LANGUAGES)
  test(`the mail desk is sound in ${language} at 360 px, dark`, withPerson(server, { language, size: NARROW, scheme: 'dark' }, async (page) => {
    const one = await (await holderOf(world)).announce(BY_MAIL, COMPANY, `SF-${language}`);
    await signInAt(page, 'post', '/mail');
    await page.locator('.queue-row').first().waitFor();
    await assertSound(page);
    await page.goto(`/mail/${one.id}`);
    await page.locator('.check').first().waitFor();
    await assertSound(page);
  }));
