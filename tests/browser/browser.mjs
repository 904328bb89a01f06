// What the browser tests share: Debian's Chromium on a profile of its own, a context for each person, and what must hold on
// every page (no complaint of the browser, nothing found by axe). On failure a picture and a trace are kept.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { newAddress } from './world.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const KEPT = process.env.BROWSER_KEPT ?? 'browser-kept'; // pictures and traces of failures
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 360, height: 740 };
export const LANGUAGES = ['zh-CN', 'en'];

let browser;

export async function openBrowser() {
  browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

export async function closeBrowser() {
  await browser?.close();
}

/** Complaints that are no fault of ours: a refusal that a test asks for shows up as a failed resource. */
const isRefusal = (text) => /Failed to load resource: the server responded with a status of 4\d\d/.test(text);

/**
 * Opens a person's own browser: a context with a page. `page.complaints` gathers what the browser complains of: errors on
 * the console, violations of the page's policy, exceptions.
 */
export async function person(server, { language = 'zh-CN', size = WIDE, scheme = 'light', javaScript = true } = {}) {
  const context = await browser.newContext({
    baseURL: server.url, locale: language, viewport: size, colorScheme: scheme, reducedMotion: 'reduce',
    hasTouch: size === NARROW, timezoneId: 'Asia/Shanghai', javaScriptEnabled: javaScript,
    extraHTTPHeaders: { 'X-Forwarded-For': newAddress() },
  });
  await context.tracing.start({ screenshots: true, snapshots: true });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) page.complaints.push(message.text());
  });
  page.pending = 0;
  page.on('request', () => { page.pending += 1; });
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, () => { page.pending -= 1; });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

/** Runs a test's body with people, whom it brings in one by one, each in a context of their own, by the function that it is
 * given. Where it fails, a picture and a trace of each are kept. */
export function together(server, body) {
  return async (t) => {
    const pages = [];
    const opens = async (options) => {
      pages.push(await person(server(), options));
      return pages.at(-1);
    };
    try {
      await body(opens, t);
      for (const page of pages) assert.deepEqual(page.complaints, []);
    } catch (error) {
      for (const [place, page] of pages.entries()) await keep(page, place ? `${t.name} ${place + 1}` : t.name);
      throw error;
    } finally {
      for (const page of pages) await page.context().close();
    }
  };
}

/** The same with one person, who is there from the start. */
export function withPerson(server, options, body) {
  return together(server, async (opens, t) => body(await opens(options), t));
}

async function keep(page, name) {
  const at = join(KEPT, name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80));
  await mkdir(dirname(at), { recursive: true });
  await page.screenshot({ path: `${at}.png`, fullPage: true }).catch(() => {});
  await page.context().tracing.stop({ path: `${at}.zip` }).catch(() => {});
  console.log(`# kept: ${at}.png, ${at}.zip`);
}

/** Waits until nothing is on its way: a heading, no skeleton, and the server quiet, seen twice. */
export async function settled(page) {
  const rest = () => page.evaluate(() => document.querySelector('h1') && !document.querySelector('[aria-busy="true"]'));
  const end = Date.now() + 15_000;
  for (let seen = 0; seen < 2; ) {
    assert.ok(Date.now() < end, `the page does not come to rest: ${page.url()}, ${page.pending} requests`);
    seen = page.pending === 0 && (await rest()) ? seen + 1 : 0;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20))));
  }
}

/** Asserts what holds for every page at every size: axe finds nothing, nothing is wider than the window, one heading, the
 * language told, a title. */
export async function assertSound(page) {
  await page.mouse.move(0, 0); // a time under it would show its tooltip
  await settled(page);
  await page.evaluate(AXE); // past the page's policy, which lets no script in
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary)]), []);
  const { wide, window, headings, title } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth, window: innerWidth, title: document.title,
    headings: document.querySelectorAll('h1').length,
  }));
  assert.ok(wide <= window, `the page is ${wide} px wide in a window of ${window}`);
  assert.equal(headings, 1);
  assert.notEqual(title, '');
}

/** Where the keyboard is: the focused element's role and name, as a screen reader would say it. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
    return `${element.tagName.toLowerCase()}: ${label.trim().slice(0, 60)}`;
  });
}
