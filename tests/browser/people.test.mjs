// Coming in and going out, in a real browser: staff by password, holders and sides of a dispute by one-time links.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertSound, closeBrowser, focused, LANGUAGES, NARROW, openBrowser, person, settled, WIDE, withPerson,
} from './browser.mjs';
import { PASSWORD, startWorld } from './world.mjs';

let world;
const server = () => world;
const en = { language: 'en' };

before(async () => {
  world = await startWorld();
  await openBrowser();
  await world.addStaff('wang.fang', 'reviewer');
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

async function signIn(page, login, password = PASSWORD) {
  await page.getByLabel('User name').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a member of staff signs in, is greeted by name, and signs out', withPerson(server, en, async (page) => {
  await page.goto('/');
  await page.waitForURL('**/sign-in');
  await signIn(page, 'wang.fang');
  await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor();
  await page.getByText('wang.fang').waitFor();
  assert.equal(await page.title(), 'Queue · Real-name verification');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await page.goto('/sessions');
  await page.waitForURL('**/sign-in?next=%2Fsessions');
}));

test('whoever is asked to sign in goes on to where they wanted', withPerson(server, en, async (page) => {
  await page.goto('/sessions?page=2');
  await page.waitForURL('**/sign-in?next=*');
  await signIn(page, 'wang.fang');
  await page.waitForURL('**/sessions?page=2');
}));

test('a wrong password is told beside the form, and the name stays', withPerson(server, en, async (page) => {
  await page.goto('/sign-in');
  await signIn(page, 'wang.fang', 'not this one, surely');
  await page.getByRole('alert').getByText('The user name or the password is wrong.').waitFor();
  assert.equal(await page.getByLabel('User name').inputValue(), 'wang.fang');
  assert.equal(await focused(page), 'input: Password');
  await assertSound(page);
  await signIn(page, 'wang.fang');
  await page.waitForURL('**/review');
}));

test('an empty form says what is missing beside each field and sends nothing', withPerson(server, en, async (page) => {
  const sent = [];
  await page.goto('/sign-in');
  page.on('request', (request) => sent.push(request.method()));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Enter your user name').waitFor();
  await page.getByText('Enter your password').waitFor();
  assert.equal(await focused(page), 'input: User name');
  assert.deepEqual(sent.filter((method) => method === 'POST'), []);
  await assertSound(page);
}));

test('a holder comes in by the platform’s link, which leaves the address and works once', withPerson(server, en, async (page) => {
  const link = await world.enterLink(await world.addAccount());
  await page.goto(link);
  await page.waitForURL('**/account');
  assert.ok(!page.url().includes('#'));
  await page.goBack().catch(() => {});
  assert.ok(!page.url().includes(link.split('#')[1]), page.url());

  const other = await person(world, en);
  await other.goto(link);
  await other.getByRole('heading', { name: 'This link is no longer good' }).waitFor();
  await assertSound(other);
  await other.context().close();
}));

test('a link without its token says how to get a whole one', withPerson(server, en, async (page) => {
  await page.goto('/enter');
  await page.getByRole('heading', { name: 'This link is no longer good' }).waitFor();
  await assertSound(page);
}));

test('a password is set by a link, after what is wrong with it was told', withPerson(server, en, async (page) => {
  await world.addStaff('li.na', 'reviewer');
  await page.goto(await world.passwordLink('li.na'));
  await page.getByLabel('New password').fill('short');
  await page.getByLabel('The same again').fill('other');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await page.getByText('The password needs 12 characters at least').waitFor();
  await page.getByText('The two are not the same').waitFor();
  await assertSound(page);
  await page.getByLabel('New password').fill('a new sentence of mine');
  await page.getByLabel('The same again').fill('a new sentence of mine');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await page.getByRole('heading', { name: 'The password is set' }).waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, 'li.na', 'a new sentence of mine');
  await page.waitForURL('**/review');
}));

