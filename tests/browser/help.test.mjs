// The help centre in the hands of its people, in a real browser: guests, holders and staff ask, answer, vote, accept and comment, with
// JavaScript and without; the staff look over what guests wrote, and write articles.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, focused, LANGUAGES, NARROW, openBrowser, person, settled, WIDE, withPerson } from './browser.mjs';
import { button, confirmed, holderOf, signInAt, staffOf } from './staff-world.mjs';
import { startWorld } from './world.mjs';

const ARTICLE = '/help/articles/change-real-name-verification';

let world;
let holder;
let reviewer;
const server = () => world;
const en = { language: 'en' };

before(async () => {
  world = await startWorld();
  await openBrowser();
  await world.addStaff('wang.fang', 'reviewer');
  holder = await holderOf(world);
  reviewer = await staffOf(world, 'wang.fang');
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

/** The holder's own browser, who has come in already. */
async function holdersBrowser(options = en) {
  const page = await person(world, options);
  const [name, value] = (await world.enter(holder.account)).split('=');
  await page.context().addCookies([{ name, value, url: world.url }]);
  return page;
}

const asked = async (title, body = '内容') => (await holder.ask('POST', '/v1/help/questions', { title, body })).body;
const answered = async (ask, question, body) => (await ask('POST', `/v1/help/questions/${question.id}/answers`, { body })).body;
const shown = (id) => reviewer('PUT', `/v1/help/questions/${id}/moderation`, { state: 'shown' });
const addressOf = (page) => new URL(page.url()).pathname;
const done = (page, text) => page.locator('.said').filter({ hasText: text }).waitFor();

/** What a guest writes, sent without a browser. */
async function guestWrites(path, fields) {
  const answer = await fetch(world.url + path, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams(fields),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html' },
  });
  assert.ok(answer.status < 400, await answer.text());
}

for (const language of LANGUAGES)
  for (const size of [WIDE, NARROW])
    for (const scheme of ['light', 'dark'])
      test(`every kind of page is sound in ${language}, ${size.width} px wide, ${scheme}`, withPerson(server, { language, size, scheme }, async (page) => {
        const question = await asked('余额不足会停机吗', '**按量付费**的产品\n\n- 云服务器\n- 存储');
        const answer = await answered(reviewer, question, '`余额`够用就不会。');
        await holder.ask('POST', `/v1/help/answers/${answer.id}/comments`, { body: '谢谢' });
        await guestWrites('/help/questions', { title: '等着的问题', body: '内容' });
        const kinds = ['/help', '/help/questions?order=hottest', `/help/questions/${question.id}`, '/help/ask', ARTICLE,
          '/help/routes/personal-to-personal', '/help/routes/enterprise-to-enterprise', '/help/search?q=余额', '/help/search?q=火星',
          '/help/search', '/help/nothing', '/help/questions?order=loudest'];
        for (const path of kinds) {
          await page.goto(path);
          await assertSound(page);
        }
        const own = await holdersBrowser({ language, size, scheme });
        await own.goto(`/help/questions/${question.id}`);
        for (const summary of await own.locator('.acts summary').all()) await summary.click();
        await assertSound(own);
        await own.context().close();
      }));

test('a guest asks, the staff show it, a holder answers, and the guest accepts', withPerson(server, en, async (guest) => {
  await guest.goto('/help');
  await guest.getByRole('link', { name: 'Ask a question' }).first().click();
  await guest.getByLabel('Your question in one sentence').fill('How long does a change take?');
  await guest.getByLabel('The details').fill('I have **everything** ready.');
  await guest.getByLabel('Name to be shown').fill('Xiao Wang');
  await button(guest, 'Send').click();
  await guest.getByRole('heading', { name: 'Received' }).waitFor();
  await guest.getByText('What happens next').waitFor();
  assert.match(await guest.locator('.token').textContent(), /^[A-Za-z0-9_-]{43}$/);
  await assertSound(guest);
  await guest.getByRole('link', { name: 'To the question' }).click();
  await guest.getByText('Waits for staff').waitFor();
  const path = addressOf(guest);

  const stranger = await person(world, en);
  await stranger.goto(path);
  await stranger.getByRole('heading', { name: 'There is no such page' }).waitFor();

  const staff = await person(world, en);
  await signInAt(staff, 'wang.fang', '/help-desk');
  await staff.getByRole('heading', { name: 'How long does a change take?' }).waitFor();
  await button(staff, 'Show: How long does a change take?').click();
  await confirmed(staff, 'It is shown now.');

  const own = await holdersBrowser();
  await own.goto(path);
  await own.getByText('Signed in: account holder').waitFor();
  await own.getByLabel('Your answer').fill('Three *working* days.');
  await button(own, 'Send').last().click();
  await done(own, 'Your answer is published.');
  assert.equal(await own.locator('.answer em').textContent(), 'working');
  await assertSound(own);

  await guest.goto(path);
  await button(guest, 'Accept this answer').click();
  await done(guest, 'the question is solved');
  await guest.getByText('Solved', { exact: true }).waitFor();
  assert.equal(await guest.getByRole('button', { name: 'Accept this answer' }).count(), 0);
  assert.deepEqual([own, staff, stranger].flatMap((page) => page.complaints), []);
  for (const page of [own, staff, stranger]) await page.context().close();
}));

test('one browser has one vote, gives it and takes it back without the page being opened anew', withPerson(server, en, async (guest) => {
  const question = await asked('Votes?');
  await answered(reviewer, question, 'One each.');
  await guest.goto(`/help/questions/${question.id}`);
  await guest.evaluate(() => { globalThis.sameDocument = true; });
  const vote = guest.locator('.answer').getByRole('button', { name: 'Helpful 0' });
  await vote.focus();
  await guest.keyboard.press('Enter');
  await guest.locator('.answer').getByRole('button', { name: 'You found it helpful 1' }).waitFor();
  assert.equal(await focused(guest), 'button: You found it helpful 1 · Take back');
  assert.equal(await guest.evaluate(() => globalThis.sameDocument), true);
  const own = await holdersBrowser();
  await own.goto(`/help/questions/${question.id}`);
  await own.locator('.answer').getByRole('button', { name: 'Helpful 1' }).click();
  await own.locator('.answer').getByRole('button', { name: 'You found it helpful 2' }).waitFor();
  await guest.reload();
  await guest.locator('.answer').getByRole('button', { name: 'You found it helpful 2' }).click();
  await guest.locator('.answer').getByRole('button', { name: 'Helpful 1' }).waitFor();
  await own.context().close();
}));

test('comments stand below what they are about; what staff write is marked, what they take back is gone', withPerson(server, en, async (staff) => {
  const question = await asked('Comments?');
  const answer = await answered(holder.ask, question, 'An answer of mine.');
  await signInAt(staff, 'wang.fang', '/review');
  await staff.goto(`/help/questions/${question.id}`);
  const own = staff.locator(`[id="${answer.id}"]`);
  await own.getByText('Comment', { exact: true }).click();
  await own.getByLabel('Your comment').fill('Quite right.');
  await button(own, 'Send').click();
  await done(staff, 'Your comment is published.');
  await own.locator('.comments').getByText('Quite right.').waitFor();
  await own.locator('.comments .tag.staff').waitFor();
  await own.getByText('Do not show', { exact: true }).first().click();
  await own.getByLabel('Reason').first().selectOption('off-topic');
  await button(own, 'Do not show').first().click();
  await done(staff, 'It is not shown any more.');
  await staff.getByText('because: it is not about verification').waitFor();
  await assertSound(staff);
  const guest = await person(world, en);
  await guest.goto(`/help/questions/${question.id}`);
  await guest.getByText('No answer yet.').waitFor();
  await guest.context().close();
}));

test('all of it goes without JavaScript, and nothing typed is lost', withPerson(server, { language: 'zh-CN', javaScript: false }, async (guest) => {
  await guest.goto('/help/ask');
  await guest.getByLabel('一句话说明问题').fill('没有脚本也能提问吗');
  await guest.getByLabel('详细说明').fill('   ');
  await button(guest, '提交').click();
  await guest.locator('#body-ask-wrong').waitFor();
  assert.equal(await guest.locator('#body-ask').getAttribute('aria-invalid'), 'true');
  assert.equal(await guest.getByLabel('一句话说明问题').inputValue(), '没有脚本也能提问吗');
  assert.match(await guest.title(), /^没有提交成功 · /);
  await guest.getByLabel('详细说明').fill('请用表单回答。');
  await button(guest, '提交').click();
  await guest.getByRole('heading', { name: '已收到' }).waitFor();
  await guest.getByRole('link', { name: '查看问题' }).click();
  const path = addressOf(guest);
  await shown(path.split('/').at(-1));
  const own = await holdersBrowser({ language: 'zh-CN', javaScript: false });
  await own.goto(path);
  await own.getByLabel('您的回答').fill('可以。');
  await button(own, '提交').last().click();
  await done(own, '回答已发布。');
  await guest.reload();
  await button(guest.locator('.answer'), '有用 0').click();
  await done(guest, '已标记有用。');
  await guest.locator('.answer').getByRole('button', { name: '已标记有用 1' }).click();
  await done(guest, '已取消标记。');
  await button(guest, '采纳这条回答').click();
  await done(guest, '问题已解决');
  await guest.locator('.answer').getByText('发表评论').click();
  await guest.locator('.answer').getByLabel('您的评论').fill('谢谢！');
  await button(guest.locator('.answer'), '提交').click();
  await done(guest, '工作人员看过之后就会显示在这里');
  await own.context().close();
}));

test('in another browser the code says who asked; a wrong one is told', withPerson(server, en, async (guest) => {
  await guest.goto('/help/ask?lang=en');
  await guest.getByLabel('Your question in one sentence').fill('Elsewhere?');
  await guest.getByLabel('The details').fill('Another browser.');
  await button(guest, 'Send').click();
  const code = await guest.locator('.token').textContent();
  const path = new URL(await guest.getByRole('link', { name: 'To the question' }).getAttribute('href'), world.url).pathname;
  const id = path.split('/').at(-1);
  await shown(id);
  await answered(reviewer, { id }, 'Yes.');
  const other = await person(world, en);
  await other.goto(path);
  const give = async (text) => {
    await other.getByText('I asked this').click();
    await other.getByLabel('Code for accepting').fill(text);
    await button(other, 'Accept this answer').click();
  };
  await give('A'.repeat(43));
  await other.getByRole('alert').getByText('This code is not the question’s').or(other.getByText("This code is not the question's")).waitFor();
  await assertSound(other);
  await give(code);
  await done(other, 'the question is solved');
  await other.context().close();
}));

test('what is typed is kept through a reload and a lost connection, and its length is told', withPerson(server, en, async (guest) => {
  const question = await asked('Lost words?');
  await guest.goto(`/help/questions/${question.id}`);
  const text = guest.getByLabel('Your answer');
  await text.fill('長'.repeat(10001));
  await guest.getByText('Characters too many: 1').waitFor();
  await text.fill('Half an answer');
  await guest.getByText('Characters left: 9986').waitFor();
  await guest.reload();
  assert.equal(await text.inputValue(), 'Half an answer');
  await guest.context().setOffline(true);
  await button(guest, 'Send').last().click();
  await guest.getByRole('alert').getByText('cannot be reached').waitFor();
  assert.equal(await text.inputValue(), 'Half an answer');
  await guest.context().setOffline(false);
  await button(guest, 'Send').last().click();
  await done(guest, 'It appears here once staff have looked at it.');
  assert.equal(await text.inputValue(), '');
  guest.complaints = guest.complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED/.test(one));
}));

