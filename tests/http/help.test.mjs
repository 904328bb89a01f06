// The help centre over the real binary: pages drawn from the policy, questions by guests and holders, moderation, votes, search,
// and the pages as a browser without JavaScript gets them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { NOBODY, openWorld, person } from './world.mjs';

const TOKEN = 'AbCdEfGhIjKlMnOpQrStUvWx';

let world;
let holder;
let other;
let reviewer;

before(async () => {
  world = await openWorld();
  holder = (await world.account(person(1))).holder;
  other = (await world.account(person(2))).holder;
  reviewer = await world.staff('reviewer');
});
after(() => world?.stop());

const ask = (as, title, body = '内容') => world.ask('POST', '/v1/help/questions', { as, body: { title, body } });
const asked = async (as, title, body) => good(await ask(as, title, body), 201).body;
const answered = async (as, question, body) => good(await world.ask('POST', `/v1/help/questions/${question}/answers`, { as, body: { body } }), 201).body;
const show = (kind, id) => world.ask('PUT', `/v1/help/${kind}/${id}/moderation`, { as: reviewer, body: { state: 'shown' } });
const hide = (kind, id, reason = 'off-topic') => world.ask('PUT', `/v1/help/${kind}/${id}/moderation`, { as: reviewer, body: { state: 'hidden', reason } });
const find = async (q, more = '') => good(await world.ask('GET', `/v1/help/search?q=${encodeURIComponent(q)}${more}`)).body;
const page = (path, headers = {}) => world.ask('GET', path, { headers: { Accept: 'text/html', ...headers } });

/** Sends a form as a browser does. */
const send = (path, fields, headers = {}, as) => world.ask('POST', path, {
  as, raw: new URLSearchParams(fields).toString(), media: 'application/x-www-form-urlencoded', key: null,
  headers: { Accept: 'text/html', Origin: world.shiming.url, ...headers },
});

test('each route of the policy has a page in both languages that says what the policy says', async () => {
  const policy = good(await world.ask('GET', '/v1/policy', { as: world.platform })).body;
  const routes = good(await world.ask('GET', '/v1/help/routes')).body.items;
  assert.deepEqual(routes.map((one) => one.slug), policy.routes.map((one) => one.id));
  for (const route of policy.routes) {
    const told = good(await world.ask('GET', `/v1/help/routes/${route.id}`)).body;
    assert.deepEqual(told.papers.map((paper) => paper.id), route.items.map((item) => item.id));
    assert.equal(told.mail !== null, route.channel === 'mail');
    for (const [lang, code] of [['zh', 'zh-CN'], ['en', 'en']]) {
      const html = good(await page(`/help/routes/${route.id}?lang=${lang}`)).bytes.toString();
      assert.match(html, new RegExp(`<html lang="${code}">`));
      for (const item of route.items) assert.ok(html.includes(item.name[lang].replaceAll("'", '&apos;')), item.name[lang]);
      if (route.review_days) assert.ok(html.includes(lang === 'zh' ? `${route.review_days} 个工作日` : `${route.review_days} working days`));
      if (route.channel === 'mail') assert.ok(html.includes(policy.mail.postcode));
      for (const { download } of told.papers.flatMap((paper) => paper.materials))
        if (download) assert.ok(html.includes(`href="${download}" download>`), download);
    }
  }
});

test('words of two characters are found and marked, in every kind of document', async () => {
  await asked(holder, '停机怎么办', '账号欠费了');
  for (const word of ['实名', '工单', '变更', '停机']) {
    const { items, count } = await find(word);
    assert.ok(count > 0, word);
    assert.ok(items.some((item) => [...item.title, ...item.excerpt].some((piece) => piece.marked && piece.text === word)), word);
  }
  assert.deepEqual(new Set((await find('实名')).items.map((item) => item.kind)), new Set(['route', 'article', 'question']));
  assert.equal((await find('机停')).count, 0);
  assert.equal((await find('')).count, 0);
});

