// The check-up of an instance: healthy as it was made; each thing that is broken is found, with its mend, and nothing else is.
import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { run } from './harness.mjs';
import { openWorld, person } from './world.mjs';

const postgres = process.env.SHIMING_TEST_POSTGRES;
/** PostgreSQL's cluster for tests is not safe against power cuts, and must not pass for one that is. */
const always = postgres ? ['fsync', 'full_page_writes'] : [];
/** The compiled-in calendar grows by hand: that it has no block for this year is no fault of the check-up's. */
let yearIsMissing = false;
let world;
let data;

const shiming = (...args) => run(process.env.SHIMING, args, { env: { LC_ALL: 'C.UTF-8' } });

async function checkUp() {
  const done = await shiming('doctor', ...world.shiming.instance, '--json');
  const report = JSON.parse(done.stdout);
  const wrong = report.findings.filter((finding) => finding.state === 'wrong' && !always.includes(finding.place)
    && !(yearIsMissing && finding.finding === 'calendar-over'));
  assert.equal(done.status, report.healthy ? 0 : 1);
  assert.equal(report.healthy, report.findings.every((finding) => finding.state !== 'wrong'));
  for (const finding of report.findings)
    for (const language of ['zh', 'en']) assert.ok(finding.text[language] && finding.mend[language], finding.finding);
  return { ...report, wrong: wrong.map((finding) => finding.finding), all: report.findings.map((finding) => finding.finding) };
}

/** Breaks something, looks, and makes it whole again. */
async function broken(name, breaking) {
  const file = join(data, name);
  const kept = await readFile(file).catch(() => null);
  await breaking(file, kept?.toString());
  const report = await checkUp();
  if (kept) await writeFile(file, kept);
  else await rm(file, { force: true });
  await chmod(file, 0o600).catch(() => {});
  return report;
}

const evidenceFile = async () => {
  const evidence = join(data, 'evidence');
  const [name] = (await readdir(evidence, { recursive: true })).filter((entry) => entry.endsWith('.blob'));
  return join(evidence, name);
};

before(async () => {
  world = await openWorld();
  data = world.shiming.data;
  const account = await world.account();
  await world.submit(await world.openAttempt(account, person(world.next())), account.holder);
  await world.account(person(world.next())); // its verification is a leaf
  for (let i = 0; i < 1000; i += 1) // the runner gives leaves their places within a second or two
    if ((await shiming('ledger', 'checkpoint', ...world.shiming.instance)).status === 0) break;
  yearIsMissing = !(await readFile(join(data, 'calendar.yaml'), 'utf8')).includes(`year: ${new Date().getUTCFullYear()}`);
});
after(() => world?.stop());

test('an instance as it was made is healthy while it serves', async () => {
  const report = await checkUp();
  assert.deepEqual(report.wrong, []);
  assert.deepEqual(report.checks.map((check) => check.check),
    ['rights', 'disk', 'database', 'schema', 'keyring', 'clock', 'evidence', 'calendar', 'policy', 'bank']);
  assert.deepEqual(report.findings.filter((finding) => finding.finding === 'setting').map((finding) => finding.place), always);
});

test('a keyring that others can read, another instance\'s, and a damaged one', async () => {
  assert.deepEqual((await broken('keyring', (file) => chmod(file, 0o644))).wrong, ['open-to-others', 'keyring']);
  const other = join(dirname(data), 'other');
  assert.equal((await shiming('init', '--data', other)).status, 0);
  const foreign = await broken('keyring', (file) => cp(join(other, 'keyring'), file));
  assert.deepEqual(foreign.wrong, ['keyring-lacks', 'keyring-other-log']);
  assert.deepEqual((await broken('keyring', (file, text) => writeFile(file, text.replace('active', 'retire')))).wrong, ['keyring']);
});

test('a calendar that is over, and one that is none', async () => {
  const missing = yearIsMissing;
  yearIsMissing = false;
  const year = new Date().getUTCFullYear();
  const over = await broken('calendar.yaml', (file, text) => writeFile(file, cut(text, year - 1)));
  yearIsMissing = missing;
  assert.deepEqual(over.wrong, ['calendar-over']);
  assert.deepEqual((await broken('calendar.yaml', (file) => writeFile(file, 'years: 7\n'))).wrong, ['calendar']);
});

/** A calendar without the years after `last`. */
function cut(text, last) {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => Number(/^ {2}- year: (\d{4})$/.exec(line)?.[1]) > last);
  return `${lines.slice(0, end < 0 ? lines.length : end).join('\n')}\n`;
}

