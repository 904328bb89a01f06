// The forms to print: blank for anybody, and for one's own change.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { assertProblem } from './client.mjs';
import { openWorld } from './world.mjs';

const WANG = { kind: 'personal', name: '王芳', number: '11010119900307053X' };

let world;

before(async () => {
  world = await openWorld();
});
after(() => world?.stop());

/** What stands on a PDF, without white space: where a line breaks does not matter. */
function textOf(answer) {
  assert.equal(answer.headers['content-type'], 'application/pdf');
  const read = spawnSync('pdftotext', ['-layout', '-', '-'], { input: answer.bytes, encoding: 'utf8' });
  assert.equal(read.status, 0, read.stderr);
  return read.stdout.replace(/\s+/gu, '');
}

test('the blank forms are there for anybody, and kept by browsers', async () => {
  for (const [form, title] of [['release', '解除实名认证申请表'], ['owner-change', '会员账号所有人变更申请表']]) {
    const answer = await world.ask('GET', `/v1/forms/${form}`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers['cache-control'], /max-age/);
    assert.match(answer.headers['content-disposition'], /^attachment; filename="[a-z-]+\.pdf"$/);
    assert.ok(textOf(answer).includes(title));
  }
  for (const form of ['none', 'passport']) assertProblem(await world.ask('GET', `/v1/forms/${form}`), 404, 'not-found');
});

test('the form of a change bears its account and number, and names nobody', async () => {
  const account = await world.account(WANG);
  const path = await world.openCase(account, 'personal-to-personal');
  const text = textOf(await world.ask('GET', `${path}/forms/release`, { as: account.holder }));
  const { external_id } = await world.read(`/v1/accounts/${account.id}`, world.platform);
  assert.ok(text.includes(path.split('/').at(-1)));
  assert.ok(text.includes(external_id));
  assert.ok(!text.includes(WANG.name) && !text.includes(WANG.number));
  assertProblem(await world.ask('GET', `${path}/forms/owner-change`, { as: account.holder }), 404, 'not-found');
  const other = await world.account();
  assertProblem(await world.ask('GET', `${path}/forms/release`, { as: other.holder }), 404, 'not-found');
});
