// The sample's door, as `make run` opens it: whoever comes to it without a word of instruction comes in as anybody.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { run, startServer } from '../http/harness.mjs';
import { assertSound, closeBrowser, LANGUAGES, NARROW, openBrowser, WIDE, withPerson } from './browser.mjs';

let server, parent;

before(async () => {
  parent = await mkdtemp(join(tmpdir(), 'shiming-sample-'));
  const data = join(parent, 'data');
  const made = await run(process.env.SHIMING, ['init', '--data', data, '--sample']);
  assert.equal(made.status, 0, made.stderr);
  server = await startServer(process.env.SHIMING, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--sample']);
  await openBrowser();
});
after(async () => {
  await closeBrowser();
  await server.stop();
  await rm(parent, { recursive: true, force: true });
});

const here = () => server;
const comeIn = (page, name) => page.getByRole('button', { name }).click();

test('whoever opens the address is led to the sample, and comes in as a holder as often as they like',
  withPerson(here, { language: 'zh-CN' }, async (page) => {
    for (let time = 0; time < 2; time += 1) {
      await page.goto('/');
      await page.getByRole('link', { name: '选择身份' }).click();
      await comeIn(page, '进入：个人已认证，aliyun-10006');
      await page.waitForURL('**/account');
      await page.getByRole('heading', { level: 1, name: '账号实名认证' }).waitFor();
      await page.getByRole('button', { name: '退出', exact: true }).click();
      await page.getByRole('heading', { name: '您已退出' }).waitFor();
    }
  }));

test('at the other name of the machine there is room for a second person at once',
  withPerson(here, { language: 'en' }, async (page) => {
    await page.goto('/sample');
    const [other] = await Promise.all([
      page.context().waitForEvent('page'), page.getByRole('link', { name: /^http:\/\/localhost/ }).click(),
    ]);
    await comeIn(page, 'Come in: a verified person, aliyun-10006');
    await page.waitForURL('**/account');
    await comeIn(other, 'Come in: review, 审核员甲 · reviewer1');
    await other.waitForURL('**/review');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Account verification' }).waitFor();
  }));

for (const language of LANGUAGES)
  for (const size of [WIDE, NARROW])
    test(`the door is sound in ${language} at ${size.width} px`, withPerson(here, { language, size }, async (page) => {
      for (const path of ['/sample', '/sign-in']) {
        await page.goto(path);
        await assertSound(page);
      }
    }));
