// What WCAG 2.2 asks for and a program can measure, on every page of the sample: targets, focus that is seen, reflow, spacing.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { run, startServer } from '../http/harness.mjs';
import { closeBrowser, openBrowser, settled, withPerson } from './browser.mjs';

let server, parent, sample;
const here = () => server;
const cookies = new Map();

before(async () => {
  parent = await mkdtemp(join(tmpdir(), 'shiming-accessibility-'));
  const data = join(parent, 'data');
  const made = await run(process.env.SHIMING, ['init', '--data', data, '--sample']);
  assert.equal(made.status, 0, made.stderr);
  server = await startServer(process.env.SHIMING, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--sample']);
  sample = await (await ask('/v1/sample')).json();
  await openBrowser();
});
after(async () => {
  await closeBrowser();
  await server.stop();
  await rm(parent, { recursive: true, force: true });
});

async function ask(path, { cookie, key, body } = {}) {
  const headers = { 'Content-Type': 'application/json', ...(cookie && { Cookie: cookie }), ...(key && { Authorization: `Bearer ${key}` }) };
  const answer = await fetch(server.url + path, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer;
}

const accountOf = (about) => sample.accounts.find((account) => account.about.en === about);

/** A session of a member of staff by login, or of the holder of an account by its story. */
async function cookieOf(who) {
  if (cookies.has(who)) return cookies.get(who);
  const staff = sample.staff.find(({ login }) => login === who);
  const link = staff ?? (await (await ask(`/v1/accounts/${accountOf(who).id}/sign-in-links`, { key: sample.api_key, body: {} })).json());
  const answer = staff
    ? await ask('/v1/sessions', { body: { login: who, password: staff.password } })
    : await ask('/v1/sessions/link', { body: { token: new URL(link.url).hash.slice(1) } });
  cookies.set(who, answer.headers.get('set-cookie').split(';')[0]);
  return cookies.get(who);
}

async function newest(about, kind = 'case') {
  const { items } = await (await ask(`/v1/accounts/${accountOf(about).id}/proceedings`, { cookie: await cookieOf('auditor') })).json();
  return items.find((one) => one.kind === kind).id;
}

/** Every page: who stands before it (nobody: without a session), and where it is. */
const PAGES = [
  [null, '/sign-in'], [null, '/sample'], [null, '/verify-receipt'], [null, '/help'], [null, '/help/ask'],
  [null, '/help/search?q=%E5%8F%98%E6%9B%B4'],
  ['a verified person', '/account'], ['a verified person', '/account/change?to=enterprise&have=enterprise-alipay'],
  ['a verified person', '/account/history'], ['not verified', '/account/reverify'],
  ['a draft, money short', async () => `/account/cases/${await newest('a draft, money short')}`],
  ['more is asked for', async () => `/account/cases/${await newest('more is asked for')}`],
  ['the parcel is on its way', async () => `/account/cases/${await newest('the parcel is on its way')}`],
  ['not verified, waits for a corporate transfer', async () =>
    `/account/attempts/${await newest('not verified, waits for a corporate transfer', 'attempt')}`],
  ['completed, company to company', async () => `/account/cases/${await newest('completed, company to company')}/certificate`],
  ['reviewer1', '/review?state=needs-more'], ['reviewer1', async () => `/review/case/${await newest('in review')}`],
  ['approver', async () => `/review/case/${await newest('disputed')}`], ['reviewer1', '/attestations'],
  ['reviewer1', async () => `/attestations/case/${await newest('waits for enterprise Alipay')}`],
  ['clerk', '/mail'], ['clerk', async () => `/mail/${await newest('the parcel is on its way')}`],
  ['admin', '/statistics'], ['admin', '/people'], ['admin', '/api-keys'], ['admin', '/bank'], ['reviewer1', '/policy'],
  ['reviewer1', '/calendar'], ['auditor', '/log'], ['reviewer1', '/notices'], ['reviewer1', '/sessions'],
];

/** 2.5.8: what can be pressed is 24 px in both directions, or a circle of 24 px around it meets no other target; words in a
 * sentence, and what the browser draws by itself, are excepted. */
function smallTargets() {
  const MIN = 24;
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=button], [role=tab]')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !one.closest('.for-readers'));
  const boxes = all.map((one) => {
    // what is drawn instead of a radio button or a box to tick is its label
    const drawn = /^(radio|checkbox)$/.test(one.type) ? (one.closest('label') ?? one) : one;
    const { x, y, width, height } = drawn.getBoundingClientRect();
    return { one, x, y, width, height, cx: x + width / 2, cy: y + height / 2 };
  });
  const meets = (a, b) => {
    const dx = Math.max(b.x - a.cx, 0, a.cx - b.x - b.width);
    const dy = Math.max(b.y - a.cy, 0, a.cy - b.y - b.height);
    const small = b.width < MIN || b.height < MIN;
    return Math.hypot(dx, dy) < MIN / 2 || (small && Math.hypot(a.cx - b.cx, a.cy - b.cy) < MIN);
  };
  const inSentence = ({ one }) => getComputedStyle(one).display === 'inline' && one.tagName === 'A'
    && [...one.parentElement.childNodes].some((node) => node !== one && node.textContent.trim() !== '');
  return boxes
    .filter((box) => box.width > 0 && (box.width < MIN || box.height < MIN) && box.y > -1000)
    .filter((box) => !inSentence(box) && boxes.some((other) => other.one !== box.one && !other.one.contains(box.one) && meets(box, other)))
    .map(({ one, width, height }) => `${one.outerHTML.slice(0, 120)} ${width.toFixed()}×${height.toFixed()}`);
}

/** 2.4.7, 2.4.11: presses Tab through the page; what has the focus shows it, and is not wholly covered by something else. */
async function walkByTab(page) {
  const found = [];
  const seen = new Set();
  await page.evaluate(() => { // from the very beginning, wherever the page has put the focus
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      one.dataset.walked ??= String(Math.random());
      const drawn = /^(radio|checkbox|file)$/.test(one.type) ? (one.closest('label') ?? one.parentElement) : one;
      const shows = [one, drawn, ...drawn.querySelectorAll('*')].some((node) => {
        const style = getComputedStyle(node);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none';
      }) || one.closest('.ant-select-focused, .ant-input-affix-wrapper-focused') !== null;
      const { x, y, width, height } = drawn.getBoundingClientRect();
      const points = [0.1, 0.5, 0.9].flatMap((fx) => [0.1, 0.5, 0.9].map((fy) => [x + width * fx, y + height * fy]));
      const uncovered = points.some(([px, py]) => {
        const top = document.elementFromPoint(px, py);
        return top && (drawn.contains(top) || top.contains(drawn));
      });
      return { id: one.dataset.walked, html: one.outerHTML.slice(0, 140), shows, uncovered };
    });
    if (!at || seen.has(at.id)) return { found, stops: seen.size };
    seen.add(at.id);
    if (!at.shows) found.push(`no focus to be seen: ${at.html}`);
    if (!at.uncovered) found.push(`covered: ${at.html}`);
  }
  return { found: [...found, 'the walk does not come around'], stops: seen.size };
}