test('two characters are found and marked, and a list keeps its order in the other language', withPerson(server, { language: 'zh-CN' }, async (page) => {
  await page.goto('/help');
  await page.getByRole('searchbox').fill('工单');
  await page.keyboard.press('Enter');
  await page.locator('mark').filter({ hasText: '工单' }).first().waitFor();
  assert.match(await page.title(), /^工单 · 搜索/);
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByText(/\d+ results?/).waitFor();
  assert.equal(await page.getByRole('searchbox').inputValue(), '工单');
  await page.goto('/help/questions?order=hottest&state=solved&lang=zh');
  await page.getByRole('link', { name: 'English' }).click();
  await page.waitForURL('**/help/questions?lang=en&order=hottest&state=solved');
  await page.getByRole('link', { name: 'Hottest questions' }).and(page.locator('[aria-current]')).waitFor();
}));

for (const language of LANGUAGES)
  test(`the staff's pages of the help centre are sound in ${language}`, withPerson(server, { language, size: language === 'en' ? NARROW : WIDE, scheme: language === 'en' ? 'dark' : 'light' }, async (page) => {
    await guestWrites('/help/questions', { title: `长标题${'很长'.repeat(40)}`, body: '| 甲 | 乙 |\n|---|---|\n| 1 | 2 |' });
    await signInAt(page, 'wang.fang', '/help-desk');
    for (const path of ['/help-desk', '/help-desk/articles', '/help-desk/articles/new', '/help-desk/articles/change-real-name-verification']) {
      await page.goto(path);
      await assertSound(page);
    }
  }));

