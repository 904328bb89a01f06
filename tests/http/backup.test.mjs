// Backup and restore of a living instance: taken while people write, killed in its middle, damaged, and put back: the same rows,
// the same evidence, the same log root.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { good } from './client.mjs';
import { run, startServer } from './harness.mjs';
import { openWorld, person } from './world.mjs';

const postgres = process.env.SHIMING_TEST_POSTGRES;
let world;
let folder; // of this test's own files
let backups;
let keyring; // kept elsewhere than the backups

const shiming = (...args) => run(process.env.SHIMING, args, { env: { LC_ALL: 'C.UTF-8' } });

async function backup(to = backups, instance = world.shiming.instance) {
  const done = await shiming('backup', to, ...instance, '--json');
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}

/** A place for an instance that is not there yet: how restore and every other subcommand are told of it. */
async function newPlace(name) {
  if (!postgres) {
    const instance = ['--data', join(folder, name)];
    return { instance, restore: [...instance, '--keyring', keyring], evidence: join(folder, name, 'evidence') };
  }
  const made = await run('psql', ['-q', '-d', postgres, '-c', `CREATE SCHEMA ${name}`]);
  assert.equal(made.status, 0, made.stderr);
  const place = join(folder, name);
  await mkdir(place);
  await cp(keyring, join(place, 'keyring'));
  await writeFile(join(place, 'shiming.yaml'), [`store: ${JSON.stringify(`${postgres} options='-c search_path=${name}'`)}`,
    'keyring: keyring', 'evidence: evidence', 'policy: policy.yaml', 'calendar: calendar.yaml', ''].join('\n'));
  const instance = ['--config', join(place, 'shiming.yaml')];
  return { instance, restore: instance, evidence: join(place, 'evidence') };
}

/** What a backup holds, line for line. */
const sums = async (path) => (await readFile(join(path, 'SHA256SUMS'), 'utf8')).trim().split('\n');

/** The rows of a table as PostgreSQL's binary COPY has them, in an order that is not the table's: a reloaded one has its own. */
async function copiedRows(file) {
  const bytes = await readFile(file);
  const rows = [];
  let at = 11 + 4 + 4; // signature, flags, length of the header's extension, which is none
  for (let fields = bytes.readInt16BE(at); fields >= 0; fields = bytes.readInt16BE(at)) {
    const begin = at;
    at += 2;
    for (; fields > 0; fields -= 1) at += 4 + Math.max(bytes.readInt32BE(at), 0);
    rows.push(bytes.subarray(begin, at).toString('hex'));
  }
  return rows.sort();
}

/** Two backups hold the same: the same files byte for byte, and of PostgreSQL's tables the same rows. */
async function assertSame(one, other) {
  const [lines, others] = [await sums(one), await sums(other)];
  const names = (all) => all.map((line) => line.split('  ')[1]);
  const isTable = (line) => line.endsWith('.copy');
  assert.deepEqual(names(lines), names(others));
  assert.deepEqual(lines.filter((line) => !isTable(line)), others.filter((line) => !isTable(line)));
  for (const name of names(lines).filter(isTable)) assert.deepEqual(await copiedRows(join(one, name)), await copiedRows(join(other, name)), name);
}

/** Every file of a backup is as its SHA256SUMS says, by a program that is not ours. */
async function assertWhole(path) {
  const checked = await run('sh', ['-c', `cd '${path}' && sha256sum --check --strict --quiet SHA256SUMS`]);
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
}

const finished = async (to) => (await readdir(to)).filter((name) => /^\d{8}T\d{6}Z(-\d)?$/.test(name));

