// What the fault tests share: choices by seed, a line that tells how far they are, a server that can be killed and come back on
// its port, and a client that keeps what it was told, repeats what it was not told, and asks again for all of it afterwards.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openClient } from '../http/client.mjs';
import { run, startServer } from '../http/harness.mjs';
import { SCOPES, World } from '../http/world.mjs';

const BANK = ['name: 某某云计算有限公司', 'account: "3301040160000012345"', 'cnaps: "102100099996"'];
const AGAIN_MS = 20; // between two tries while the server or its database is away

/** A number from the environment, or what it is without. */
export const setting = (name, otherwise) => Number(process.env[name] ?? otherwise);

/** Choices that the same seed makes again: Weyl's sequence, mixed (mulberry32). */
export function openChance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    next,
    below: (limit) => Math.floor(next() * limit),
    between: (low, high) => low + next() * (high - low),
    of: (list) => list[Math.floor(next() * list.length)],
  };
}

/** Runs a part to its end. A server's handles do not keep Node awake, so something must; the first failure ends it. */
export async function runPart(part, work) {
  const awake = setInterval(() => {}, 60_000);
  try {
    await work();
  } catch (error) {
    console.error(`\n${part}: ${error.stack}`);
    process.exit(1);
  }
  clearInterval(awake);
}

/** The seed of this run, from SEED or drawn, and told. */
export function chanceOf(part) {
  const chance = openChance(setting('SEED', 1 + Math.floor(Math.random() * 2 ** 31)));
  console.log(`${part}: seed ${chance.seed} (SEED=${chance.seed} makes the same choices again)`);
  return chance;
}

