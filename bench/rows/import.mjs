// Ten million accounts with a verification each: `shiming import` of their CSV against sqlite3 taking the rows that it made, in
// clear, into tables with the same indexes. And the log that the import wrote, verified: in itself against hashing the same bytes,
// and with all rows that it tells of.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstance, timed } from '../instance.mjs';
import { goals, inTurn, line } from '../measure.mjs';

const ACCOUNTS = 10_000_000;
const TABLES = ['accounts', 'subjects', 'lookups', 'verifications']; // not the keys and the log, which clear rows would not have
const FOLD_IMPORT_MAX = 2;
const FOLD_VERIFY_MAX = 3;

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

/** What sqlite3 is told to do the other side with. */
function scriptOf(tables, folder) {
  return [
    'PRAGMA journal_mode = WAL;', 'PRAGMA synchronous = FULL;', '.mode csv',
    ...tables.flatMap(({ name, columns, keys, indexes }) => [
      `CREATE TABLE ${name} (${columns.join(', ')}${keys.length ? `, PRIMARY KEY (${keys.join(', ')})` : ''})${keys.length ? ' WITHOUT ROWID' : ''};`,
      ...indexes.map((sql) => `${sql};`), `.import ${join(folder, `${name}.csv`)} ${name}`,
    ]), '',
  ].join('\n');
}

const verify = (instance, how) => timed(process.env.SHIMING, ['ledger', 'verify', how, '--config', instance.config]);

async function measure(bench) {
  const count = bench.size(ACCOUNTS);
  const times = count > 500_000 ? 1 : bench.times; // millions take long
  const done = { ours: [], theirs: [], verified: [], hashed: [], whole: [] };
  for (let time = 1; time <= times; time += 1) {
    const instance = await openInstance(bench);
    try {
      bench.progress(`${time}/${times} shiming import`);
      done.ours.push(await instance.fill(count));
      const tables = TABLES.map((name) => tableOf(instance.database, name));
      for (const table of tables) writeCsv(instance.database, table, join(instance.folder, `${table.name}.csv`));
      const script = join(instance.folder, 'script');
      await writeFile(script, scriptOf(tables, instance.folder));
      bench.progress(`${time}/${times} sqlite3 .import`);
      done.theirs.push(await timed('sh', ['-c', `sqlite3 -bail ${join(instance.folder, 'clear.db')} < ${script}`]));
      const bytes = join(instance.folder, 'bytes');
      await writeFile(bytes, Buffer.alloc(Number(await instance.sql('SELECT sum(length(bytes)) FROM leaves')), 7));
      const { ours, theirs } = await inTurn(bench.times, {
        ours: () => verify(instance, '--log-only'), theirs: () => timed('openssl', ['dgst', '-sha256', bytes]),
      }, (text) => bench.progress(`${time}/${times} log ${text}`));
      done.verified.push(...ours);
      done.hashed.push(...theirs);
      bench.progress(`${time}/${times} shiming ledger verify`);
      done.whole.push(await verify(instance, '--quick'));
    } finally {
      await instance.remove();
    }
  }
  const rows = count.toLocaleString('en');
  return [line({
    what: `import of ${rows} accounts with a verification each`, ours: done.ours, theirs: done.theirs, unit: 's',
    against: 'sqlite3 .import of the same rows, in clear', goal: goals.ratioAtMost(FOLD_IMPORT_MAX),
  }), line({
    what: `a log of ${rows} entries verified`, ours: done.verified, theirs: done.hashed, unit: 's',
    against: 'openssl dgst -sha256 of the same bytes', goal: goals.ratioAtMost(FOLD_VERIFY_MAX),
  }), line({
    what: `the same with every row that the entries tell of, unsealed and compared`, ours: done.whole, theirs: done.verified, unit: 's',
    against: 'the log alone',
  })];
}

export const importing = { name: 'import', needs: ['/usr/bin/sqlite3'], measure };
