// Working days added to a date, in process and on one core, against the library that people use for the Chinese calendar. Both
// must come to the same days.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inTurn, line } from '../measure.mjs';

const ADDITIONS = 20_000;
const FIRST_DAY = Date.UTC(2018, 0, 1) / 86_400_000; // as bench/rules.c has it
const DAYS = 2557;
const LONGEST = 30;
const day = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

async function ourTurn(bench, sums) {
  const { stdout } = await promisify(execFile)(join(bench.build, 'bench', 'bench-rules'), ['workdays', String(ADDITIONS)]);
  const [rate, sum] = stdout.split(' ').map(Number);
  sums.add(sum);
  return rate;
}

function theirTurn(findWorkday, dates, sums) {
  const begun = process.cpuUsage();
  let sum = 0;
  for (let i = 0; i < ADDITIONS; i += 1) sum += Date.parse(findWorkday(1 + i % LONGEST, dates[i % DAYS])) / 86_400_000;
  const { user, system } = process.cpuUsage(begun);
  sums.add(sum);
  return ADDITIONS / ((user + system) / 1e6);
}

async function measure(bench) {
  const { findWorkday } = createRequire(import.meta.url)('chinese-days');
  const dates = Array.from({ length: DAYS }, (_, at) => day(FIRST_DAY + at));
  const sums = new Set();
  const { ours, theirs } = await inTurn(bench.times, {
    ours: () => ourTurn(bench, sums), theirs: () => theirTurn(findWorkday, dates, sums),
  }, bench.progress);
  if (sums.size !== 1) throw new Error(`the two do not come to the same days: ${[...sums].join(', ')}`);
  return [line({ what: 'additions of 1 to 30 working days, a second of processor time', ours, theirs, unit: '/s', against: 'npm chinese-days' })];
}

export const workdays = { name: 'workdays', measure };
