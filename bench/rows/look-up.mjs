// The question that every purchase on a platform asks, "is this account verified?", against the HTTP library alone.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { filledInstance, idOf } from '../instance.mjs';
import { goals, inTurn, line } from '../measure.mjs';
import { good, openWire } from '../wire.mjs';

const WRK = '/usr/bin/wrk';
const CONNECTIONS = 64;
const ASKED = 100_000; // different accounts
const script = fileURLToPath(new URL('../look-up.lua', import.meta.url));

/** Requests a second that wrk got answered; none of them may be an error. */
async function load(url, seconds, ids, key) {
  const { stdout } = await promisify(execFile)(WRK, ['-t2', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, url, '--', ids, key]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(stdout);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]);
}

async function startBare(bench, bytes) {
  const child = spawn(join(bench.build, 'bench', 'bench-bare-server'), [String(cpus().length), String(bytes)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  return { url: `http://127.0.0.1:${String(port).trim()}/`, stop: () => child.stdin.end() };
}

async function measure(bench) {
  const accounts = bench.size(10_000_000);
  const seconds = bench.small ? 3 : 10;
  const instance = await filledInstance(bench, accounts);
  try {
    const each = Math.max(1, Math.floor(accounts / ASKED));
    const rows = await instance.sql(`SELECT lower(hex(id)) FROM accounts WHERE abs(random()) % ${each} = 0 LIMIT ${ASKED}`);
    const ids = rows.split('\n').map(idOf);
    const file = join(instance.folder, 'ids');
    await writeFile(file, `${ids.join('\n')}\n`);
    const server = await instance.start();
    const wire = await openWire(server);
    const answer = good(await wire.ask('GET', `/v1/accounts/${ids[0]}/verification`, { Authorization: `Bearer ${instance.key}` }));
    wire.close();
    const bare = await startBare(bench, answer.body.length);
    try {
      await load(server.url, 1, file, instance.key);
      const { ours, theirs } = await inTurn(bench.times, {
        ours: () => load(server.url, seconds, file, instance.key),
        theirs: () => load(bare.url, seconds, file, instance.key),
      }, bench.progress);
      return [line({
        what: `look-up of a verification, ${accounts.toLocaleString('en')} accounts, key checked, ${CONNECTIONS} connections`,
        ours, theirs, against: `libmicrohttpd, a constant of ${answer.body.length} bytes`, unit: '/s', goal: goals.ratioAtLeast(0.7),
      })];
    } finally {
      bare.stop();
    }
  } finally {
    await instance.stop();
  }
}

export const lookUp = { name: 'look-up', needs: [WRK], shares: true, measure };
