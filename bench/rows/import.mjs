// Ten million accounts with a verification each: `shiming import` of their CSV against sqlite3 taking the rows that it made, in
// clear, into tables with the same indexes. And the log that the import wrote, verified: in itself against hashing as many bytes,
// and with all rows that it tells of.
import { spawnSync } from 'node:child_process';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filledInstance, openInstance, timed } from '../instance.mjs';
import { goals, inTurn, line } from '../measure.mjs';

const ACCOUNTS = 10_000_000;
const WHOLE_MAX = 200_000; // entries whose rows are looked at too: each takes as long as the next
export const ONCE_FROM = 500_000; // so many accounts take minutes, and are imported once
export const TABLES = ['accounts', 'subjects', 'lookups', 'verifications']; // not the keys and the log, which clear rows would not have
export const FOLD_IMPORT_MAX = 2;
const FOLD_VERIFY_MAX = 3;
const BLOCK = Buffer.alloc(1 << 20, 7);

function sqlite(database, script) {
  const done = spawnSync('sqlite3', [database], { input: script, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (done.status !== 0 || done.stderr) throw new Error(done.stderr);
  return done.stdout.trim();
}

/** A table as the import filled it: columns, key, indexes as they were made. */
function tableOf(database, name) {
  const listed = (sql) => sqlite(database, sql).split('\n').filter(Boolean);
  return {
    name,
    columns: listed(`SELECT name FROM pragma_table_info('${name}');`),
    keys: listed(`SELECT name FROM pragma_table_info('${name}') WHERE pk > 0 ORDER BY pk;`),
    indexes: listed(`SELECT replace(sql, char(10), ' ') FROM sqlite_master WHERE type = 'index' AND tbl_name = '${name}' AND sql IS NOT NULL;`),
  };
}

/** Writes a table as CSV, its ids and hashes in hexadecimal. */
function writeCsv(database, { name, columns }, file) {
  const texts = columns.map((column) => `CASE typeof(${column}) WHEN 'blob' THEN lower(hex(${column})) ELSE ${column} END`);
  sqlite(database, `.mode csv\n.once ${file}\nSELECT ${texts.join(', ')} FROM ${name};`);
}

/**
 * What sqlite3 is told to do the other side with. Its own journal, not ours: in a WAL one transaction of that size is written
 * over and over. The cache is ours.
 */
const scriptOf = ({ name, columns, keys, indexes }, csv) => [
  'PRAGMA synchronous = FULL;', 'PRAGMA cache_size = -65536;', '.mode csv',
  `CREATE TABLE ${name} (${columns.join(', ')}${keys.length ? `, PRIMARY KEY (${keys.join(', ')})` : ''})${keys.length ? ' WITHOUT ROWID' : ''};`,
  ...indexes.map((sql) => `${sql};`), `.import ${csv} ${name}`, '',
].join('\n');

/** The seconds that sqlite3 takes for the instance's rows; table by table, for the sake of the disk. */
async function importClear(bench, instance) {
  const clear = join(instance.folder, 'clear.db');
  const script = join(instance.folder, 'script');
  let seconds = 0;
  for (const name of TABLES) {
    const csv = join(instance.folder, `${name}.csv`);
    const table = tableOf(instance.database, name);
    bench.progress(`sqlite3 .import of ${name}`);
    writeCsv(instance.database, table, csv);
    await writeFile(script, scriptOf(table, csv));
    seconds += await timed('sh', ['-c', `sqlite3 -bail ${clear} < ${script}`]);
    await rm(csv);
  }
  await rm(clear);
  return seconds;
}

/** As many bytes as the leaves have, in a file. */
async function writeBytes(instance) {
  const path = join(instance.folder, 'bytes');
  const file = await open(path, 'w');
  try {
    for (let left = Number(await instance.sql('SELECT sum(length(bytes)) FROM leaves')); left > 0; left -= BLOCK.length)
      await file.write(BLOCK, 0, Math.min(left, BLOCK.length));
  } finally {
    await file.close();
  }
  return path;
}

const verify = (instance, how) => timed(process.env.SHIMING, ['ledger', 'verify', how, '--config', instance.config]);

/** Does something with an instance of so many accounts that nobody else needs. */
async function withInstance(bench, count, use) {
  const instance = await openInstance(bench);
  try {
    bench.progress(`importing ${count} accounts`);
    await instance.fill(count);
    return await use(instance);
  } finally {
    await instance.remove();
  }
}

async function verifyLog(bench, instance) {
  const bytes = await writeBytes(instance);
  const figures = await inTurn(bench.times, {
    ours: () => verify(instance, '--log-only'), theirs: () => timed('openssl', ['dgst', '-sha256', bytes]),
  }, (text) => bench.progress(`log ${text}`));
  await rm(bytes);
  return figures;
}

const verifyWhole = (bench, instance) => inTurn(bench.times, {
  ours: () => verify(instance, '--quick'), theirs: () => verify(instance, '--log-only'),
}, (text) => bench.progress(`log and rows ${text}`));

async function measure(bench) {
  const count = bench.size(ACCOUNTS);
  const sides = { ours: [], theirs: [] };
  const both = async (instance) => {
    sides.ours.push(instance.seconds);
    sides.theirs.push(await importClear(bench, instance));
  };
  for (let time = 1; time < (count > ONCE_FROM ? 1 : bench.times); time += 1) await withInstance(bench, count, both);
  const instance = await filledInstance(bench, count);
  await both(instance);
  const log = await verifyLog(bench, instance);
  const entries = Math.min(count, WHOLE_MAX);
  const whole = await (entries === count ? verifyWhole(bench, instance) : withInstance(bench, entries, (other) => verifyWhole(bench, other)));
  const rows = count.toLocaleString('en');
  return [line({
    what: `import of ${rows} accounts with a verification each`, ...sides, unit: 's',
    against: 'sqlite3 .import of the same rows, in clear', goal: goals.ratioAtMost(FOLD_IMPORT_MAX),
  }), line({
    what: `a log of ${rows} entries verified`, ...log, unit: 's',
    against: 'openssl dgst -sha256 of as many bytes', goal: goals.ratioAtMost(FOLD_VERIFY_MAX),
  }), line({
    what: `a log of ${entries.toLocaleString('en')} entries with every row that they tell of, unsealed and compared`, ...whole, unit: 's',
    against: 'the log alone',
  })];
}

export const importing = { name: 'import', needs: ['/usr/bin/sqlite3'], shares: true, measure };