/** Tells how far a part is: on a terminal in one line, otherwise ten times in all. */
export function openProgress(part, total) {
  let told = 0;
  return (done, more = '') => {
    const text = `${part}: ${done} of ${total}${more && `, ${more}`}`;
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}${done >= total ? '\n' : ''}`);
    else if (done >= total || Math.floor(done * 10 / total) > told) console.log(text);
    told = Math.floor(done * 10 / total);
  };
}

/** An instance whose server can be killed at any instant and starts again on the same port. */
export class Site {
  /** Makes the instance and starts it. `store` is where its rows are in PostgreSQL, SQLite without; `evidence` where files are. */
  static async open({ store, evidence, command, env, folder } = {}) {
    const site = new Site();
    site.parent = await mkdtemp(join(folder ?? tmpdir(), 'shiming-fault-'));
    site.data = join(site.parent, 'data');
    site.instance = ['--data', site.data];
    site.command = command ?? [process.env.SHIMING];
    site.env = env ?? {};
    site.kills = 0;
    await site.must('init', '--data', site.data);
    await writeFile(join(site.data, 'bank.yaml'), `${BANK.join('\n')}\n`);
    if (store || evidence) await site.configure({ store, evidence });
    await site.start();
    return site;
  }

  async configure({ store = 'shiming.db', evidence = 'evidence' }) {
    const file = join(this.data, 'shiming.yaml');
    await writeFile(file, [`store: ${JSON.stringify(store)}`, 'keyring: keyring', `evidence: ${evidence}`, 'policy: policy.yaml',
      'calendar: calendar.yaml', 'bank:', ...BANK.map((line) => `  ${line}`), ''].join('\n'));
    this.instance = ['--config', file];
  }

  /** Runs a subcommand; fails with what it said where it fails. */
  async must(...args) {
    const done = await run(process.env.SHIMING, args);
    assert.equal(done.status, 0, `shiming ${args.join(' ')}: ${done.stdout}${done.stderr}`);
    return done.stdout;
  }

  async start() {
    const listen = this.port ? `127.0.0.1:${this.port}` : '127.0.0.1:0';
    const [program, ...first] = this.command;
    const server = await startServer(program, [...first, 'serve', ...this.instance, '--listen', listen], { env: this.env });
    Object.assign(this, { server, url: server.url, host: server.host, port: server.port });
  }

  /** Ends the server as a power cut would: nothing of it runs any more when this is done. */
  async kill() {
    this.kills += 1;
    process.kill(this.server.pid, 'SIGKILL');
    await this.server.exited;
  }

  /** Starts it and ends it again after so long, whatever it was doing. */
  async killStarting(ms) {
    const [program, ...first] = this.command;
    const child = spawn(program, [...first, 'serve', ...this.instance, '--listen', `127.0.0.1:${this.port}`], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await sleep(ms);
    child.kill('SIGKILL');
    await ended;
  }

  /** Holds the log against the rows, and the evidence too unless `quick`; fails with what does not fit. */
  async verify(...more) {
    const told = await run(process.env.SHIMING, ['ledger', 'verify', ...this.instance, ...more]);
    assert.equal(told.status, 0, `shiming ledger verify: ${told.stdout}${told.stderr}`);
  }

  /** Removes what no row names, as the job would two hours later; gives how many files went. */
  async sweep() {
    const swept = await run(process.env.FAULT_SWEEP, this.instance);
    assert.equal(swept.status, 0, swept.stderr);
    return Number(swept.stdout);
  }

  async close() {
    await this.server.stop();
    await rm(this.parent, { recursive: true, force: true });
  }
}

/** A PostgreSQL cluster of its own, which can be killed and comes back. */
export class Cluster {
  static async open() {
    const cluster = new Cluster();
    cluster.folder = await mkdtemp(join(tmpdir(), 'shiming-cluster-'));
    cluster.store = (await cluster.#run('start')).trim();
    return cluster;
  }

  /** Its server outlives the script that starts it, and holds no pipe of ours: what it prints goes into its own log. */
  async #run(what) {
    const done = await run(join(import.meta.dirname, '../../tools/pg-test-cluster.sh'), [what, this.folder]);
    if (done.status === 77) process.exit(77);
    assert.equal(done.status, 0, `pg-test-cluster.sh ${what}: ${done.stderr}`);
    return done.stdout;
  }

  crash() {
    return this.#run('crash');
  }

  async close() {
    await this.#run('stop');
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What a client can tell two answers apart by. */
const told = ({ status, headers, bytes }) => ({ status, etag: headers.etag, location: headers.location, text: bytes.toString() });

/** What takes no Idempotency-Key: secrets that are shown once, and a statement, which is known by its hash. */
const TAKES_NO_KEY = /\/([a-z-]*links|sessions|statements)(\/|$)/;

/**
 * A world whose client survives its server. A write that got no answer is sent again with its key until it has one; a good answer
 * is kept in `acknowledged`, with the request. `mayFail(answer)` says which answers mean that the surroundings are broken, and are
 * asked again.
 */
export class WitnessWorld extends World {
  acknowledged = [];
  repeated = 0;
  #keys = 0;
  #gate = Promise.resolve();

  static async open(site, { mayFail = () => false } = {}) {
    const raw = openClient(site);
    const world = new WitnessWorld(site, (...wish) => world.#askOn(...wish));
    Object.assign(world, { raw, mayFail });
    world.platform = await world.key(...SCOPES);
    return world;
  }

  /** Holds all asking back while `work` runs. */
  async hold(work) {
    let open;
    this.#gate = new Promise((resolve) => { open = resolve; });
    try {
      return await work();
    } finally {
      open();
    }
  }

  async #askOn(method, path, wish = {}) {
    const key = method === 'GET' || wish.key === null ? wish.key : wish.key ?? `w-${this.#keys += 1}`;
    const isWrite = method !== 'GET' && key && !TAKES_NO_KEY.test(path);
    for (;;) {
      await this.#gate;
      const answer = await this.askThrough(method, path, { ...wish, key });
      if (!answer) continue;
      if (isWrite && answer.status < 300) this.acknowledged.push({ method, path, wish: { ...wish, key }, answer });
      return answer;
    }
  }

  /** Asks once; gives nothing where the server was killed meanwhile, is away, or its surroundings are. */
  async askThrough(method, path, wish) {
    const { kills } = this.shiming;
    try {
      const answer = await this.raw(method, path, wish);
      if (answer.status === 429) await sleep(Number(answer.headers['retry-after']) * 1000);
      else if (!this.mayFail(answer)) return answer;
      else await sleep(AGAIN_MS);
    } catch (error) {
      if (kills === this.shiming.kills) throw new Error(`${method} ${path}: the connection ended, and nobody killed the server: ${error.message}`);
      await sleep(AGAIN_MS);
    }
    return undefined;
  }

  /** One-time links are used once, so that where the server went meanwhile it is begun anew. */
  async enter(account) {
    for (;;) {
      const { kills } = this.shiming;
      try {
        return await super.enter(account);
      } catch (error) {
        if (kills === this.shiming.kills && !this.broken) throw error;
      }
    }
  }

  /** Sends what was acknowledged from `first` on once more: each must be answered as it was the first time. */
  async assertKept(first = 0) {
    for (const { method, path, wish, answer } of this.acknowledged.slice(first)) {
      let again;
      while (!again) again = await this.askThrough(method, path, wish);
      if (again.status === 401 && wish.as.leaving) continue; // owns the account no more: nobody to whom it may be told
      assert.deepEqual(told(again), told(answer), `${method} ${path} repeated with its key ${wish.key}`);
      this.repeated += 1;
      if (wish.raw && wish.media?.startsWith('image/')) await this.#assertFile(answer, wish);
    }
  }

  async #assertFile({ headers }, { as, raw }) {
    let read;
    while (!read) read = await this.askThrough('GET', `${headers.location}/content`, { as });
    if (read.status === 401 && as.leaving) return; // what was under way has ended their session meanwhile
    assert.equal(read.status, 200, `GET ${headers.location}/content: ${JSON.stringify(read.body)}`);
    assert.ok(read.bytes.equals(raw), `${headers.location}: its content is what was given`);
  }
}
