// An instance to measure: its folder below the build, no limit on how often anybody asks, filled by `shiming import`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, startServer } from '../tests/http/harness.mjs';
import { good } from './wire.mjs';

const FILES = { store: 'shiming.db', keyring: 'keyring', evidence: 'evidence', policy: 'policy.yaml', calendar: 'calendar.yaml' };
const CLASSES = ['read', 'write', 'sign-in', 'upload', 'file'];
const SCOPES = ['accounts:read', 'accounts:write', 'links:write', 'usage:write', 'origin:write', 'cases:read', 'cases:write'];
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const SURNAMES = [...'王李张刘陈杨黄赵周吴'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋'];
const DAY_MS = 86_400_000;

/** The n-th of ten million resident identity numbers (GB 11643) with a right check character, no two alike. */
export function residentId(n) {
  const day = new Date(Date.UTC(1950, 0, 1) + (n % 18_000) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  const body = `110105${day}${String(1 + Math.floor(n / 18_000) % 999).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(body[at]), 0);
  return body + '10X98765432'[sum % 11];
}

/** Writes accounts with a verification each as `shiming import` takes them. */
export async function writeAccounts(path, count) {
  const out = createWriteStream(path);
  out.write('external_id,kind,name,number,since\n');
  for (let n = 0; n < count; n += 1)
    if (!out.write(`user-${n},personal,${SURNAMES[n % 10]}${GIVEN[Math.floor(n / 10) % 10]}${GIVEN[Math.floor(n / 100) % 10]},${residentId(n)},2018-05-10\n`)) await once(out, 'drain');
  out.end();
  await once(out, 'finish');
}

async function must(program, args) {
  const done = await run(program, args);
  if (done.status !== 0) throw new Error(`shiming ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}

/** Makes an instance; start() serves it. Whoever opened it calls remove(). `store`: a database of PostgreSQL in place of a file. */
export async function openInstance(bench, store = null) {
  const program = process.env.SHIMING;
  const root = join(bench.build, 'bench-data');
  await mkdir(root, { recursive: true });
  const parent = await mkdtemp(join(root, 'instance-'));
  const data = join(parent, 'data');
  const config = join(parent, 'config.yaml');
  await must(program, ['init', '--data', data]);
  const unlimited = CLASSES.map((name) => `    ${name}: { burst: 0, per-minute: 0 }`);
  await writeFile(config, [
    ...Object.entries(FILES).map(([name, file]) => `${name}: ${name === 'store' && store ? store : join(data, file)}`), 'listen: 127.0.0.1:0', 'behind-proxy: true',
    `log-file: ${join(parent, 'log')}`, // as installed; or else this program reads a line of each request
    'limits:', '  uploads-per-person: 0', '  uploads-per-key: 0', '  people:', ...unlimited, '  platform:', ...unlimited, '',
  ].join('\n'));
  const command = (...args) => must(program, [...args, '--config', config]);
  const key = /shk_\S+/.exec(await command('apikey', 'add', 'bench', ...SCOPES.flatMap((scope) => ['--scope', scope])))[0];
  let server = null;
  return {
    folder: parent,
    database: join(data, 'shiming.db'),
    config,
    key,
    command,
    seconds: null, // that the import took
    /** Imports so many accounts. */
    async fill(count) {
      const csv = join(parent, 'accounts.csv');
      await writeAccounts(csv, count);
      const begun = performance.now();
      await command('import', csv);
      this.seconds = (performance.now() - begun) / 1000;
      await rm(csv);
    },
    async start() {
      server = await startServer(program, ['serve', '--config', config]);
      return server;
    },
    async stop() {
      await server?.stop();
      server = null;
    },
    async remove() {
      await this.stop();
      await rm(parent, { recursive: true, force: true });
    },
    /** Asks the database what the bench must know. */
    async sql(text) {
      const done = await run('sqlite3', [join(data, 'shiming.db'), text]);
      if (done.status !== 0) throw new Error(done.stderr);
      return done.stdout.trim();
    },
  };
}

let filled = null; // the instance that rows share, and its accounts

/** Ends the instance that rows share; there need be none. */
export async function dropFilled() {
  const last = filled;
  filled = null;
  await last?.instance.remove();
}

/** An instance with so many accounts, filled once for all rows in turn that ask for so many: who uses it leaves it stopped and as it was. */
export async function filledInstance(bench, count) {
  if (filled?.count === count) return filled.instance;
  await dropFilled();
  const instance = await openInstance(bench);
  filled = { count, instance };
  bench.progress(`importing ${count} accounts`);
  await instance.fill(count).catch(async (error) => {
    await dropFilled();
    throw error;
  });
  return instance;
}

/** Bytes of /proc/PID/status by their name, in KiB: VmRSS, VmHWM. */
export async function memoryKib(pid, name) {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** Runs a command to its end; gives the seconds. */
export async function timed(command, args, { input, cwd } = {}) {
  const begun = performance.now();
  const child = spawn(command, args, { cwd, stdio: [input ?? 'ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes) => { said += bytes; });
  const [status] = await once(child, 'close');
  if (status !== 0 && status !== 1) throw new Error(`${command} ${args.join(' ')}: ${status} ${said.slice(-300)}`);
  return (performance.now() - begun) / 1000;
}

/** The holder's session of an account that was imported, by its id: a cookie. */
export async function enter(wire, key, account) {
  const link = JSON.parse(good(await wire.ask('POST', `/v1/accounts/${account}/sign-in-links`, {
    Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Idempotency-Key': `enter-${account}`,
  }, '{}')).body);
  const answer = good(await wire.ask('POST', '/v1/sessions/link', { 'Content-Type': 'application/json' },
    JSON.stringify({ token: new URL(link.url).hash.slice(1) })));
  return /\r\nset-cookie: ([^;\r]+)/i.exec(answer.head)[1];
}

export const idOf = (hex) => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
