// The outside world over the real binary: payment file and statement of a corporate transfer, attestation of an upgrade.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertProblem } from './client.mjs';
import { run } from './harness.mjs';
import { NOBODY, openWorld } from './world.mjs';

const COMPANY = { kind: 'enterprise', name: '某某科技有限公司', number: '91350100M000100Y43' };
const ACCOUNT = '11001018500053012345';
const BANK = 'name: 某某云计算有限公司\naccount: "3301040160000012345"\ncnaps: "102100099996"\n';

const staff = {};
let world;

const command = async (args, options) => run(process.env.SHIMING, [...args, ...world.shiming.instance], options);

/** Asks as the platform, or with a session's cookie; a text is given as text. */
async function ask(method, path, { cookie, ...wish } = {}) {
  const answer = await world.ask(method, path, { as: cookie ? { cookie } : world.platform, ...wish });
  return { ...answer, body: Buffer.isBuffer(answer.body) ? answer.body.toString() : answer.body };
}

/** Takes a step on what stands at `path`, with the version that it has now. */
async function step(path, what, cookie, body, more = {}) {
  const { etag } = await ask('GET', path, { cookie });
  return ask('POST', `${path}/${what}`, { cookie, body, version: etag, ...more });
}

/** Opens an attempt with consents. */
async function attempt(method) {
  const { id, holder: { cookie } } = await world.account();
  const opened = await ask('POST', `/v1/accounts/${id}/attempts`, { cookie, body: { method, owner: COMPANY } });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const path = `/v1/attempts/${opened.body.id}`;
  await world.consent(path, { cookie });
  return { account: id, cookie, path };
}

/** Reference and amount of the last payment in a file. */
function lastPayment(xml) {
  return {
    reference: [...xml.matchAll(/<EndToEndId>([^<]+)</g)].at(-1)[1],
    amount: [...xml.matchAll(/<InstdAmt Ccy="CNY">([^<]+)</g)].at(-1)[1],
  };
}

const statement = (...rows) => ['reference,amount,currency,direction,booked_on,status,reason', ...rows, ''].join('\n');

before(async () => {
  world = await openWorld({ files: { 'bank.yaml': BANK } });
  staff.admin2 = (await world.staff('administrator')).cookie;
  staff['li.na'] = (await world.staff('reviewer')).cookie;
  staff['wang.wei'] = (await world.staff('approver')).cookie;
});
after(() => world?.stop());

test('a company is verified by the amount that the bank paid to it', async () => {
  const admin = staff.admin2;
  assert.equal((await ask('POST', '/v1/bank/payment-files', { cookie: admin })).status, 204);
  const { account, cookie, path } = await attempt('corporate-transfer');
  const submitted = await step(path, 'submission', cookie, { bank: 'ICBC', account_number: ACCOUNT });
  assert.equal(submitted.status, 200, JSON.stringify(submitted.body));
  assertProblem(await step(path, 'transfer/confirmation', cookie, { amount: '0.50' }), 409, 'transfer-not-sent');

  const made = await ask('POST', '/v1/bank/payment-files', { cookie: admin, key: 'file-1' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.equal(made.headers.location, `/v1/bank/payment-files/${made.body.id}`);
  assert.deepEqual((await ask('POST', '/v1/bank/payment-files', { cookie: admin, key: 'file-1' })).body, made.body);
  const file = await ask('GET', made.headers.location, { cookie: admin });
  assert.match(file.headers['content-type'], /^application\/xml/);
  assert.match(file.headers['content-disposition'], /^attachment/);
  const { reference, amount } = lastPayment(file.body);

  const raw = statement(`${reference},${amount},CNY,debit,2018-05-15,booked,`);
  const taken = await ask('POST', '/v1/bank/statements', { cookie: admin, raw, media: 'text/csv' });
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  assert.equal(taken.body.items[0].outcome, 'paid');
  const told = await ask('GET', `${path}/transfer`, { cookie });
  assert.equal(told.body.state, 'sent');
  assert.ok(!JSON.stringify(told.body).includes(ACCOUNT));

  const wrong = amount === '0.50' ? '0.51' : '0.50';
  const { etag } = await ask('GET', path, { cookie });
  for (let i = 0; i < 2; i += 1) {
    const answer = await ask('POST', `${path}/transfer/confirmation`, { cookie, body: { amount: wrong }, version: etag, key: 'try-1' });
    assertProblem(answer, 422, 'amount-wrong', '/amount');
    assert.match(answer.body.detail, /2 tries/);
  }
  const confirmed = await step(path, 'transfer/confirmation', cookie, { amount });
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body));
  assert.equal(confirmed.body.state, 'passed');
  const verification = await ask('GET', `/v1/accounts/${account}/verification`);
  assert.deepEqual([verification.body.kind, verification.body.method], ['enterprise', 'corporate-transfer']);
});

test('what is handed in must fit the way', async () => {
  const { cookie, path } = await attempt('corporate-transfer');
  assertProblem(await step(path, 'submission', cookie, {}), 422, 'missing-field', '/bank');
  assertProblem(await step(path, 'submission', cookie, { bank: 'ICBC', account_number: 'x'.repeat(9) }), 422, 'malformed-value', '/account_number');
  assertProblem(await step(path, 'submission', cookie, { bank: 'ICBC', account_number: ACCOUNT, account_name: '别家有限公司' }), 422, 'name-invalid', '/account_name');
  assertProblem(await step(path, 'submission', cookie, { bank: 'NO', account_number: ACCOUNT }), 409, 'bank-not-supported', '/bank');
  assertProblem(await step(path, 'submission', cookie, { bank: 'ICBC', account_number: ACCOUNT, alipay_account: 'a' }), 422, 'unknown-field', '/alipay_account');
  assertProblem(await ask('GET', `${path}/transfer`, { cookie }), 404, 'not-found');
});

