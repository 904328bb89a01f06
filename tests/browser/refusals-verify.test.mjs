// What a holder is told who does something wrong while coming in or being verified; and that no refusal is left out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMON, loadContract, SIGNED_IN, WITH_BODY, WRITE } from '../http/contract.mjs';
import { assertKept, inBothLanguages, meet, PROBLEMS } from './refusals.mjs';
import { CASE_ROWS, comesBack, GUIDE_ROWS, onTransfer, VERIFY_ROWS } from './refusal-rows.mjs';

/** Refusals that a holder's request may be answered, and no holder can bring about on the pages. */
const NOT_MET = {
  'the console writes requests as the contract has them': [
    'malformed-body', 'unknown-field', 'wrong-type', 'length-required', 'no-such-route', 'method-not-allowed', 'foreign-origin',
    'idempotency-key-missing', 'idempotency-key-reused', 'version-missing', 'cursor-invalid', 'unknown-value', 'repeated-value',
    'account-exists',
  ],
  'the form says it before anything is sent, or the button waits for it': [
    'missing-field', 'out-of-range', 'too-long', 'reason-missing', 'claim-missing', 'evidence-missing', 'transfer-not-sent',
  ],
  'the file is refused before it travels: case.test.mjs': ['body-too-large', 'unsupported-media'],
  'only a fault on the way brings it about; the file is kept and sent again: case.test.mjs': ['hash-mismatch'],
  'the page says so in its place: guide.test.mjs, people.test.mjs': ['not-verified', 'not-allowed'],
  'the end of a session stands over the page, and nothing is lost: below, refusals-case, guide, people.test.mjs': [
    'not-signed-in', 'session-expired',
  ],
  'it is the staff’s: people.test.mjs, reviewers.test.mjs, workbench.test.mjs, admin.test.mjs': [
    'bad-credentials', 'claimed-by-another', 'own-case', 'same-hands', 'item-undecided', 'statement-invalid', 'not-configured',
    'last-administrator', 'staff-exists', 'password-weak',
  ],
  'it is the platform’s': ['api-key-invalid'],
  'it is the command line’s': [
    'usage', 'policy-invalid', 'calendar-invalid', 'config-invalid', 'keyring-invalid', 'folder-not-empty', 'receipt-invalid',
    'log-inconsistent', 'backup-unusable', 'import-invalid', 'import-changed', 'import-elsewhere', 'import-lines',
  ],
  'the surroundings failed, which no holder brings about': [
    'internal-failure', 'unavailable', 'storage-full', 'storage-read-only', 'starting-or-stopping',
  ],
};

const world = meet(VERIFY_ROWS);

test('the amount that is being entered stays when the session ends', inBothLanguages(world, async (holder) => {
  const { account, wrong } = await onTransfer(holder);
  await holder.fills('attempt:transfer.amount', wrong);
  await holder.page.context().clearCookies();
  await holder.presses('attempt:transfer.action');
  await comesBack(holder, account);
  await assertKept(holder, [['attempt:transfer.amount', wrong]]);
  await holder.presses('attempt:transfer.action');
  await holder.page.locator('.ant-form-item-explain-error').filter({ hasText: '2' }).waitFor();
}));

/** The statuses that a holder's requests may be answered, by the contract. */
function statusesOfHolders() {
  const found = new Set([...COMMON, ...SIGNED_IN, ...WITH_BODY, ...WRITE]);
  for (const { operation } of loadContract().operations())
    if (operation['x-roles'].some((role) => role === 'holder' || role === 'anyone'))
      for (const status of Object.keys(operation.responses)) found.add(Number(status));
  return found;
}

test('no refusal that a holder may meet is left out', () => {
  const statuses = statusesOfHolders();
  const asked = [...PROBLEMS].filter(([, { status }]) => statuses.has(status)).map(([type]) => type);
  const met = new Set([...GUIDE_ROWS, ...CASE_ROWS, ...VERIFY_ROWS].map(({ type }) => type));
  const notMet = Object.values(NOT_MET).flat();
  assert.deepEqual([...met].filter((type) => notMet.includes(type)), [], 'met, and said not to be');
  assert.deepEqual(asked.filter((type) => !met.has(type) && !notMet.includes(type)), [], 'left out');
  assert.deepEqual([...met, ...notMet].filter((type) => !PROBLEMS.has(type)), [], 'no problem of this name');
});
