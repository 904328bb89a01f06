// The wall clock is moved under a running server: an hour forward, back again, and an hour back from there. Each time: sessions, one-time
// links, claims, waits after wrong passwords, jobs and what was acknowledged. Nothing is accepted twice, nothing lost, whoever is refused
// is told why, and work goes on at once. With the argument `postgres` the rows are there.
import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertProblem, cookieOf, good, tokenOf } from '../http/client.mjs';
import { PASSWORD, person } from '../http/world.mjs';
import { Cluster, runPart, Site, WitnessWorld } from './fault.mjs';

const HOUR = 3600;
const WAIT_MS = 30_000; // for what the clock's own jobs do
const GUESSES = 5; // that cost nothing
const FIRST_WAIT_S = 2; // after those, at most, where the clock has not been put back

/** The clock that the server sees: a file which it has mapped. */
class MovedClock {
  static async open() {
    const clock = new MovedClock();
    clock.folder = await mkdtemp(join(tmpdir(), 'shiming-clock-'));
    clock.file = await open(join(clock.folder, 'ahead'), 'w+');
    clock.env = { LD_PRELOAD: process.env.FAULT_CLOCK, MOVED_CLOCK: join(clock.folder, 'ahead') };
    await clock.set(0);
    return clock;
  }

  async set(seconds) {
    const ahead = Buffer.alloc(8);
    ahead.writeBigInt64LE(BigInt(seconds));
    await this.file.write(ahead, 0, 8, 0);
    this.ahead = seconds;
  }

  async close() {
    await this.file.close();
    await rm(this.folder, { recursive: true });
  }
}

async function until(what, holds) {
  for (let waited = 0; !(await holds()); waited += 200) {
    assert.ok(waited < WAIT_MS, `${what}, within ${WAIT_MS} ms`);
    await sleep(200);
  }
}

const say = async (world, { holder, path }) => good(await world.ask('POST', `${path}/messages`, { as: holder, body: { body: '还在吗？' } }), 201);
const size = async (world) => Number((await world.raw('GET', '/v1/log/checkpoint')).body.toString().split('\n')[1]);
const exchange = (world, token) => world.raw('POST', '/v1/sessions/link', { body: { token }, key: null });
const signIn = (world, login, password) => world.raw('POST', '/v1/sessions', { body: { login, password }, key: null });

/** What is there when the clock moves. */
async function before(world) {
  const account = await world.account();
  const path = await world.openAttempt(account, person(world.next()));
  await world.submit(path, account.holder);
  const reviewer = await world.staff('reviewer', true);
  await world.step(path, 'claim', reviewer);
  const mint = async () => tokenOf(good(await world.ask('POST', `/v1/accounts/${account.id}/sign-in-links`, { as: world.platform, body: {} }), 201).body);
  const [used, unused] = [await mint(), await mint()];
  good(await exchange(world, used), 201);
  const guessed = await world.staff('auditor', true);
  for (let i = 0; i < GUESSES; i += 1) assertProblem(await signIn(world, guessed.login, 'a guess at a password'), 401, 'bad-credentials');
  return { holder: account.holder, account, path, reviewer, used, unused, guessed };
}

/** Waits as long as it was told to, which must not be for the clock to come round again. */
async function guesserComesIn(world, { guessed }) {
  let answer = await signIn(world, guessed.login, PASSWORD);
  if (answer.status === 429) {
    const wait = Number(answer.headers['retry-after']);
    assert.ok(wait <= FIRST_WAIT_S, `after ${GUESSES} guesses one waits for ${wait} s`);
    await sleep(wait * 1000);
    answer = await signIn(world, guessed.login, PASSWORD);
  }
  good(answer, 201);
}

/** Who was signed in goes on, or is told to sign in again, and can. */
async function comeBack(world, member) {
  const answer = await world.raw('GET', '/v1/session', { as: member });
  if (answer.status === 200) return false;
  assertProblem(answer, 401, 'session-expired');
  member.cookie = cookieOf(good(await signIn(world, member.login, PASSWORD), 201));
  return true;
}

const stateOf = async (world, { path, holder }) => (await world.read(path, holder)).state;

/** The log takes new leaves in. */
async function logGoesOn(world, at) {
  const was = await size(world);
  await say(world, at);
  await until('the log takes in what is new', async () => await size(world) > was);
}

async function forward(world, clock, at) {
  await clock.set(clock.ahead + HOUR);
  assertProblem(await exchange(world, at.unused), 403, 'link-invalid');
  assertProblem(await exchange(world, at.used), 403, 'link-invalid');
  await until('a claim of before runs out', async () => await stateOf(world, at) === 'submitted');
  assert.ok(await comeBack(world, at.reviewer), 'half an hour without a word ends the session of a member of staff');
  await guesserComesIn(world, at);
  await logGoesOn(world, at);
  await world.assertKept();
  await approve(world, at);
}

async function back(world, clock, at) {
  await clock.set(clock.ahead - HOUR);
  assertProblem(await exchange(world, at.used), 403, 'link-invalid');
  good(await exchange(world, at.unused), 201);
  assertProblem(await exchange(world, at.unused), 403, 'link-invalid');
  assert.equal(await stateOf(world, at), 'in-review');
  assert.ok(!await comeBack(world, at.reviewer), 'a session goes on');
  await guesserComesIn(world, at);
  await logGoesOn(world, at);
  await world.assertKept();
  await approve(world, at);
}

async function approve(world, at) {
  if (await stateOf(world, at) === 'submitted') await world.step(at.path, 'claim', at.reviewer);
  await world.decideAll(at.path, at.reviewer);
  assert.equal((await world.step(at.path, 'approval', at.reviewer)).state, 'passed');
  const { items } = await world.read(`${at.path}/history`, world.platform);
  assert.deepEqual(['submit', 'claim', 'approve'].filter((event) => !items.some((item) => item.event === event)), []);
}

async function restart(site, world) {
  await site.kill();
  await site.verify();
  await site.start();
  await world.assertKept();
}

await runPart('clock', async () => {
  const cluster = process.argv[2] === 'postgres' ? await Cluster.open() : undefined;
  const clock = await MovedClock.open();
  const site = await Site.open({ store: cluster?.store, env: clock.env });
  const world = await WitnessWorld.open(site);
  const moves = [['an hour forward', forward], ['back again', back], ['an hour back from there', back]];
  for (const [name, move] of moves) {
    await move(world, clock, await before(world));
    await restart(site, world);
    console.log(`clock: ${name}: claims, sessions, links, waits and jobs as they should be; ${world.acknowledged.length} writes acknowledged, `
      + `${world.repeated} repeated and answered as the first time; the log fits the rows`);
  }
  await clock.close();
  await site.close();
  await cluster?.close();
});