test('a search goes on from page to page, and knows no other cursor', async () => {
  const paths = [];
  let next = '';
  do {
    const found = await find('实名', `&limit=2${next && `&after=${next}`}`);
    paths.push(...found.items.map((item) => item.path));
    next = found.next;
  } while (next);
  assert.equal(new Set(paths).size, paths.length);
  assert.equal(paths.length, (await find('实名')).count);
  for (const after of ['x', NOBODY])
    assertProblem(await world.ask('GET', `/v1/help/search?q=a&after=${after}`), 400, 'cursor-invalid');
  assertProblem(await world.ask('GET', `/v1/help/search?q=${'a'.repeat(101)}`), 422, 'too-long');
});

test('what a guest writes is nowhere until the staff show it, and the guest accepts an answer once', async () => {
  const question = await asked(undefined, '游客问题', '独有词汇甲');
  assert.match(question.edit_token, /^[A-Za-z0-9_-]{43}$/);
  const path = `/v1/help/questions/${question.id}`;
  assertProblem(await world.ask('GET', path), 404, 'not-found');
  assertProblem(await world.ask('GET', path, { as: holder }), 404, 'not-found');
  assert.equal((await page(`/help/questions/${question.id}`)).status, 404);
  assert.equal((await find('独有词汇')).count, 0);
  const waiting = good(await world.ask('GET', '/v1/help/moderation', { as: reviewer })).body;
  assert.ok(waiting.questions.some((one) => one.id === question.id));
  good(await show('questions', question.id));
  assert.equal((await find('独有词汇')).count, 1);
  const answer = await answered(holder, question.id, '回答');
  const guests = await answered(undefined, question.id, '游客的回答');
  assert.equal(good(await world.ask('GET', path)).body.answer_list.length, 1);
  const accept = (body, as) => world.ask('PUT', `${path}/accepted`, { as, body });
  assertProblem(await accept({ answer: answer.id }), 403, 'not-allowed');
  assertProblem(await accept({ answer: answer.id }, holder), 403, 'not-allowed');
  assertProblem(await accept({ answer: answer.id, edit_token: TOKEN }), 403, 'not-allowed');
  assertProblem(await accept({ answer: guests.id, edit_token: question.edit_token }), 404, 'not-found');
  assert.equal(good(await accept({ answer: answer.id, edit_token: question.edit_token })).body.state, 'solved');
  assertProblem(await accept({ answer: answer.id, edit_token: question.edit_token }), 403, 'not-allowed');
  good(await hide('questions', question.id));
  assert.equal((await find('独有词汇')).count, 0);
});

test('the holder who asked accepts, others do not, and the staff may', async () => {
  const question = await asked(holder, '谁来采纳');
  assert.equal(question.edit_token, null);
  const answer = await answered(other, question.id, '我的回答');
  const accept = (as) => world.ask('PUT', `/v1/help/questions/${question.id}/accepted`, { as, body: { answer: answer.id } });
  assertProblem(await accept(other), 403, 'not-allowed');
  assert.equal(good(await accept(holder)).body.accepted, answer.id);
  assert.equal(good(await accept(reviewer)).body.answer_list[0].accepted, true);
  good(await hide('posts', answer.id));
  assert.equal(good(await world.ask('GET', `/v1/help/questions/${question.id}`)).body.state, 'open');
});

