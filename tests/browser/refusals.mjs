// How a refusal is met in the browser: one world with a policy that sets every limit, each row in both languages at once, on a
// wide screen and on a phone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openWorld, strictPolicy } from '../http/world.mjs';
import { assertSound, closeBrowser, LANGUAGES, NARROW, openBrowser, together, WIDE } from './browser.mjs';
import { Holder } from './holder-acts.mjs';
import { BANK, BEHIND_PROXY } from './world.mjs';

/** Another zone than the policy's own, and than that of the browsers. */
export const ZONE = 'Asia/Tokyo';
const ROW = /^\| `\/problems\/([a-z-]+)` \| (\d+) \| \*\*.+?\*\* (.+?) \| \*\*.+?\*\* (.+?) \|$/gm;

/** Every problem that the product documents, by its type: { status, 'zh-CN', en }. */
export const PROBLEMS = new Map(
  [...readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8').matchAll(ROW)]
    .map(([, type, status, zh, en]) => [type, { status: Number(status), 'zh-CN': zh, en }]),
);

/** A problem's text as a pattern, whatever was filled in. */
const patternOf = (text) =>
  new RegExp(text.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.+)'));

/** What a person reads has no code in it: no pointer, no hyphenated name of ours, in Chinese no English sentence. */
function assertPlain(text, language) {
  const plain = text.replaceAll(/https?:\S+/g, '');
  assert.doesNotMatch(plain, /\/\w+\/|T\d\d:\d\d/, text);
  if (language === 'zh-CN') assert.doesNotMatch(plain, /[a-z]{3,}-[a-z]{3,}|[a-z]+ [a-z]+ [a-z]+/, text);
}

async function assertTold(holder, { type, says, field }, language) {
  const words = says ? holder.t(says) : patternOf(PROBLEMS.get(type)[language]);
  const place = field
    ? holder.page.locator('.ant-form-item', { has: holder.field(field) }).locator('.ant-form-item-explain-error')
    : holder.page.locator('[role=alert], .ant-result');
  const told = place.filter({ hasText: words }).first();
  await told.waitFor();
  if (field) assert.equal(await holder.page.locator('.ant-alert', { hasText: words }).count(), 0, 'it is said twice');
  assertPlain(await told.innerText(), language);
}

export async function assertKept(holder, typed) {
  for (const [label, text] of typed) assert.equal(await holder.field(label).inputValue(), text, `${label} is lost`);
}

/** A test's body told by a holder in each language at once: `body(holder, language)`. */
export const inBothLanguages = (world, body) =>
  together(() => world().shiming, async (opens) => {
    await Promise.all(LANGUAGES.map(async (language) => {
      const page = await opens({ language, size: language === 'en' ? WIDE : NARROW });
      await body(new Holder(page, { world: world(), language }), language);
    }));
  });

/** Registers a test for each row, and opens their world; gives a function that gives it. */
export function meet(rows) {
  let world;
  before(async () => {
    world = await openWorld({ settings: [BEHIND_PROXY, BANK], files: { 'policy.yaml': (await strictPolicy()).replace('zone: Asia/Shanghai', `zone: ${ZONE}`) } });
    await openBrowser();
  });
  after(async () => {
    await closeBrowser();
    await world?.stop();
  });
  for (const row of rows)
    test(`${row.type}${row.field ? `, beside ${row.field}` : ', where one acted'}`, inBothLanguages(() => world, async (holder, language) => {
      const typed = await row.wrongs(holder);
      await assertTold(holder, row, language);
      await assertKept(holder, typed ?? []);
      await assertSound(holder.page);
    }));
  return () => world;
}