test('the desk is worked by keys alone: the next one is at hand, and the menu counts what is left', withPerson(server, en, async (staff) => {
  for (const { id } of (await reviewer('GET', '/v1/help/moderation')).body.questions) await shown(id);
  for (const { id } of (await reviewer('GET', '/v1/help/moderation')).body.posts) await reviewer('PUT', `/v1/help/posts/${id}/moderation`, { state: 'shown' });
  const question = await asked('What is it about?');
  for (const title of ['First', 'Second', 'Third']) await guestWrites('/help/questions', { title, body: `${title} text` });
  await guestWrites(`/help/questions/${question.id}/answers`, { body: 'Buy two, get one' });
  await signInAt(staff, 'wang.fang', '/review');
  await staff.getByRole('link', { name: /Help desk.*4 waiting/ }).click();
  await staff.getByRole('heading', { name: 'First', exact: true }).waitFor();
  await settled(staff);
  await staff.keyboard.press('j');
  assert.equal(await focused(staff), 'h3: Second');
  await staff.keyboard.press('a');
  await confirmed(staff, 'It is shown now.');
  await staff.keyboard.press('k');
  await staff.keyboard.press('j');
  assert.equal(await focused(staff), 'h3: Third');
  await staff.keyboard.press('2');
  await confirmed(staff, 'Not shown: advertising');
  await staff.getByRole('heading', { name: 'On: What is it about?' }).waitFor();
  await staff.keyboard.press('2');
  await staff.getByRole('heading', { name: 'On: What is it about?' }).waitFor({ state: 'detached' });
  await staff.getByRole('link', { name: /Help desk.*1 waiting/ }).waitFor();
  const { items } = (await reviewer('GET', '/v1/help/questions')).body;
  assert.ok(items.some(({ title }) => title === 'Second'));
  assert.ok(!items.some(({ title }) => title === 'Third'));
  await assertSound(staff);
}));

