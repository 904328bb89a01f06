// The pictures of the READMEs: a fresh sample's server, its people at their pages, in both languages. Run by `make shots`; look
// at what it wrote before it is committed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { run, startServer } from '../http/harness.mjs';
import { textsOf } from './texts.mjs';

const INTO = process.argv[2];
const SIZE = { width: 1280, height: 800 };
const SCALE = 1.5; // sharp where a README is read, and still small
const COLOURS = '48';

/** What is shown: who comes in, where they go, what they do there; `about` is a word of the sample's story. */
const SHOTS = [
  {
    name: 'guide', holder: 'a verified person',
    async show(page, t) {
      await page.goto('/account/change');
      await page.getByLabel(t('guide:wish.toEnterprise')).check();
      await page.getByLabel(t('guide:wish.haveAlipay')).check();
      await page.getByRole('button', { name: t('guide:wish.action') }).click();
      await page.getByRole('article').first().waitFor();
    },
  },
  {
    name: 'case', holder: 'more is asked for',
    async show(page, t) {
      await page.goto('/account');
      await page.getByRole('link', { name: t('proceedings:goOn') }).click();
      await page.locator('main progress').waitFor(); // of the case's documents: the overview has none
    },
  },
  {
    name: 'workbench', staff: 'reviewer1',
    async show(page, t) {
      await page.goto('/review?state=in-review');
      await page.getByRole('link', { name: /对公|transfer/ }).first().click();
      await page.locator('.check-files .plain').nth(1).click();
      await page.locator('.picture canvas').waitFor();
      for (let times = 0; times < 3; times += 1) await page.getByRole('button', { name: t('review:viewer.smaller') }).click();
    },
  },
  {
    name: 'statistics', staff: 'admin',
    async show(page) {
      await page.goto('/statistics');
      await page.locator('svg, canvas').nth(4).waitFor();
    },
  },
  {
    name: 'log', staff: 'auditor', leaf: 'completed, person to person',
    async show(page, t, leaf) {
      await page.goto(`/log?leaf=${leaf}`);
      await page.locator('.ant-alert-success').nth(1).waitFor();
      await page.getByRole('heading', { name: t('log:find') }).evaluate((heading) => heading.closest('section').scrollIntoView());
    },
  },
];

async function ask(server, path, { cookie, key, body } = {}) {
  const headers = { 'Content-Type': 'application/json', ...(cookie && { Cookie: cookie }), ...(key && { Authorization: `Bearer ${key}` }) };
  const answer = await fetch(server.url + path, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer;
}

const cookieOf = (answer) => answer.headers.get('set-cookie').split(';')[0];

async function staffCookie(server, sample, login) {
  const { password } = sample.staff.find((member) => member.login === login);
  return cookieOf(await ask(server, '/v1/sessions', { body: { login, password } }));
}

async function holderCookie(server, sample, { id }) {
  const { url } = await (await ask(server, `/v1/accounts/${id}/sign-in-links`, { key: sample.api_key, body: {} })).json();
  return cookieOf(await ask(server, '/v1/sessions/link', { body: { token: new URL(url).hash.slice(1) } }));
}

/** The id of the last step of an account's newest case, as the log has it. */
async function lastLeaf(server, cookie, { id }) {
  const { items } = await (await ask(server, `/v1/accounts/${id}/proceedings`, { cookie })).json();
  const one = items.find(({ kind }) => kind === 'case');
  const history = await (await ask(server, `/v1/cases/${one.id}/history`, { cookie })).json();
  return history.items.at(-1).id;
}

async function take(browser, server, sample, shot, language) {
  const account = sample.accounts.find(({ about }) => about.en === (shot.holder ?? shot.leaf));
  const cookie = shot.staff ? await staffCookie(server, sample, shot.staff) : await holderCookie(server, sample, account);
  const leaf = shot.leaf && (await lastLeaf(server, cookie, account));
  const context = await browser.newContext({
    baseURL: server.url, locale: language, viewport: SIZE, deviceScaleFactor: SCALE, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce',
  });
  const [name, ...value] = cookie.split('=');
  await context.addCookies([{ name, value: value.join('='), url: server.url, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  await shot.show(page, await textsOf(language), leaf);
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  const path = join(INTO, `${shot.name}.${language.slice(0, 2)}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  await promisify(execFile)('pngquant', ['--force', '--strip', '--speed', '1', '--output', path, COLOURS, path]);
  await context.close();
  console.log(path);
}

const parent = await mkdtemp(join(tmpdir(), 'shiming-shots-'));
const data = join(parent, 'data');
const made = await run(process.env.SHIMING, ['init', '--data', data, '--sample']);
assert.equal(made.status, 0, made.stderr);
const server = await startServer(process.env.SHIMING, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--sample']);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
try {
  const sample = await (await ask(server, '/v1/sample')).json();
  for (const language of ['zh-CN', 'en'])
    for (const shot of SHOTS) await take(browser, server, sample, shot, language);
} finally {
  await browser.close();
  await server.stop();
  await rm(parent, { recursive: true, force: true });
}
