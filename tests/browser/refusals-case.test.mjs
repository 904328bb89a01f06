// What a holder is told who does something wrong on the page of a change, or whose session ends there.
import { test } from 'node:test';
import { assertKept, inBothLanguages, meet, ZONE } from './refusals.mjs';
import { CASE_ROWS, comesBack, onDraft } from './refusal-rows.mjs';

const world = meet(CASE_ROWS);

test('times are told in the zone of the policy', inBothLanguages(world, async (holder, language) => {
  const { account, path } = await onDraft(holder);
  const { expires_at } = await holder.world.read(path, account.holder);
  const told = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE }).format(Date.parse(expires_at));
  await holder.page.locator('.due').getByText(told).waitFor();
}));

test('a message that is being written stays when the session ends, and is sent', inBothLanguages(world, async (holder) => {
  const { account } = await onDraft(holder);
  await holder.fills('case:thread.write', '请问公章要盖在哪里？');
  await holder.page.context().clearCookies();
  await holder.presses('case:thread.send');
  await comesBack(holder, account);
  await assertKept(holder, [['case:thread.write', '请问公章要盖在哪里？']]);
  await holder.presses('case:thread.send');
  await holder.told('case:thread.done');
}));
