// The queue of many cases, in a real browser: filled past the server by copying one case's row. How smoothly a hundred
// thousand scroll is measured by `make bench`.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { run } from '../http/harness.mjs';
import { assertSound, closeBrowser, LANGUAGES, NARROW, openBrowser, settled, withPerson } from './browser.mjs';
import { copyCases, holderOf, signInAt } from './staff-world.mjs';
import { startWorld } from './world.mjs';

const CASES = 700; // more than three pages of what the server gives at once

let world, submitted;
const server = () => world;
const en = { language: 'en' };

before(async () => {
  world = await startWorld();
  await openBrowser();
  await world.addStaff('li.na', 'reviewer');
  submitted = await (await holderOf(world)).submit();
  await copyCases(world, submitted, CASES);
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

test('seven hundred cases: few are drawn at a time, and the last is reached page by page', withPerson(server, en, async (page) => {
  const asked = [];
  page.on('request', (request) => { if (/[?&]after=/.test(request.url())) asked.push(request.url()); });
  await signInAt(page, 'li.na', '/review?state=submitted');
  await page.locator('.tab-count').getByText('700', { exact: true }).waitFor();
  await page.locator('.queue-row').first().waitFor();
  const lastDrawn = page.locator(`.rows li[data-row="${CASES - 1}"] a.queue-row`);
  for (let jumps = 0; jumps < 20 && !(await lastDrawn.count()); jumps += 1) {
    await page.locator('.rows').evaluate((box) => { box.scrollTop = box.scrollHeight; });
    await settled(page);
    const drawn = await page.locator('.rows li').count();
    assert.ok(drawn > 0 && drawn < 60, `${drawn} rows are drawn`);
  }
  await lastDrawn.waitFor();
  assert.ok(asked.length >= 3 && new Set(asked).size === asked.length, asked.join('\n'));
}));

test('the filter stands in the address, and no name or number does', withPerson(server, en, async (page) => {
  await signInAt(page, 'li.na', '/review');
  await page.getByRole('link', { name: /^more is needed/ }).click();
  await page.waitForURL('**/review?state=needs-more');
  await page.getByText('Nothing waits here.').waitFor();
  await assertSound(page);
  await page.reload();
  await page.getByText('Nothing waits here.').waitFor();
  await page.getByRole('link', { name: 'Mine' }).click();
  await page.getByText('You hold nothing. Claim what is due next.').waitFor();
}));

test('what is due first is claimed at a key, and then it is mine', withPerson(server, en, async (page) => {
  await signInAt(page, 'li.na', '/review');
  await page.locator('.queue-row').first().waitFor();
  await page.keyboard.press('c');
  await page.waitForURL('**/review/case/*');
  await page.locator('.lease').getByText('with you').waitFor();
  await page.getByRole('link', { name: 'To the queue' }).click();
  await page.getByRole('link', { name: 'Mine' }).click();
  await page.locator('.queue-row').getByText('with you').waitFor();
  await page.locator('.queue-row').click();
  await page.getByRole('button', { name: 'Give back' }).click();
  await page.getByText('It is back in the queue.').waitFor();
}));

for (const language of LANGUAGES)
  test(`the queue is sound in ${language} at 360 px, dark`, withPerson(server, { language, size: NARROW, scheme: 'dark' }, async (page) => {
    await signInAt(page, 'li.na', '/review');
    await page.locator('.queue-row').first().waitFor();
    await settled(page);
    await assertSound(page);
  }));

test('the queue says how much is overdue and how much is due today', withPerson(server, en, async (page) => {
  const day = 86_400_000, shanghai = 8 * 3_600_000;
  const midnight = Math.ceil((Date.now() + shanghai) / day) * day - shanghai;
  const due = (instant, how, many) => `UPDATE proceedings SET due_at = ${instant} * 1000 WHERE id IN
    (SELECT id FROM proceedings WHERE state = 'submitted' ORDER BY due_at ${how} LIMIT ${many});`;
  const file = join(world.data, 'shiming.db');
  // the last of all come to be the first, so that none of them is taken twice
  const moved = await run('sqlite3', ['-cmd', '.timeout 20000', file, due(midnight - 1, 'DESC', 5) + due(Date.now() - 1000, 'ASC', 3)]);
  assert.equal(moved.status, 0, moved.stderr);
  await signInAt(page, 'li.na');
  await settled(page);
  const numbers = await page.getByRole('region', { name: 'Numbers' }).locator('dd').allTextContents();
  assert.deepEqual(numbers, ['3', '2', String(CASES), '0']);
  await assertSound(page);
}));

test('of more than a thousand the queue says that there are more', withPerson(server, en, async (page) => {
  await copyCases(world, submitted, 1_001 - CASES);
  await signInAt(page, 'li.na', '/review?state=submitted');
  await page.locator('.tab-count').getByText('1,000+', { exact: true }).waitFor();
  const numbers = await page.getByRole('region', { name: 'Numbers' }).locator('dd').allTextContents();
  assert.equal(numbers[2], '1,000+');
}));
