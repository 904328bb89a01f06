// The dashboards in the browser; and every page of administration in both languages, wide and narrow, light and dark.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, LANGUAGES, NARROW, openBrowser, settled, WIDE, withPerson } from './browser.mjs';
import { asStaff, signInAt } from './staff-world.mjs';
import { startWorld } from './world.mjs';

let world;
const server = () => world;
const en = { language: 'en' };

before(async () => {
  world = await startWorld();
  await world.addStaff('chen.jing', 'administrator');
  await world.addStaff('zhou.min', 'auditor');
  await openBrowser();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const as = asStaff(server);

test('a range that is none is told before it is asked for; a good one is kept in the address', as('zhou.min', '/statistics', en, async (page) => {
  await page.getByLabel('First day').fill('2026-05-02');
  await page.getByLabel('Last day').fill('2026-05-01');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText('The last day is before the first').waitFor();
  await page.getByLabel('First day').fill('2020-05-02');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText('366 days at most').waitFor();
  await assertSound(page);
  await page.getByRole('button', { name: 'Last 7 days' }).click();
  await page.waitForURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
  const table = page.getByRole('region', { name: 'The numbers: Each day' });
  await table.getByRole('rowheader').nth(6).waitFor();
  await settled(page);
  assert.equal(await table.getByRole('rowheader').count(), 7);
  await page.getByRole('img', { name: /^Chart: Each day/ }).locator('svg').waitFor();
}));

const PAGES = ['/people', '/api-keys', '/bank', '/policy', '/calendar?year=2026', '/statistics'];

for (const language of LANGUAGES) {
  for (const size of [WIDE, NARROW]) {
    test(`administration is sound in ${language} at ${size.width} px`, withPerson(server, { language, size, scheme: size === WIDE ? 'light' : 'dark' }, async (page) => {
      await signInAt(page, 'chen.jing', '/people');
      for (const path of PAGES) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await assertSound(page);
      }
    }));
  }
}
