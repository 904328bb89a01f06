// The master key changed under a living service, and killed in the middle of it: nobody is locked out, nothing is lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { good } from './client.mjs';
import { run } from './harness.mjs';
import { openWorld, person } from './world.mjs';

let world;
let account;

const shiming = (...args) => run(process.env.SHIMING, [...args, ...world.shiming.instance], { env: { LC_ALL: 'C.UTF-8' } });
const keys = async () => JSON.parse((await shiming('keys', 'list', '--json')).stdout).master_keys;
const keyring = () => readFile(join(world.shiming.data, 'keyring'), 'utf8');

before(async () => {
  world = await openWorld();
  account = await world.account(person(world.next()));
  const another = await world.account();
  await world.prepare(await world.openAttempt(another, person(world.next())), another.holder);
});
after(() => world?.stop());

/** Whom the service tells the holder of: what only an opened data key can tell. */
const subject = async () => good(await world.ask('GET', `/v1/accounts/${account.id}/verification?include=subject`, { as: account.holder })).body;

test('the service goes on through a change of the master key, and seals under the new one from then on', async () => {
  const told = await subject();
  let going = true;
  const writer = (async () => {
    for (let written = 0; ; written += 1) {
      if (!going) return written;
      await world.account(person(world.next()));
    }
  })();
  const rotated = await shiming('keys', 'rotate', '--json');
  going = false;
  assert.ok(await writer > 0);
  assert.equal(rotated.status, 0, rotated.stderr);
  const report = JSON.parse(rotated.stdout);
  assert.equal(report.begun, true);
  assert.deepEqual(await subject(), told);
  await world.account(person(world.next()));
  const [old, active] = await keys();
  assert.deepEqual([old.state, active.state, active.id], ['old', 'active', report.master_key]);
  if (old.wraps > 0) assert.equal((await shiming('keys', 'rotate')).status, 0); // one that was being written
  const wraps = (await keys())[1].wraps;
  await world.account(person(world.next()));
  const after = await keys();
  assert.equal(after[0].wraps, 0);
  assert.ok(after[1].wraps > wraps);
  const verified = await shiming('ledger', 'verify');
  assert.equal(verified.status, 0, verified.stdout);
});

test('killed in the middle of a change it is gone on with, and everything opens all the while', async () => {
  let caught = false;
  for (let i = 0; i < 50 && !caught; i += 1) {
    const was = await keyring();
    const child = spawn(process.env.SHIMING, ['keys', 'rotate', ...world.shiming.instance], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    while (child.exitCode === null && await keyring() === was) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await exited;
    const now = await keys();
    caught = child.signalCode === 'SIGKILL' && now.some((key) => key.state === 'old' && key.wraps > 0);
    await subject();
  }
  assert.ok(caught, 'never caught between the new key and the last data key');
  const rotated = await shiming('keys', 'rotate', '--json');
  assert.equal(rotated.status, 0, rotated.stderr);
  assert.equal(JSON.parse(rotated.stdout).begun, false);
  assert.deepEqual((await keys()).filter((key) => key.state !== 'active' && key.wraps > 0), []);
  await subject();
  assert.equal((await shiming('ledger', 'verify')).status, 0);
});

test('a key that was prepared is the next', async () => {
  assert.equal((await shiming('keys', 'rotate', '--prepare')).status, 0);
  const next = (await keys()).find((key) => key.state === 'prepared');
  assert.equal(JSON.parse((await shiming('keys', 'rotate', '--json')).stdout).master_key, next.id);
});

test('an old key is not dropped within the hour', async () => {
  const refused = await shiming('keys', 'drop');
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /changed lately/);
});
