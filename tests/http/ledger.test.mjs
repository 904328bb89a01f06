// The log over the real binary: a receipt that is checked without the server, the checkpoint, the key, proofs, and what the
// command line says of the same data.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cookieOf, tokenOf } from './client.mjs';
import { run } from './harness.mjs';
import { openWorld } from './world.mjs';

let world;
let shiming;
let folder;

const command = (...args) => run(process.env.SHIMING, args, { env: { LC_ALL: 'C.UTF-8' } });

const ask = (method, path, { cookie, key, body } = {}) => world.ask(method, path, { as: { cookie, key }, body });

const report = (account, id, name, number, at) => ask('POST', `/v1/accounts/${account}/origin-reports`, {
  key: world.platform.key,
  body: {
    report_id: id, origin: 'taobao', origin_account: 'shop', owner_kind: 'personal', owner_name: name,
    number_kind: 'resident-id', owner_number: number, verified_at: at,
  },
});

/** An account whose origin told of an owner and then of another: its holder, and the case that was made of it. */
async function changedAccount() {
  const made = await ask('POST', '/v1/accounts', { key: world.platform.key, body: { external_id: 'u1', origin: 'taobao' } });
  const account = made.body.id;
  const first = await report(account, 'r-1', '王芳', '11010119900307053X', '2018-05-01T00:00:00Z');
  assert.ok(first.status < 300, JSON.stringify(first.body));
  const second = await report(account, 'r-2', '李强', '110101199003078726', '2018-05-02T00:00:00Z');
  assert.ok(second.status < 300, JSON.stringify(second.body));
  const link = await ask('POST', `/v1/accounts/${account}/sign-in-links`, { key: world.platform.key, body: {} });
  const session = await ask('POST', '/v1/sessions/link', { body: { token: tokenOf(link.body) } });
  const cookie = cookieOf(session);
  const list = await ask('GET', `/v1/accounts/${account}/proceedings`, { cookie });
  return { cookie, id: list.body.items.find((one) => one.kind === 'case').id };
}

let change;
let receipt;

before(async () => {
  world = await openWorld();
  shiming = world.shiming;
  folder = await mkdtemp(join(tmpdir(), 'shiming-log-'));
  change = await changedAccount();
  const answer = await ask('GET', `/v1/cases/${change.id}/receipt`, { cookie: change.cookie });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  receipt = answer.body;
});
after(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a receipt is checked with nothing but its file and the key', async () => {
  const file = join(folder, 'receipt.json');
  const key = (await ask('GET', '/v1/log/key')).body.toString().trim();
  await writeFile(file, JSON.stringify(receipt));
  const checked = await command('ledger', 'check-receipt', file, '--key', key);
  assert.equal(checked.status, 0, checked.stderr);
  assert.equal((await command('ledger', 'key', ...shiming.instance)).stdout.trim(), key);
});

test('the new owner opens their own verification, and not the release of the old', () => {
  const entry = (kind) => receipt.entries.find((one) => one.leaf.kind === kind);
  assert.ok(entry('verification.made').content);
  assert.equal(entry('verification.released').content, undefined);
});

test('a receipt changed by one letter is refused', async () => {
  const file = join(folder, 'forged.json');
  const key = (await ask('GET', '/v1/log/key')).body.toString().trim();
  await writeFile(file, JSON.stringify(receipt).replace('verification.made', 'verification.mode'));
  assert.equal((await command('ledger', 'check-receipt', file, '--key', key)).status, 1);
});

test('the proof of a leaf is the receipt’s', async () => {
  const size = Number(receipt.checkpoint.split('\n')[1]);
  const [entry] = receipt.entries;
  const proof = await ask('GET', `/v1/log/proof?leaf_index=${entry.index}&tree_size=${size}`);
  assert.deepEqual(proof.body, { leaf_index: entry.index, tree_size: size, hashes: entry.proof });
});

test('a checkpoint is the beginning of every later one', async () => {
  const size = Number(receipt.checkpoint.split('\n')[1]);
  const answer = await ask('GET', `/v1/log/consistency?from=1&to=${size}`);
  assert.equal(answer.status, 200);
  assert.equal(answer.body.to, size);
});

test('proofs that nobody can give are refused', async () => {
  assert.equal((await ask('GET', '/v1/log/proof')).status, 422);
  assert.equal((await ask('GET', '/v1/log/proof?leaf_index=-1')).status, 422);
  assert.equal((await ask('GET', '/v1/log/proof?leaf_index=0&tree_size=9007199254740991')).status, 422);
  assert.equal((await ask('GET', '/v1/log/consistency?from=0')).status, 422);
});

test('a leaf is the auditor’s to look up', async () => {
  const [entry] = receipt.entries;
  assert.equal((await ask('GET', `/v1/log/leaves/${entry.leaf.id}`)).status, 401);
  assert.equal((await ask('GET', `/v1/log/leaves/${entry.leaf.id}`, { cookie: change.cookie })).status, 403);
});

test('the log verifies while the server runs, and a checkpoint kept elsewhere still fits', async () => {
  const kept = join(folder, 'checkpoint');
  await writeFile(kept, (await ask('GET', '/v1/log/checkpoint')).body);
  const text = await command('ledger', 'checkpoint', ...shiming.instance);
  assert.equal(text.status, 0);
  assert.match(text.stdout, /^shiming\.local\/log\n\d+\n/);
  assert.ok((await readFile(kept, 'utf8')).startsWith('shiming.local/log\n'));
  const verified = await command('ledger', 'verify', ...shiming.instance, '--checkpoint', kept, '--json');
  assert.equal(verified.status, 0, verified.stdout);
  assert.equal(JSON.parse(verified.stdout).consistent, true);
  const audited = await command('ledger', 'receipt', change.id, ...shiming.instance);
  assert.equal(JSON.parse(audited.stdout).format, 'shiming-receipt-1');
});

test('a checkpoint of another log is told', async () => {
  const kept = join(folder, 'foreign');
  await writeFile(kept, 'elsewhere/log\n1\nAAAA\n\n— elsewhere/log AAAA\n');
  const verified = await command('ledger', 'verify', ...shiming.instance, '--checkpoint', kept);
  assert.equal(verified.status, 1);
  assert.match(verified.stdout, /^kept-checkpoint-invalid\t/m);
  const problem = (await ask('GET', '/problems/log-inconsistent')).body;
  assert.equal(problem.type, '/problems/log-inconsistent');
  assert.equal(verified.stderr.trim(), `shiming ledger verify: ${problem.text.replace('{0}', verified.stdout.trim().split('\n').length)}`);
});