test('a bad statement changes nothing and says where it is bad', async () => {
  const cookie = staff.admin2;
  const answer = await ask('POST', '/v1/bank/statements', { cookie, raw: statement('x,1.2.3,CNY,debit,2018-05-15,booked,'), media: 'text/csv' });
  assertProblem(answer, 422, 'statement-invalid');
  assert.match(answer.body.detail, /line 2/);
  assertProblem(await ask('POST', '/v1/bank/statements', { cookie, raw: '{}' }), 415, 'unsupported-media');
});

test('a company’s Alipay is attested by two of the staff', async () => {
  const { account, cookie, path } = await attempt('enterprise-alipay');
  assertProblem(await step(path, 'submission', cookie, {}), 422, 'missing-field', '/alipay_account');
  const submitted = await step(path, 'submission', cookie, { alipay_account: 'finance@example.com' });
  assert.equal(submitted.status, 200, JSON.stringify(submitted.body));

  const list = await ask('GET', '/v1/attestations', { cookie: staff['li.na'] });
  assert.ok(list.body.items.some((item) => path.endsWith(item.id)));
  const asked = await ask('GET', `${path}/attestation`, { cookie: staff['li.na'] });
  assert.equal(asked.body.alipay_account, 'finance@example.com');
  assert.equal(asked.body.company.number, COMPANY.number);

  const voice = { confirms: true, reason: '已在企业支付宝后台核对' };
  assert.equal((await step(path, 'attestation', staff['li.na'], voice)).status, 200);
  assertProblem(await step(path, 'attestation', staff['li.na'], voice), 403, 'same-hands');
  const passed = await step(path, 'attestation', staff['wang.wei'], voice);
  assert.equal(passed.body.state, 'passed', JSON.stringify(passed.body));
  const verification = await ask('GET', `/v1/accounts/${account}/verification`);
  assert.equal(verification.body.method, 'enterprise-alipay');
});

test('only those whose business it is come near', async () => {
  const mine = await attempt('corporate-transfer');
  const { holder: other } = await world.account();
  assertProblem(await step(mine.path, 'submission', mine.cookie, { bank: 'ICBC', account_number: ACCOUNT }, { key: '' }), 400, 'idempotency-key-missing');
  await step(mine.path, 'submission', mine.cookie, { bank: 'ICBC', account_number: ACCOUNT });
  for (const cookie of [other.cookie, mine.cookie, staff['li.na']]) {
    assertProblem(await ask('POST', '/v1/bank/payment-files', { cookie }), 403, 'not-allowed');
    assertProblem(await ask('GET', `/v1/bank/payment-files/${NOBODY}`, { cookie }), 403, 'not-allowed');
    assertProblem(await ask('POST', '/v1/bank/statements', { cookie, raw: statement(), media: 'text/csv' }), 403, 'not-allowed');
  }
  assertProblem(await ask('GET', `/v1/bank/payment-files/${NOBODY}`, { cookie: staff.admin2 }), 404, 'not-found');
  assertProblem(await ask('GET', `${mine.path}/transfer`, { cookie: other.cookie }), 404, 'not-found');
  assertProblem(await ask('POST', `${mine.path}/transfer/confirmation`, { cookie: other.cookie, body: { amount: '0.50' }, version: '"1"' }), 404, 'not-found');
  assertProblem(await ask('POST', `${mine.path}/transfer/confirmation`, { cookie: mine.cookie, body: { amount: '0.50' } }), 428, 'version-missing');
  assertProblem(await ask('GET', '/v1/attestations', { cookie: mine.cookie }), 403, 'not-allowed');
});

test('staff do the same from the command line', async () => {
  const { cookie, path } = await attempt('corporate-transfer');
  await step(path, 'submission', cookie, { bank: 'CMB', account_number: ACCOUNT });
  const out = join(world.shiming.data, '..', 'payments.xml');
  const made = await command(['bank', 'file', '--json', '--out', out]);
  assert.equal(made.status, 0, made.stderr);
  const { id } = JSON.parse(made.stdout);
  const xml = await readFile(out, 'utf8');
  const again = await command(['bank', 'file', '--again', id]);
  assert.equal(again.stdout, xml);
  const nothing = await command(['bank', 'file']);
  assert.deepEqual([nothing.status, nothing.stdout], [0, '']);
  assert.equal((await command(['bank', 'file', '--json'])).status, 2);
  assert.equal((await command(['bank', 'file', '--again', NOBODY])).status, 1);

  const { reference, amount } = lastPayment(xml);
  const file = join(world.shiming.data, '..', 'statement.csv');
  await writeFile(file, statement(`${reference},${amount},CNY,credit,2018-05-16,returned,账户已销户`));
  const taken = await command(['bank', 'statement', file]);
  assert.equal(taken.status, 0, taken.stderr);
  assert.match(taken.stdout, /^2\treturned\t\S+\tfailed\t账户已销户$/m);
  const known = await command(['bank', 'statement', file, '--json']);
  assert.equal(JSON.parse(known.stdout).again, true);
  assert.equal((await ask('GET', path, { cookie })).body.state, 'failed');
  const broken = await command(['bank', 'statement', '-'], { input: 'nonsense' });
  assert.equal(broken.status, 1);
  assert.match(broken.stderr, /^shiming bank statement: .+/);
});
