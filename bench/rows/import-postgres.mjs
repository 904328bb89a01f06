// A million accounts with a verification each into PostgreSQL: `shiming import` of their CSV, which it loads by COPY, against
// psql's \copy of the rows that it made, in clear, into tables of the same form with the same indexes, on the same server.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../tests/http/harness.mjs';
import { openInstance, timed } from '../instance.mjs';
import { goals, line } from '../measure.mjs';
import { FOLD_IMPORT_MAX, ONCE_FROM, TABLES } from './import.mjs';

const ACCOUNTS = 1_000_000;
const CLUSTER = fileURLToPath(new URL('../../tools/pg-test-cluster.sh', import.meta.url));

async function cluster(what, folder) {
  const { status, stdout, stderr } = await run(CLUSTER, [what, folder]);
  if (status !== 0) throw new Error(`pg-test-cluster.sh ${what}: ${stderr}`);
  return stdout.trim();
}

/** Runs psql; gives the seconds. */
const psql = (store, ...commands) => timed('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', store, ...commands.flatMap((command) => ['-c', command])]);

async function copyClear(bench, store, folder) {
  let seconds = 0;
  await psql(store, 'CREATE SCHEMA clear');
  for (const name of TABLES) {
    const csv = join(folder, `${name}.csv`);
    bench.progress(`psql \\copy of ${name}`);
    await psql(store, `\\copy ${name} TO ${csv} CSV`, `CREATE TABLE clear.${name} (LIKE ${name} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)`);
    seconds += await psql(store, `\\copy clear.${name} FROM ${csv} CSV`);
    await rm(csv);
  }
  return seconds;
}

/** One server, one import, one copy. */
async function once(bench, count, sides) {
  const folder = await mkdtemp(join(bench.build, 'bench-postgres-'));
  try {
    const store = await cluster('start', folder);
    const instance = await openInstance(bench, store);
    try {
      bench.progress(`importing ${count} accounts`);
      await instance.fill(count);
      sides.ours.push(instance.seconds);
      sides.theirs.push(await copyClear(bench, store, folder));
    } finally {
      await instance.remove();
    }
  } finally {
    await cluster('stop', folder);
    await rm(folder, { recursive: true });
  }
}

async function measure(bench) {
  const count = bench.size(ACCOUNTS);
  const what = `import of ${count.toLocaleString('en')} accounts with a verification each, on PostgreSQL`;
  if (!existsSync('/usr/lib/postgresql')) return [{ what, missing: 'postgresql', verdict: 'not measured', goal: '' }];
  const sides = { ours: [], theirs: [] };
  for (let time = 1; time <= (count > ONCE_FROM ? 1 : bench.times); time += 1) await once(bench, count, sides);
  return [line({
    what, ...sides, unit: 's', against: 'psql \\copy of the same rows, in clear', goal: goals.ratioAtMost(FOLD_IMPORT_MAX),
  })];
}

export const importingPostgres = { name: 'import-postgres', needs: ['/usr/bin/psql'], measure };
