// Checks of resident identity numbers on one core, against what people use for them: the checks themselves in process, as the
// peers are measured too, and by the command that takes them line by line.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { residentId, timed } from '../instance.mjs';
import { goals, inTurn, line } from '../measure.mjs';

const FOLD_MIN = 100;
const NUMBERS = 1_000_000;
const PEER_SHARE = 200; // peers are slower by so much: they are given a part of the numbers, and the rate counts
const MODULE_NUMBERS = 200_000;
const PYTHON = '/usr/bin/python3';
const modules = createRequire(import.meta.url);
const ONE_CORE = ['-c', '0'];

const PYTHON_CHECK = `
import sys, time
from stdnum.cn import ric
numbers = [line.split()[1] for line in open(sys.argv[1])][:int(sys.argv[2])]
ric.is_valid(numbers[0])
begun = time.process_time()
good = sum(ric.is_valid(number) for number in numbers)
print(good, time.process_time() - begun)
`;

const lines = (count) => {
  const all = [];
  for (let n = 0; n < count; n += 1) all.push(`resident-id\t${residentId(n)}\n`);
  return all.join('');
};

/** Numbers a second of the check alone, in process. */
async function checkRate(bench, file) {
  const { stdout } = await promisify(execFile)('taskset', [...ONE_CORE, join(bench.build, 'bench', 'bench-rules'), 'numbers', file]);
  return Number(stdout.split(' ')[0]);
}

/** Numbers a second by the command, its start, its reading and writing among it. */
async function commandRate(file, count) {
  const input = await open(file);
  try {
    return count / await timed('taskset', [...ONE_CORE, process.env.SHIMING, 'check', '--stdin'], { input: input.fd });
  } finally {
    await input.close();
  }
}

async function pythonRate(file, count) {
  const { stdout } = await promisify(execFile)('taskset', [...ONE_CORE, PYTHON, '-c', PYTHON_CHECK, file, String(count)]);
  return count / Number(stdout.split(' ')[1]);
}

/** Numbers a second by a function of a module. */
function moduleRate(check, numbers) {
  for (const number of numbers.slice(-1000)) check(number);
  const share = numbers.slice(0, MODULE_NUMBERS);
  const begun = process.cpuUsage();
  for (const number of share) check(number);
  const { user, system } = process.cpuUsage(begun);
  return share.length / ((user + system) / 1e6);
}

/** Each peer: its name, and a function that gives its rate; null where it is not there. */
async function peers(file, count) {
  const numbers = (await readFile(file, 'utf8')).split('\n', count).map((row) => row.split('\t')[1]);
  const Validator = modules('id-validator');
  const { default: idcard } = await import('idcard');
  return {
    'python3-stdnum': existsSync('/usr/lib/python3/dist-packages/stdnum') && existsSync(PYTHON)
      ? () => pythonRate(file, Math.max(100, Math.floor(count / PEER_SHARE))) : null,
    // a new one each time: it remembers what it was asked
    'npm id-validator': () => {
      const validator = new Validator();
      return moduleRate((number) => validator.isValid(number), numbers);
    },
    'npm idcard': () => moduleRate((number) => idcard.verify(number), numbers),
  };
}

async function measure(bench) {
  const count = NUMBERS; // also in the small run: it takes a second
  const folder = join(bench.build, 'bench-data');
  const file = join(folder, 'numbers');
  await mkdir(folder, { recursive: true });
  await writeFile(file, lines(count));
  const done = [];
  for (const [name, rate] of Object.entries(await peers(file, count))) {
    const common = { what: 'checks of resident identity numbers in process, one core', unit: '/s', goal: goals.ratioAtLeast(FOLD_MIN), against: name };
    if (!rate) {
      done.push(line({ ...common, ours: await checkRate(bench, file), missing: name }));
      continue;
    }
    const { ours, theirs } = await inTurn(bench.times, { ours: () => checkRate(bench, file), theirs: rate }, (text) => bench.progress(`${name} ${text}`));
    done.push(line({ ...common, ours, theirs }));
  }
  const { command, check } = await inTurn(bench.times, { command: () => commandRate(file, count), check: () => checkRate(bench, file) }, bench.progress);
  done.push(line({
    what: `\`shiming check --stdin\`, ${count.toLocaleString('en')} lines, its start among it`, ours: command, theirs: check, unit: '/s', against: 'the checks alone, in process',
  }));
  return done;
}

export const numbers = { name: 'numbers', needs: ['/usr/bin/taskset'], measure };
