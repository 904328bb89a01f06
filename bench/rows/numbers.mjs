// Checks of resident identity numbers on one core, and working days, against what people use for them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { residentId, timed } from '../instance.mjs';
import { goals, inTurn, line } from '../measure.mjs';

const FOLD_MIN = 100;
const NUMBERS = 1_000_000;
const PEER_SHARE = 200; // peers are slower by so much: they are given a part of the numbers, and the rate counts
const PYTHON = '/usr/bin/python3';
const modules = createRequire(import.meta.url);
const ONE_CORE = ['-c', '0'];

const PYTHON_CHECK = `
import sys, time
from stdnum.cn import ric
numbers = [line.split()[1] for line in open(sys.argv[1])][:int(sys.argv[2])]
ric.is_valid(numbers[0])
begun = time.perf_counter()
good = sum(ric.is_valid(number) for number in numbers)
print(good, time.perf_counter() - begun)
`;

const lines = (count) => {
  const all = [];
  for (let n = 0; n < count; n += 1) all.push(`resident-id\t${residentId(n)}\n`);
  return all.join('');
};

/** Numbers a second by the program, its start and its reading among it. */
async function ourRate(file, count) {
  const input = await open(file);
  try {
    return count / await timed('taskset', [...ONE_CORE, process.env.SHIMING, 'check', '--stdin'], { input: input.fd });
  } finally {
    await input.close();
  }
}

async function pythonRate(file, count) {
  const child = spawn('taskset', [...ONE_CORE, PYTHON, '-c', PYTHON_CHECK, file, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  return count / Number(String(said).split(' ')[1]);
}

/** Numbers a second by a function of a module. */
function moduleRate(check, numbers) {
  for (const number of numbers.slice(0, 1000)) check(number);
  const begun = performance.now();
  for (const number of numbers) check(number);
  return numbers.length / ((performance.now() - begun) / 1000);
}

/** Each peer: its name, and a function that gives its rate; null where it is not there. */
async function peers(file, count) {
  const numbers = (await readFile(file, 'utf8')).split('\n', count).map((row) => row.split('\t')[1]);
  const Validator = modules('id-validator');
  const validator = new Validator();
  const { default: idcard } = await import('idcard');
  return {
    'python3-stdnum': existsSync('/usr/lib/python3/dist-packages/stdnum') && existsSync(PYTHON)
      ? () => pythonRate(file, Math.max(100, Math.floor(count / PEER_SHARE))) : null,
    'npm id-validator': () => moduleRate((number) => validator.isValid(number), numbers),
    'npm idcard': () => moduleRate((number) => idcard.verify(number), numbers),
  };
}

async function measure(bench) {
  const count = Math.max(bench.size(NUMBERS), 100_000);
  const folder = join(bench.build, 'bench-data');
  const file = join(folder, 'numbers');
  await mkdir(folder, { recursive: true });
  await writeFile(file, lines(count));
  const done = [];
  for (const [name, rate] of Object.entries(await peers(file, count))) {
    const common = { what: 'checks of resident identity numbers, one core', unit: '/s', goal: goals.ratioAtLeast(FOLD_MIN), against: name };
    if (!rate) {
      done.push(line({ ...common, ours: await ourRate(file, count), missing: name }));
      continue;
    }
    const { ours, theirs } = await inTurn(bench.times, { ours: () => ourRate(file, count), theirs: rate }, (text) => bench.progress(`${name} ${text}`));
    done.push(line({ ...common, ours, theirs }));
  }
  return done;
}

export const numbers = { name: 'numbers', needs: ['/usr/bin/taskset'], measure };