test('one voter has one vote', async () => {
  const question = await asked(holder, '有用吗');
  const vote = async (as, body = {}) => world.ask('PUT', `/v1/help/questions/${question.id}/vote`, { as, body });
  assert.equal(good(await vote(other)).body.helpful, 1);
  assert.equal(good(await vote(other)).body.helpful, 1);
  assert.equal(good(await vote(undefined, { browser_token: TOKEN })).body.helpful, 2);
  assert.equal(good(await vote(undefined, { browser_token: TOKEN })).body.helpful, 2);
  assertProblem(await vote(undefined), 422, 'missing-field', '/browser_token');
  const seen = async (as) => good(await world.ask('GET', `/v1/help/questions/${question.id}`, { as })).body.voted;
  assert.deepEqual([await seen(other), await seen(holder), await seen(undefined)], [true, false, false]);
  assert.equal(good(await vote(other, { helpful: false })).body.helpful, 1);
  assert.equal(good(await vote(other, { helpful: false })).body.helpful, 1);
  assert.equal(await seen(other), false);
});

test('what is not shown has a reason, told to whoever looks after it', async () => {
  const question = await asked(undefined, '游客的广告', '买一送一');
  const path = `/v1/help/questions/${question.id}`;
  assertProblem(await world.ask('PUT', `${path}/moderation`, { as: reviewer, body: { state: 'hidden' } }), 422, 'missing-field', '/reason');
  assertProblem(await world.ask('PUT', `${path}/moderation`, { as: reviewer, body: { state: 'shown', reason: 'abuse' } }), 422, 'unknown-field', '/reason');
  const before = good(await world.ask('GET', '/v1/help/moderation', { as: reviewer })).body;
  assert.match(before.questions.find((one) => one.id === question.id).body_html, /买一送一/);
  assert.equal(good(await hide('questions', question.id, 'advertising')).body.hidden_for, 'advertising');
  assert.equal(good(await world.ask('GET', path, { as: reviewer })).body.hidden_for, 'advertising');
  assert.equal(good(await world.ask('GET', '/v1/help/moderation', { as: reviewer })).body.waiting, before.waiting - 1);
  const shown = await asked(holder, '公开的问题');
  const post = good(await world.ask('POST', `/v1/help/questions/${shown.id}/answers`, { body: { body: '游客答' } }), 201).body;
  const waiting = good(await world.ask('GET', '/v1/help/moderation', { as: reviewer })).body.posts.find((one) => one.id === post.id);
  assert.equal(waiting.question_title, '公开的问题');
});

test('editors see Markdown as the page will show it', async () => {
  const preview = (text, as) => world.ask('POST', '/v1/help/preview', { as, key: null, body: { text } });
  assert.match(good(await preview('## 标题\n\n<b>x</b>', reviewer)).body.html, /<h2>标题<\/h2>[^]*&lt;b&gt;/);
  assert.equal(good(await preview('', reviewer)).body.html, '');
  assertProblem(await preview('x'.repeat(30001), reviewer), 422, 'too-long', '/text');
  assertProblem(await preview('x', holder), 403, 'not-allowed');
});

test('a repeated question is one question', async () => {
  const once = () => world.ask('POST', '/v1/help/questions', { as: holder, key: 'the-same', body: { title: '重复', body: '一次' } });
  assert.equal(good(await once(), 201).body.id, good(await once(), 201).body.id);
});

test('lists go from page to page, newest or hottest, open or solved', async () => {
  for (const order of ['newest', 'hottest']) {
    const ids = [];
    let next = null;
    do {
      const list = good(await world.ask('GET', `/v1/help/questions?order=${order}&limit=2${next ? `&after=${next}` : ''}`)).body;
      ids.push(...list.items.map((one) => one.id));
      next = list.next;
    } while (next);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length > 4);
  }
  const open = good(await world.ask('GET', '/v1/help/questions?state=open')).body.items;
  assert.ok(open.every((one) => one.state === 'open'));
  assertProblem(await world.ask('GET', '/v1/help/questions?order=hottest&after=x'), 400, 'cursor-invalid');
});

