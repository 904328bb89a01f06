// What the server takes while nobody asks, and how soon after its start the first answer comes.
import { filledInstance, memoryKib } from '../instance.mjs';
import { goals, line } from '../measure.mjs';
import { good, openWire } from '../wire.mjs';

const MEMORY_MIB_MAX = 40;
const START_MS_MAX = 100;

/** Starts the server, asks it once and stops it: { ms, mib }. */
export async function startOnce(instance) {
  const begun = performance.now();
  try {
    const server = await instance.start();
    const wire = await openWire(server);
    good(await wire.ask('GET', '/readyz'));
    const ms = performance.now() - begun;
    wire.close();
    return { ms, mib: (await memoryKib(server.pid, 'VmRSS')) / 1024 };
  } finally {
    await instance.stop();
  }
}

async function measure(bench) {
  const accounts = bench.size(10_000_000);
  const instance = await filledInstance(bench, accounts);
  const seen = [];
  for (let time = 1; time <= bench.times; time += 1) {
    bench.progress(`start ${time}/${bench.times}`);
    seen.push(await startOnce(instance));
  }
  const with_ = `with ${accounts.toLocaleString('en')} accounts`;
  return [
    line({ what: `from start to first answer, ${with_}`, ours: seen.map(({ ms }) => ms), unit: 'ms', goal: goals.atMost(START_MS_MAX, 'ms') }),
    line({ what: `resident memory of the idle server, ${with_}`, ours: seen.map(({ mib }) => mib), unit: 'MiB', goal: goals.atMost(MEMORY_MIB_MAX, 'MiB') }),
  ];
}

export const idle = { name: 'idle', shares: true, measure };
