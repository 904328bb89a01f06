// The holder's first page, in a real browser: who owns the account, what goes on, whether the money lasts; and its weight.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertSound, closeBrowser, LANGUAGES, NARROW, openBrowser, settled, WIDE, withPerson } from './browser.mjs';
import { startWorld } from './world.mjs';

const WANG = '11010119900307053X';
const LI = '110101199003078726';
const SCRIPTS_BYTES_MAX = 300 * 1024; // over the wire, as quality.md promises

let world;
let account;
const server = () => world;

/** An account that once was Li Na's and is Wang Fang's, with a change being prepared and too little money for it. */
before(async () => {
  world = await startWorld();
  await openBrowser();
  account = await world.addAccount('alipay');
  await world.verify(account, 'alipay', '李娜', LI, '2017-05-01T00:00:00Z');
  await world.verify(account, 'alipay', '王芳', WANG);
  await world.freeFromOrigin(account);
  await world.ask('PUT', `/v1/accounts/${account}/usage`, {
    balance: '12.50',
    products: [{ id: 'i-1', name: 'web-1', billing: 'pay-as-you-go', cost_1_day: '24', cost_3_days: '72', cost_7_days: '168', cost_30_days: '720' }],
  });
  await world.openCase(account);
});
after(async () => {
  await closeBrowser();
  await world.stop();
});

for (const language of LANGUAGES) {
  for (const size of [WIDE, NARROW]) {
    for (const scheme of ['light', 'dark']) {
      test(`the overview is sound in ${language} at ${size.width} px, ${scheme}`, withPerson(server, { language, size, scheme }, async (page) => {
        await page.goto(await world.enterLink(account));
        await page.waitForURL('**/account');
        await assertSound(page);
        const text = await page.locator('main').innerText();
        assert.match(text, /王\*/);
        assert.match(text, /1101\*+053X/);
        assert.ok(!text.includes('李'), 'an earlier owner is never named');
        assert.match(text, language === 'en' ? /the balance does not last/i : /余额不足/);
        assert.match(text, language === 'en' ? /An earlier owner/ : /此前的所有人/);
        assert.match(text, language === 'en' ? /being prepared/ : /准备中/);
        assert.match(text, language === 'en' ? /Gather what is asked for/ : /请备齐材料/);
        await page.goto('/sessions');
        await assertSound(page);
      }));
    }
  }
}

test('an account that nobody is verified for says so', withPerson(server, { language: 'en' }, async (page) => {
  await page.goto(await world.enterLink(await world.addAccount()));
  await page.getByText('This account has no verified owner at present.').waitFor();
  await page.getByText('There has been no verification yet.').waitFor();
  await page.getByRole('link', { name: 'Verify the owner' }).waitFor();
  assert.equal(await page.getByRole('main').getByRole('link', { name: 'Change the owner' }).count(), 0, 'there is nobody to change');
  await assertSound(page);
}));

test('a part that cannot be had says so and is tried again', withPerson(server, { language: 'en' }, async (page) => {
  await page.route('**/verification?*', (route) => route.abort());
  await page.goto(await world.enterLink(account));
  await page.getByText('The server cannot be reached').waitFor();
  page.complaints.length = 0; // the browser tells of the request that we broke
  await page.unroute('**/verification?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('1101').first().waitFor();
}));

test('the first page of a holder weighs 300 KiB of scripts at most, and its files are kept for ever', withPerson(server, { language: 'zh-CN' }, async (page, t) => {
  let bytes = 0;
  let count = 0;
  page.on('response', async (response) => {
    if (!/\.js$/.test(new URL(response.url()).pathname)) return;
    count += 1;
    assert.equal(response.headers()['content-encoding'] ?? 'small', bytesAreFew(response) ? 'small' : 'br');
    bytes += Number(response.headers()['content-length']);
    assert.match(response.headers()['cache-control'], /immutable/);
  });
  await page.goto(await world.enterLink(account));
  await page.waitForURL('**/account');
  await settled(page);
  t.diagnostic(`${(bytes / 1024).toFixed(1)} KiB in ${count} scripts`);
  assert.ok(count > 0 && bytes <= SCRIPTS_BYTES_MAX, `${bytes} bytes in ${count} scripts`);
}));

function bytesAreFew(response) {
  return !response.headers()['content-encoding'] && Number(response.headers()['content-length']) < 512;
}