test('what another member of staff has decided leaves the list', withPerson(server, en, async (staff) => {
  await guestWrites('/help/questions', { title: 'Decided elsewhere', body: 'x' });
  await signInAt(staff, 'wang.fang', '/help-desk');
  await staff.getByRole('heading', { name: 'Decided elsewhere' }).waitFor();
  const id = (await reviewer('GET', '/v1/help/moderation')).body.questions.find(({ title }) => title === 'Decided elsewhere').id;
  await shown(id);
  await button(staff, 'Show: Decided elsewhere').click();
  await staff.getByRole('heading', { name: 'Decided elsewhere' }).waitFor({ state: 'detached' });
}));

test('an article is written with the server’s own preview, published, found, and not overwritten unseen', withPerson(server, en, async (staff) => {
  await signInAt(staff, 'wang.fang', '/help-desk/articles');
  await staff.getByRole('link', { name: 'Write an article' }).click();
  await button(staff, 'Save').click();
  await staff.getByText('Small letters, digits and hyphens only, 64 at most').waitFor();
  await staff.getByText('Write the text').first().waitFor();
  await staff.getByLabel('Name in the address').fill('fees-and-dates');
  const titles = staff.getByLabel('Title');
  const bodies = staff.getByLabel('Text (Markdown)');
  await titles.nth(0).fill('费用与日期');
  await bodies.nth(0).fill('## 费用\n\n独特的**不收费**');
  await titles.nth(1).fill('Fees and dates');
  await bodies.nth(1).fill('<script>alert(1)</script>\n\n## Fees\n\nNone.');
  await staff.locator('.rendered').getByRole('heading', { name: 'Fees' }).waitFor();
  await staff.locator('.rendered').getByText('<script>alert(1)</script>').waitFor();
  await staff.getByRole('switch').click();
  await assertSound(staff);
  await button(staff, 'Save').click();
  await confirmed(staff, 'The article is there.');
  await staff.waitForURL('**/help-desk/articles/fees-and-dates');

  const guest = await person(world, { language: 'zh-CN' });
  await guest.goto('/help/search?q=不收费');
  await guest.getByRole('link', { name: '费用与日期' }).click();
  await guest.getByRole('heading', { name: '费用', exact: true }).waitFor();
  await guest.context().close();

  const { body, headers } = await reviewer('GET', '/v1/help/articles/fees-and-dates');
  await reviewer('PUT', '/v1/help/articles/fees-and-dates', { title: { zh: '甲', en: 'Other' }, body: body.body, published: true }, { 'If-Match': headers.get('etag') });
  await titles.nth(1).fill('Mine');
  await button(staff, 'Save').click();
  await staff.getByRole('alert').getByText('Somebody has just changed this article').waitFor();
  assert.equal(await titles.nth(1).inputValue(), 'Mine');
  await button(staff, 'Open the latest version').click();
  await staff.waitForFunction(() => document.querySelector('#article_title_en')?.value === 'Other');
}));

test('the console leads to the help centre and back, also on a phone', withPerson(server, { language: 'zh-CN', size: NARROW }, async (page) => {
  await page.goto(await world.enterLink(holder.account));
  await page.waitForURL('**/account');
  await page.getByRole('link', { name: '帮助', exact: true }).click();
  await page.getByText('已登录：账号所有人').waitFor();
  await page.getByRole('link', { name: '控制台' }).click();
  await page.waitForURL('**/account');
}));
