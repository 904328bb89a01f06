// The log explorer in the browser: a leaf proven and drawn, two sizes compared, and a server that lies found out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, LANGUAGES, NARROW, openBrowser, settled, WIDE, withPerson } from './browser.mjs';
import { signInAt } from './staff-world.mjs';
import { startWorld } from './world.mjs';

let world;
let leaf; // the id of an entry
let first; // a checkpoint that was kept: { size, root }
const server = () => world;
const en = { language: 'en' };

async function checkpoint() {
  const answer = await fetch(`${world.url}/v1/log/checkpoint`);
  const [, size, root] = (await answer.text()).split('\n');
  return answer.ok ? { size: Number(size), root } : { size: 0, root: '' };
}

/** Waits until the log has more leaves than `size`: the server gives them their places by itself. */
async function grown(size) {
  for (let tries = 0; tries < 100; tries++) {
    const now = await checkpoint();
    if (now.size > size) return now;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`the log did not grow past ${size}`);
}

async function openVerified(name, number) {
  const account = await world.addAccount('taobao');
  await world.verify(account, 'taobao', name, number);
  await world.freeFromOrigin(account);
  return { account, proceeding: await world.openCase(account) };
}

before(async () => {
  world = await startWorld();
  await world.addStaff('zhou.min', 'auditor');
  const { account, proceeding } = await openVerified('王芳', '11010119900307053X');
  const { body } = await world.ask('GET', `/v1/cases/${proceeding.id}/history`, null, await world.enter(account));
  leaf = body.items[0].id;
  first = await grown(0);
  await openVerified('李娜', '110101199003070556').catch(() => world.addAccount());
  await grown(first.size);
  await openBrowser();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const atLog = (options, body) => withPerson(server, options, async (page) => {
  await signInAt(page, 'zhou.min', '/log');
  await settled(page);
  await body(page);
});

test('a leaf is found by its id, proven, and its way to the root drawn', atLog(en, async (page) => {
  await page.getByText('The signature is good').waitFor();
  await page.getByLabel('Id of the entry').fill('not an id');
  await page.getByRole('button', { name: 'Find and prove' }).click();
  await page.getByText('An id has 36 characters').waitFor();
  await page.getByLabel('Id of the entry').fill('01631b2a-6d40-7c3a-9f0e-2b6f0f0c7a11');
  await page.getByRole('button', { name: 'Find and prove' }).click();
  await page.getByRole('alert').filter({ hasText: /\S/ }).first().waitFor();
  await page.getByLabel('Id of the entry').fill(leaf.toUpperCase());
  await page.getByRole('button', { name: 'Find and prove' }).click();
  await page.getByText(/^Proven: it is among the \d+ entries/).waitFor();
  await page.getByRole('img', { name: /^The way from leaf to root/ }).waitFor();
  assert.ok(page.url().includes(leaf));
  await assertSound(page);
}));

test('a proof that the server made up is found out', atLog(en, async (page) => {
  await page.route('**/v1/log/proof?*', async (route) => {
    const answer = await route.fetch();
    const proof = await answer.json();
    proof.hashes[0] = Buffer.alloc(32, 7).toString('base64');
    await route.fulfill({ response: answer, json: proof });
  });
  await page.getByLabel('Id of the entry').fill(leaf);
  await page.getByRole('button', { name: 'Find and prove' }).click();
  await page.getByText(/^Not proven/).waitFor();
}));

test('a checkpoint that nobody signed is not believed', atLog(en, async (page) => {
  await page.route('**/v1/log/checkpoint', async (route) => {
    const answer = await route.fetch();
    const [origin, size, ...rest] = (await answer.text()).split('\n');
    await route.fulfill({ response: answer, body: [origin, Number(size) + 1, ...rest].join('\n') });
  });
  await page.reload();
  await page.getByText('The signature is wrong.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Find and prove' }).count(), 0);
  await assertSound(page);
}));

test('a smaller log is proven the beginning of the larger, with the root that was kept', atLog(en, async (page) => {
  const smaller = page.getByLabel('Smaller size');
  const kept = page.getByLabel(/root hash that you kept/);
  const check = page.getByRole('button', { name: 'Check', exact: true });
  await smaller.fill('0');
  await check.click();
  await page.getByText(/^Enter a whole number from 1 to \d+$/).waitFor();
  await smaller.fill('2');
  await check.click();
  await page.getByText('For a size of 2 the root hash of that time is needed').waitFor();
  await kept.fill('not a hash');
  await check.click();
  await page.getByText('A root hash is 44 characters').waitFor();
  await assertSound(page);
  await smaller.fill(String(first.size));
  await kept.fill(first.root);
  await check.click();
  await page.getByText(/^Consistent:/).waitFor();
  await kept.fill(Buffer.alloc(32, 7).toString('base64'));
  await check.click();
  await page.getByText(/^Not consistent/).waitFor();
  await assertSound(page);
}));

for (const language of LANGUAGES) {
  for (const size of [WIDE, NARROW]) {
    test(`the log is sound in ${language} at ${size.width} px`, atLog({ language, size, scheme: size === WIDE ? 'light' : 'dark' }, async (page) => {
      await page.goto(`/log?leaf=${leaf}`);
      await page.locator('.proof-tree').waitFor();
      await assertSound(page);
    }));
  }
}