before(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), 'shiming-backup-'));
  backups = join(folder, 'backups');
  keyring = join(folder, 'keyring-kept');
  await cp(join(world.shiming.data, 'keyring'), keyring);
  for (let i = 0; i < 3; i += 1) await world.verify(await world.account(), person(world.next()));
});
after(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a backup taken while people write is restored to the same rows, the same evidence and the same log root', async () => {
  const account = await world.account(person(world.next()));
  let going = true;
  const writer = (async () => {
    let written = 0;
    for (; going; written += 1) {
      const another = await world.account();
      await world.prepare(await world.openAttempt(another, person(world.next())), another.holder);
    }
    return written;
  })();
  const made = await backup();
  going = false;
  assert.ok(await writer > 0);
  await assertWhole(made.backup);

  const place = await newPlace('restored');
  const restored = await shiming('restore', backups, ...place.restore, '--json');
  assert.equal(restored.status, 0, restored.stderr);
  const report = JSON.parse(restored.stdout);
  assert.deepEqual([report.log.found, report.log.root, report.log.leaves], [0, made.log.root, made.log.leaves]);
  assert.equal((await shiming('ledger', 'verify', ...place.instance)).status, 0);
  const again = await backup(join(folder, 'backups-of-restored'), place.instance);
  await assertSame(again.backup, made.backup);

  const server = await startServer(process.env.SHIMING, ['serve', ...place.instance, '--listen', '127.0.0.1:0']);
  const answer = await fetch(`${server.url}/v1/accounts/${account.id}/verification`, { headers: { authorization: `Bearer ${world.platform.key}` } });
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), good(await world.ask('GET', `/v1/accounts/${account.id}/verification`, { as: world.platform })).body);
  await server.stop();
});

test('older backups are dropped when the new one is whole, with the evidence that only they name', async () => {
  const to = join(folder, 'backups-few');
  const blobs = async (made) => (await sums(made.backup)).map((line) => line.split('  ')[1]).filter((name) => name.startsWith('../evidence/'));
  const account = await world.account();
  const path = await world.openAttempt(account, person(world.next()));
  await world.consent(path, account.holder);
  const given = good(await world.give(path, 'id-card-front', account.holder), 201);
  const one = await backup(to);
  good(await world.ask('DELETE', given.headers.location, { as: account.holder }));
  const two = await backup(to);
  const [own] = (await blobs(one)).filter(((kept) => (name) => !kept.has(name))(new Set(await blobs(two))));
  await stat(join(one.backup, own));
  const done = await shiming('backup', to, ...world.shiming.instance, '--keep', '2', '--json');
  assert.equal(done.status, 0, done.stderr);
  const three = JSON.parse(done.stdout);
  assert.deepEqual(three.dropped, [basename(one.backup)]);
  assert.deepEqual((await finished(to)).sort(), [two, three].map((made) => basename(made.backup)).sort());
  await assert.rejects(stat(join(two.backup, own)), { code: 'ENOENT' });
  for (const made of [two, three]) await assertWhole(made.backup);

  for (const wrong of ['0', '-1', 'all']) assert.equal((await shiming('backup', to, ...world.shiming.instance, '--keep', wrong)).status, 2);
  const [damaged] = await finished(to);
  await writeFile(join(to, damaged, 'SHA256SUMS'), 'no hash\n');
  const warned = await shiming('backup', to, ...world.shiming.instance, '--keep', '1', '--json');
  assert.equal(warned.status, 0, warned.stderr);
  assert.match(warned.stderr, /warning: .*SHA256SUMS:1: /);
  const four = JSON.parse(warned.stdout);
  assert.match(four.not_dropped, /SHA256SUMS:1: /);
  assert.deepEqual((await finished(to)).sort(), [two, three, four].map((made) => basename(made.backup)).sort(), 'what cannot be read is not dropped');
  await assertWhole(four.backup);
});

test('of the evidence only what is new is copied', async () => {
  await backup();
  const before = await backup();
  assert.equal(before.evidence_new, 0);
  const path = await world.openAttempt(await world.account(), person(world.next()));
  const attempt = await world.read(path, world.platform);
  const holder = await world.enter(attempt.account);
  await world.consent(path, holder);
  good(await world.give(path, (await world.read(path, holder)).items[0].id, holder), 201);
  const then = await backup();
  assert.deepEqual([then.evidence_new, then.evidence], [1, before.evidence + 1]);
});