test('a session that has ended lets staff go on where they were', withPerson(server, en, async (page) => {
  await page.goto('/sign-in?next=%2Fsessions');
  await signIn(page, 'wang.fang');
  await page.getByText('this one').waitFor();
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  await dialog.getByLabel('Password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.match(page.url(), /\/sessions$/);
  await page.getByText('this one').waitFor();
}));

test('a page of another role says so', withPerson(server, en, async (page) => {
  await page.goto('/sign-in');
  await signIn(page, 'wang.fang');
  await page.waitForURL('**/review');
  await page.goto('/account');
  await page.getByRole('heading', { name: 'This page is not yours to see' }).waitFor();
  await assertSound(page);
}));

test('one of several sessions is ended, and it is told', withPerson(server, en, async (page) => {
  const account = await world.addAccount();
  await world.enter(account);
  await page.goto(await world.enterLink(account));
  await page.waitForURL('**/account');
  await page.getByRole('link', { name: 'Signed in' }).click();
  await settled(page);
  assert.equal(await focused(page), 'h1: Where you are signed in');
  await page.getByRole('button', { name: 'End', exact: true }).click();
  const told = page.locator('[aria-live], [role=status], [role=alert]').filter({ hasText: 'That session has ended.' });
  await told.first().waitFor();
  assert.equal(await told.count(), 1, 'one live region says it, so that it is heard once');
  await page.getByRole('button', { name: 'End', exact: true }).waitFor({ state: 'detached' });
}));

test('the whole way in goes by keyboard alone', withPerson(server, en, async (page) => {
  await page.goto('/sign-in');
  await settled(page);
  const walk = [];
  for (let step = 0; step < 7; step++) {
    await page.keyboard.press('Tab');
    walk.push(await focused(page));
  }
  assert.deepEqual(walk, [
    'a: Skip to the page', 'a: Real-name verification', 'a: Help', 'button: 中文', 'input: User name', 'input: Password', 'button: Sign in',
  ]);
  await page.getByLabel('User name').focus();
  await page.keyboard.type('wang.fang');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/review');
}));

test('the language is the browser’s, is switched by hand, and stays', withPerson(server, { language: 'zh-CN' }, async (page) => {
  await page.goto('/sign-in');
  await page.getByRole('heading', { name: '工作人员登录' }).waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Staff sign-in' }).waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.reload();
  await page.getByRole('heading', { name: 'Staff sign-in' }).waitFor();
}));

test('an old owner reads of the change and objects, and it rests', withPerson(server, en, async (page) => {
  const account = await world.addAccount('alipay');
  await world.verify(account, 'alipay', '王芳', '11010119900307053X');
  await world.freeFromOrigin(account);
  const { id } = await world.openCase(account);
  await page.goto(await world.disputeLink(id));
  await page.getByRole('heading', { name: 'Object' }).waitFor();
  await page.locator('.timeline').getByText('Applicant').first().waitFor(); // it was not the old owner who began it
  await assertSound(page);
  await page.getByRole('button', { name: 'Submit the objection' }).click();
  await page.getByText('Give your reasons; the staff decide by them.').waitFor();
  await page.getByLabel('Why do you not agree?').fill('This account is mine.');
  await page.getByRole('button', { name: 'Submit the objection' }).click();
  await page.getByRole('status').getByText('Your objection is in.').waitFor();
  await page.getByText('No objection is possible now.').waitFor();
  assert.equal((await world.ask('GET', `/v1/cases/${id}`)).body.state, 'disputed');
  await assertSound(page);
}));

test('an address that names nothing says so, and no network is told', withPerson(server, en, async (page) => {
  await page.goto('/no/such/page');
  await page.getByRole('heading', { name: 'No such page' }).waitFor();
  await assertSound(page);
  await page.context().setOffline(true);
  await page.getByText('What you have typed stays on this page.').waitFor();
  await assertSound(page);
  await page.context().setOffline(false);
  await page.getByText('What you have typed stays on this page.').waitFor({ state: 'detached' });
}));

for (const language of LANGUAGES) {
  for (const size of [WIDE, NARROW]) {
    for (const scheme of ['light', 'dark']) {
      test(`coming in is sound in ${language} at ${size.width} px, ${scheme}`, withPerson(server, { language, size, scheme }, async (page) => {
        for (const path of ['/sign-in', '/enter#x', '/dispute#x', await world.passwordLink('wang.fang'), '/signed-out', '/session-expired', '/nowhere']) {
          await page.goto('about:blank'); // else a change of the hash alone loads nothing
          await page.goto(path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await assertSound(page);
        }
      }));
    }
  }
}
