// Measures shiming beside what people use today, both sides in one run, and writes the table bench/results.md.
// SMALL=1 takes a hundredth of the sizes and leaves that file alone; SCALE=0.1 takes that part of them, which each line names;
// ONLY=NAME takes one row and puts it in the place that it has there. SHIMING is the program. A peer that is not there is named as missing.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dropFilled } from './instance.mjs';
import { machine } from './machine.mjs';
import { cases } from './rows/cases.mjs';
import { idle } from './rows/idle.mjs';
import { importing } from './rows/import.mjs';
import { importingPostgres } from './rows/import-postgres.mjs';
import { lookUp } from './rows/look-up.mjs';
import { numbers } from './rows/numbers.mjs';
import { pages } from './rows/pages.mjs';
import { queueFrames } from './rows/queue-frames.mjs';
import { queuePages } from './rows/queue-pages.mjs';
import { upload } from './rows/upload.mjs';
import { tickets } from './rows/tickets.mjs';
import { workdays } from './rows/workdays.mjs';
import { workflow } from './rows/workflow.mjs';
import { headOf, mergeTable, tableOf } from './table.mjs';

// those that share the filled instance come first, one after the other; it is then removed
const ROWS = [
  importing, idle, lookUp, importingPostgres, cases, tickets, upload, queuePages, numbers, workdays, workflow, pages, queueFrames,
];
const TIMES = 3; // at least; the median counts

const small = Boolean(process.env.SMALL) && process.env.SMALL !== '0';
const scale = small ? 0.01 : Number(process.env.SCALE ?? 1);
const only = process.env.ONLY ?? '';
const build = dirname(process.env.SHIMING);
const results = small
  ? join(build, 'bench-small.md')
  : join(dirname(fileURLToPath(import.meta.url)), 'results.md');

const say = (text) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 100) - 1)}`);
  else process.stderr.write(`${text}\n`);
};

/** What a row is given. */
const benchOf = (row) => ({
  small,
  times: TIMES,
  build,
  /** The part of a size that this run takes. */
  size: (whole) => Math.max(1, Math.round(whole * scale)),
  progress: (text) => say(`bench: ${row.name}: ${text}`),
});

async function take(row) {
  const missing = (row.needs ?? []).find((path) => !existsSync(path));
  if (missing) return [{ what: row.name, missing, verdict: 'not measured', goal: '' }];
  return row.measure(benchOf(row));
}

const chosen = ROWS.filter((row) => !only || row.name === only);
if (chosen.length === 0) {
  console.error(`bench: no row is named "${only}"; there are: ${ROWS.map((row) => row.name).join(', ')}`);
  process.exit(2);
}
let failed = false;
await mkdir(dirname(results), { recursive: true });
for (const row of chosen) {
  let lines;
  try {
    if (!row.shares) await dropFilled();
    lines = await take(row);
  } catch (error) {
    failed = true;
    console.error(`\nbench: ${row.name}: ${error.stack}`);
    continue;
  }
  say('');
  console.log(tableOf(row.name, lines));
  // after each row, into the file as it is then: a run that is broken off keeps what it has, and another what it had
  const table = existsSync(results) ? await readFile(results, 'utf8') : '';
  await writeFile(results, mergeTable(headOf(await machine(process.env.SHIMING)), table, row.name, lines, ROWS.map(({ name }) => name)));
}
await dropFilled();
console.log(`bench: written to ${results}`);
process.exit(failed ? 1 : 0);