test('a policy with a hole, with which nothing starts, and one that cannot be read', async () => {
  let started;
  const report = await broken('policy.yaml', async (file, text) => {
    await writeFile(file, text.replace('escalate-hours: 8 ', 'escalate-hours: 99 '));
    started = await shiming('serve', ...world.shiming.instance, '--listen', '127.0.0.1:0');
  });
  assert.deepEqual(report.wrong, ['policy-finding', 'policy-finding', 'policy-finding']);
  assert.notEqual(started.status, 0);
  assert.match(started.stderr, /policy\.yaml:\d+: .*escalate-hours/);
  assert.deepEqual((await broken('policy.yaml', (file) => writeFile(file, '{'))).wrong, ['policy']);
});

test('evidence that is gone, and evidence that nobody names', async () => {
  const file = await evidenceFile();
  await rename(file, `${file}.away`);
  assert.deepEqual((await checkUp()).wrong, ['blob-missing']);
  await rename(`${file}.away`, file);

  const orphan = join(data, 'evidence', '11', '01631b2a-6d40-7c3a-9f0e-2b6f0f0c7a11.blob');
  await mkdir(dirname(orphan), { recursive: true });
  await writeFile(orphan, 'x');
  assert.ok(!(await checkUp()).all.includes('orphans'), 'it may be an upload under way');
  const old = new Date(Date.now() - 48 * 3600 * 1000);
  await utimes(orphan, old, old);
  const report = await checkUp();
  assert.ok(report.all.includes('orphans'));
  assert.deepEqual(report.wrong, []);
  await rm(orphan);

  const folder = join(data, 'evidence');
  await rename(folder, `${folder}-away`);
  assert.deepEqual((await checkUp()).wrong, ['folder-missing']);
  await rename(`${folder}-away`, folder);
});

test('a paying account that cannot be one', async () => {
  const bank = (cnaps) => (file) => writeFile(file, `name: 某某云计算有限公司\naccount: "3301040160000012345"\ncnaps: "${cnaps}"\n`, { mode: 0o600 });
  if (postgres) return; // it stands in the configuration there
  assert.deepEqual((await broken('bank.yaml', bank('12'))).wrong, ['bank']);
  const good = await broken('bank.yaml', bank('102100099996'));
  assert.ok(!good.all.some((finding) => finding.startsWith('bank')));
});

test('data keys under an old master key', async () => {
  const keyring = join(data, 'keyring');
  assert.equal((await shiming('keys', 'rotate', '--prepare', ...world.shiming.instance)).status, 0);
  const prepared = await readFile(keyring);
  assert.equal((await shiming('keys', 'rotate', ...world.shiming.instance)).status, 0);
  const rotated = await readFile(keyring);
  await writeFile(keyring, prepared);
  const report = await checkUp();
  await writeFile(keyring, rotated);
  assert.ok(report.all.includes('rotation-unfinished'));
  assert.deepEqual(report.wrong, []);
  assert.ok(!(await checkUp()).all.includes('rotation-unfinished'));
});

test('a clock behind the newest entry of the log', { skip: postgres && 'the same statement in another dialect' }, async () => {
  const to = join(dirname(data), 'ahead');
  const backups = join(dirname(data), 'backups');
  assert.equal((await shiming('backup', backups, ...world.shiming.instance)).status, 0);
  assert.equal((await shiming('restore', backups, '--data', to, '--keyring', join(data, 'keyring'))).status, 0);
  const ahead = await run('sqlite3', [join(to, 'shiming.db'), `INSERT INTO leaves SELECT x'ffffffffffff7fff8fffffffffffffff', bytes,
    key_owner, sealed_opening, made_at + 3600000000, NULL, case_id, verification_id FROM leaves LIMIT 1`]);
  assert.equal(ahead.status, 0, ahead.stderr);
  const done = await shiming('doctor', '--data', to, '--json');
  assert.ok(JSON.parse(done.stdout).findings.some((finding) => finding.finding === 'clock-behind'));
});

test('a database that cannot be opened', async () => {
  const done = await shiming('doctor', '--data', join(data, 'nowhere'), '--json');
  assert.equal(done.status, 1);
  const kinds = JSON.parse(done.stdout).findings.map((finding) => finding.finding);
  assert.ok(kinds.includes('database-unreachable') && kinds.includes('keyring') && kinds.includes('folder-missing'));
});