/** 1.4.12: what is cut off once lines, paragraphs, letters and words stand as far apart as the criterion has it. */
function cutBySpacing() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return [...document.querySelectorAll('#console *, main *')]
    .filter((one) => one.checkVisibility() && !one.closest('.for-readers, svg, canvas, .rows') && one.childElementCount === 0 && one.textContent.trim())
    .filter((one) => {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(one);
      const clipped = (value) => value === 'hidden' || value === 'clip';
      return (clipped(overflowX) && textOverflow !== 'ellipsis' && one.scrollWidth > one.clientWidth + 1)
        || (clipped(overflowY) && one.scrollHeight > one.clientHeight + 2);
    })
    .map((one) => one.outerHTML.slice(0, 140));
}

/** 1.4.10: what makes the page wider than the window; nothing where it is not. */
function wider() {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 140));
}

for (const [who, where] of PAGES) {
  const name = typeof where === 'string' ? where : `a page of ${who}`;
  test(`${name}, seen by ${who ?? 'anybody'}: targets, focus, reflow and spacing`, withPerson(here, { language: 'en' }, async (page) => {
    if (who) {
      const [cookie, ...value] = (await cookieOf(who)).split('=');
      await page.context().addCookies([{ name: cookie, value: value.join('='), url: server.url, httpOnly: true, sameSite: 'Strict' }]);
    }
    const path = typeof where === 'string' ? where : await where();
    await page.goto(path);
    await settled(page);
    assert.equal(new URL(page.url()).pathname, path.split('?')[0]);
    assert.deepEqual(await page.evaluate(smallTargets), [], 'targets of 24 px (2.5.8)');
    const { found, stops } = await walkByTab(page);
    assert.deepEqual(found, [], 'the focus is seen (2.4.7) and not covered (2.4.11)');
    assert.ok(stops > 3, `the keyboard stops at ${stops} places`);
    await page.setViewportSize({ width: 320, height: 640 });
    await settled(page);
    assert.deepEqual(await page.evaluate(wider), [], 'no scrolling sideways at 320 px (1.4.10)');
    assert.deepEqual(await page.evaluate(smallTargets), [], 'targets of 24 px at 320 px (2.5.8)');
    assert.deepEqual(await page.evaluate(cutBySpacing), [], 'nothing is cut off by wide text (1.4.12)');
    assert.deepEqual(await page.evaluate(wider), [], 'nor is anything wider than the window with wide text (1.4.12)');
  }));
}