/** Starts a backup and kills it as soon as `reached` is true of its unfinished folder; false where it was quicker. */
async function backupKilled(to, reached) {
  const child = spawn(process.env.SHIMING, ['backup', to, ...world.shiming.instance], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  while (child.exitCode === null) {
    const part = (await readdir(to).catch(() => [])).find((name) => name.endsWith('.part'));
    if (part && await Promise.resolve(reached(join(to, part))).catch(() => false)) break;
    await new Promise(setImmediate);
  }
  child.kill('SIGKILL');
  await exited;
  return child.signalCode === 'SIGKILL' && (await finished(to)).length === 0;
}

test('killed in its middle it leaves nothing that passes for a backup, and the next run goes on', async () => {
  const to = join(folder, 'killed');
  const stages = {
    'the database': async (part) => (await readdir(join(part, 'database'))).length > 0,
    'the hashes': (part) => stat(join(part, 'SHA256SUMS')),
    'the evidence': async () => (await readdir(join(to, 'evidence'))).length > 0,
  };
  for (const [stage, reached] of Object.entries(stages)) {
    let killed = false;
    for (let i = 0; i < 50 && !killed; i += 1) {
      await rm(to, { recursive: true, force: true });
      killed = await backupKilled(to, reached);
      for (const name of await finished(to)) await assertWhole(join(to, name));
    }
    assert.ok(killed, `never caught while it was writing ${stage}`);
    assert.deepEqual(await finished(to), []);
  }
  const whole = await backup(to);
  await assertWhole(whole.backup);
  assert.deepEqual((await readdir(to)).filter((name) => name.endsWith('.part')), []);
});

test('a restore that was killed is begun again, and is whole then', async () => {
  const made = await backup();
  for (let i = 0, killed = false; !killed; i += 1) {
    assert.ok(i < 50, 'never caught before its end');
    const place = await newPlace(`killed_restore_${i}`);
    const evidence = postgres ? place.evidence : join(folder, `killed_restore_${i}.part`, 'evidence');
    const child = spawn(process.env.SHIMING, ['restore', made.backup, ...place.restore], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    while (child.exitCode === null && !await readdir(evidence).then((names) => names.length > 1, () => false)) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await exited;
    killed = child.signalCode === 'SIGKILL';
    if (!killed) continue;
    if (!postgres) await assert.rejects(stat(place.evidence), 'it has no name before it is whole');
    const restored = await shiming('restore', made.backup, ...place.restore, '--json');
    assert.equal(restored.status, 0, restored.stderr);
    assert.equal(JSON.parse(restored.stdout).log.root, made.log.root);
    assert.equal((await shiming('ledger', 'verify', ...place.instance)).status, 0);
  }
});

test('an unfinished one is not restored', async () => {
  const to = join(folder, 'unfinished');
  const made = await backup(to);
  await cp(made.backup, `${made.backup}.part`, { recursive: true });
  await rm(made.backup, { recursive: true });
  const place = await newPlace('of_unfinished');
  const refused = await shiming('restore', to, ...place.restore);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /no finished backup/);
});

test('a damaged file is named, and nothing is restored', async () => {
  const to = join(folder, 'damaged');
  const made = await backup(to);
  const [, victim] = (await sums(made.backup)).map((line) => line.split('  ')[1]).filter((name) => name.endsWith('.blob'));
  for (const [i, path] of [victim, (await sums(made.backup)).find((line) => line.includes('database/')).split('  ')[1]].entries()) {
    const file = join(made.backup, path);
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] ^= 1;
    await writeFile(file, bytes);
    const place = await newPlace(`of_damaged_${i}`);
    const refused = await shiming('restore', to, ...place.restore);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, new RegExp(`${path.split('/').at(-1)}.*damaged`));
    if (!postgres) await assert.rejects(stat(place.evidence));
    bytes[bytes.length >> 1] ^= 1;
    await writeFile(file, bytes);
  }
});

test('it never holds the keyring, and is not restored with another one', async () => {
  const made = await backup(join(folder, 'keys'));
  const names = (await readdir(made.backup, { recursive: true })).concat(await readdir(join(folder, 'keys')));
  assert.deepEqual(names.filter((name) => name.includes('keyring')), []);
  assert.equal(made.keyring.included, false);
  assert.equal((await shiming('init', '--data', join(folder, 'other'))).status, 0);
  const place = await newPlace('of_other_keys');
  if (postgres) await cp(join(folder, 'other', 'keyring'), join(folder, 'of_other_keys', 'keyring'));
  const keys = postgres ? place.instance : [...place.instance, '--keyring', join(folder, 'other', 'keyring')];
  const refused = await shiming('restore', made.backup, ...keys);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /not the keyring of the instance/);
});

test('a target that is not empty is refused', async () => {
  const made = await backup();
  const refused = await shiming('restore', made.backup, ...world.shiming.instance, ...(postgres ? [] : ['--keyring', keyring]));
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /not empty/);
});

test('two backups into one folder do not meet', async () => {
  const done = await run('flock', [backups, process.env.SHIMING, 'backup', backups, ...world.shiming.instance], { env: { LC_ALL: 'C.UTF-8' } });
  assert.equal(done.status, 1);
  assert.match(done.stderr, /another backup into it is under way/);
});