test('articles are written by the staff, version by version', async () => {
  const texts = { title: { zh: '费用', en: 'Fees' }, body: { zh: '<script>alert(1)</script> [x](javascript:alert(1))', en: '**none**' }, published: false };
  const made = good(await world.ask('POST', '/v1/help/articles', { as: reviewer, body: { slug: 'fees', ...texts } }), 201);
  assert.equal(made.headers.location, '/v1/help/articles/fees');
  assertProblem(await world.ask('POST', '/v1/help/articles', { as: reviewer, body: { slug: 'fees', ...texts } }), 422, 'repeated-value', '/slug');
  assertProblem(await world.ask('GET', '/v1/help/articles/fees'), 404, 'not-found');
  const changed = good(await world.ask('PUT', '/v1/help/articles/fees', { as: reviewer, version: made.etag, body: { ...texts, published: true } }));
  assertProblem(await world.ask('PUT', '/v1/help/articles/fees', { as: reviewer, version: made.etag, body: texts }), 412, 'version-changed');
  assert.ok(!/<script|href="javascript/.test(changed.body.body_html.zh));
  const html = good(await page('/help/articles/fees?lang=zh')).bytes.toString();
  assert.ok(html.includes('&lt;script&gt;'));
  assert.ok(!/<script>|href="javascript/.test(html));
  assertProblem(await world.ask('POST', '/v1/help/articles', { as: holder, body: { slug: 'mine', ...texts } }), 403, 'not-allowed');
});

test('the first article and question are there from the start, and lead to every route', async () => {
  const html = good(await page('/help/articles/change-real-name-verification', { 'Accept-Language': 'zh' })).bytes.toString();
  for (const { slug } of good(await world.ask('GET', '/v1/help/routes')).body.items) assert.ok(html.includes(`/help/routes/${slug}?lang=zh`), slug);
  const solved = good(await world.ask('GET', '/v1/help/questions?state=solved')).body.items;
  const first = good(await world.ask('GET', `/v1/help/questions/${solved.at(-1).id}`)).body;
  assert.ok(first.answer_list[0].accepted);
  assert.ok(first.answer_list[0].body_html.includes('/help/articles/change-real-name-verification?lang=en'));
});

/** The cookie that an answer sets, with its path. */
const cookieSet = (answer) => {
  const [cookie, ...more] = answer.headers['set-cookie'][0].split('; ');
  return { cookie, path: more.find((one) => one.startsWith('Path=')).slice(5), more };
};

/** Follows a form's answer as a browser does. */
async function followed(answer, headers) {
  assert.equal(answer.status, 303, answer.bytes?.toString());
  return good(await page(answer.headers.location.replace(/#.*/, ''), headers)).bytes.toString();
}

test('a guest asks and answers without JavaScript, and what is wrong stands beside the field', async () => {
  const wrong = await send('/help/questions?lang=zh', { title: '只有标题 <b>', body: '' });
  assert.equal(wrong.status, 422);
  const again = wrong.bytes.toString();
  assert.ok(again.includes('value="只有标题 &lt;b&gt;"'));
  assert.match(again, /<textarea id="body-ask"[^>]*aria-describedby="body-ask-limit body-ask-wrong"[^>]*aria-invalid="true" autofocus/);
  assert.match(again, /<p class="wrong" id="body-ask-wrong" role="alert">请填写这一项。</);
  assert.match(again, /<title>没有提交成功 · /);
  const long = (await send('/help/questions?lang=en', { title: '长'.repeat(121), body: 'x' })).bytes.toString();
  assert.match(long, /aria-invalid="true" autofocus value="长{121}"/);
  assert.match(long, /id="title-ask-wrong" role="alert">120 characters at most</);
  const right = await send('/help/questions?lang=zh', { title: '表单提问', body: '第一行\r\n第二行', name: '小王' });
  assert.equal(right.status, 201);
  const [, token] = /class="token">([A-Za-z0-9_-]{43})</.exec(right.bytes.toString());
  const { cookie, path, more } = cookieSet(right);
  assert.equal(cookie, `shiming_asked=${token}`);
  assert.ok(['HttpOnly', 'SameSite=Strict'].every((one) => more.includes(one)));
  assert.equal((await page(path)).status, 404);
  assert.match(good(await page(path, { Cookie: cookie })).bytes.toString(), /表单提问/);
  const id = path.split('/').at(-1);
  good(await show('questions', id));
  const shown = good(await world.ask('GET', `/v1/help/questions/${id}`)).body;
  assert.equal(shown.body, '第一行\n第二行');
  assert.equal(shown.author.name, '小王');
  assert.match(await followed(await send(`${path}/answers?lang=en`, { body: 'An answer' })), /appears here once staff/);
  const lost = await send(`${path}/answers?lang=en`, { body: 'x'.repeat(10001) });
  assert.equal(lost.status, 422);
  assert.match(lost.bytes.toString(), /x{10001}<\/textarea>/);
  assert.equal((await send(`/help/questions/${NOBODY}/answers`, { body: 'x' })).status, 404);
  assertProblem(await send('/help/questions', { title: 'x', body: 'y' }, { Origin: 'https://elsewhere.example' }), 403, 'foreign-origin');
});

test('votes are given and taken back by forms, a guest’s by a cookie of its own', async () => {
  const question = await asked(holder, '表单投票');
  const answer = await answered(other, question.id, '一条回答');
  const at = `/help/questions/${question.id}`;
  const first = await send(`${at}/vote?lang=en`, { helpful: 'true' });
  const { cookie, path } = cookieSet(first);
  assert.equal(path, '/help');
  const voted = await followed(first, { Cookie: cookie });
  assert.match(voted, /name="helpful" value="false"><button class="quiet on">You found it helpful <b>1<\/b>/);
  assert.match(voted, /class="said" role="status">Marked as helpful/);
  const second = await send(`${at}/posts/${answer.id}/vote?lang=en`, {}, { Cookie: cookie });
  assert.match(second.headers.location, new RegExp(`said=voted#${answer.id}$`));
  assert.match(await followed(await send(`${at}/vote?lang=en`, { helpful: 'false' }, { Cookie: cookie })), /Helpful <b>0<\/b>/);
  assert.match(await followed(await send(`${at}/vote?lang=en`, {}, {}, holder), { Cookie: holder.cookie }), /You found it helpful <b>1<\/b>/);
  const page1 = await page(at);
  assert.match(page1.headers['cache-control'], /public/);
  assert.match(page1.headers.vary, /Cookie/);
  assert.equal((await page(at, { Cookie: cookie })).headers['cache-control'], 'no-store');
});

test('answers are accepted by a form: by the holder who asked, by the guest’s browser, or by the code', async () => {
  const mine = await asked(holder, '我的问题');
  const reply = await answered(other, mine.id, '回答');
  const at = `/help/questions/${mine.id}`;
  assert.ok(!(await page(at, { Cookie: other.cookie })).bytes.toString().includes('/accepted'));
  assert.equal((await send(`${at}/accepted`, { answer: reply.id }, {}, other)).status, 403);
  assert.match(await followed(await send(`${at}/accepted?lang=en`, { answer: reply.id }, {}, holder)), /Accepted: the question is solved/);
  const asking = await send('/help/questions', { title: '游客采纳', body: '内容' });
  const { cookie, path } = cookieSet(asking);
  good(await show('questions', path.split('/').at(-1)));
  const answer = await answered(holder, path.split('/').at(-1), '回答');
  const wrong = await send(`${path}/accepted?lang=en`, { answer: answer.id, edit_token: TOKEN });
  assert.equal(wrong.status, 403);
  assert.match(wrong.bytes.toString(), /This code is not the question/);
  assert.match((await page(path, { Cookie: cookie })).bytes.toString(), /class="quiet good"/);
  await followed(await send(`${path}/accepted`, { answer: answer.id }, { Cookie: cookie }));
  assert.equal(good(await world.ask('GET', `/v1${path}`)).body.state, 'solved');
});

test('holders and staff write by forms as who they are, and editors take back what should not be there', async () => {
  const asking = await send('/help/questions?lang=en', { title: '登录后提问', body: '内容' }, {}, holder);
  const html = await followed(asking, { Cookie: holder.cookie });
  assert.match(html, /Your question is published/);
  assert.match(html, /Signed in: account holder/);
  const path = asking.headers.location.replace(/\?.*/, '');
  const answering = await send(`${path}/answers?lang=en`, { body: '官方回答' }, {}, reviewer);
  assert.match(await followed(answering, { Cookie: reviewer.cookie }), /<span class="tag staff">Staff<\/span>/);
  const id = answering.headers.location.split('#')[1];
  assert.match(await followed(await send(`${path}/posts/${id}/comments?lang=en`, { body: '谢谢' }, {}, holder)), /Your comment is published/);
  assert.equal((await send(`${path}/posts/${id}/moderation`, { state: 'hidden', reason: 'abuse' }, {}, holder)).status, 403);
  await followed(await send(`${path}/posts/${id}/moderation?lang=en`, { state: 'hidden', reason: 'abuse' }, {}, reviewer));
  assert.ok(!(await page(path)).bytes.toString().includes('官方回答'));
  assert.match((await page(`${path}?lang=en`, { Cookie: reviewer.cookie })).bytes.toString(), /because: it is offensive/);
});

test('a link that was passed on with others’ marks still opens, and what is wrong in an address is told in a page', async () => {
  good(await page('/help?utm_source=x&from=singlemessage'));
  assert.match((await page('/help/nowhere?lang=zh')).bytes.toString(), /<h1>没有找到这个页面/);
  const wrong = await page('/help/questions?lang=en&order=loudest');
  assert.equal(wrong.status, 422);
  assert.match(wrong.bytes.toString(), /<h1>This page cannot be opened/);
});

test('pages carry a strict policy, nothing inline, their language and its alternates', async () => {
  const question = good(await world.ask('GET', '/v1/help/questions')).body.items[0].id;
  for (const path of ['/help', '/help/questions', '/help/ask', '/help/search?q=x', `/help/questions/${question}`, '/help/routes/enterprise-rename']) {
    const answer = good(await page(path));
    const html = answer.bytes.toString();
    assert.match(answer.headers['content-security-policy'], /default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'/);
    assert.match(html, /<link rel="canonical" href="http/);
    assert.match(html, /hreflang="zh-CN"[^]*hreflang="en"/);
    assert.equal(html.match(/<h1/g).length, 1);
    assert.match(html.match(/<script[^>]*>[^<]*/g).join(), /^<script src="\/help\/page\.js\?v=[0-9a-f]{12}" defer>$/);
    assert.ok(!/<style| style=| on[a-z]+=/.test(html), path);
    assert.equal(answer.headers['referrer-policy'], 'same-origin');
  }
  assert.match(good(await page('/help', { 'Accept-Language': 'fr, en;q=0.5' })).bytes.toString(), /<html lang="en">/);
  assert.match(good(await page('/help?lang=zh', { 'Accept-Language': 'en' })).bytes.toString(), /<html lang="zh-CN">/);
  const style = /href="(\/help\/style\.css\?v=[0-9a-f]{12})"/.exec(good(await page('/help')).bytes.toString())[1];
  assert.equal(good(await page(style)).headers['content-type'], 'text/css; charset=utf-8');
  assert.match(good(await page(style)).headers['cache-control'], /immutable/);
  assert.match(good(await page('/help/ask')).bytes.toString(), /rel="canonical" href="[^"?]*\/help\/ask"/);
  assert.match(good(await page('/help/ask?lang=en')).bytes.toString(), /rel="canonical" href="[^"?]*\/help\/ask\?lang=en"/);
  assert.match((await page('/help/routes/nowhere')).bytes.toString(), /<h1>There is no such page/);
});
