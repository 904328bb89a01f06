// The same work in a tracker of requests: cases opened and submitted against tickets made through its REST interface, and the memory
// that it takes.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryKib, openInstance } from '../instance.mjs';
import { goals, inTurn, line } from '../measure.mjs';
import { openTracker, RT_SERVER } from '../request-tracker.mjs';
import { CLIENTS, openCases, rate } from './cases.mjs';

const FOLD_MIN = 100;
const CASES = 1_000; // a measurement
const TICKETS = 24;
const TICKET_CLIENTS = 4;
const AGAINST = 'Request Tracker 5 on SQLite';

async function ticketRate(tracker) {
  let serial = 0;
  const begun = performance.now();
  await Promise.all(Array.from({ length: TICKET_CLIENTS }, async () => {
    while (serial < TICKETS) await tracker.ticket((serial += 1));
  }));
  return serial / ((performance.now() - begun) / 1000);
}

async function measure(bench) {
  const cases = Math.max(bench.size(CASES), 320);
  const instance = await openInstance(bench);
  await mkdir(join(bench.build, 'bench-data'), { recursive: true });
  const folder = await mkdtemp(join(bench.build, 'bench-data', 'tracker-'));
  let tracker = null;
  try {
    bench.progress('Request Tracker starts');
    tracker = await openTracker(folder);
    const { server, wires, holders } = await openCases(bench, instance, cases * bench.times);
    const { ours, theirs } = await inTurn(bench.times, {
      ours: () => rate(wires, holders.splice(0, cases)), theirs: () => ticketRate(tracker),
    }, bench.progress);
    for (const wire of wires) wire.close();
    return [
      line({ what: `cases opened and submitted, ${CLIENTS} clients`, ours, theirs, unit: '/s', goal: goals.ratioAtLeast(FOLD_MIN), against: `${AGAINST}, tickets by REST` }),
      line({ what: 'memory of the server after that', ours: (await memoryKib(server.pid, 'VmRSS')) / 1024, theirs: await tracker.memoryMib(), unit: 'MiB', against: AGAINST }),
    ];
  } finally {
    await tracker?.stop();
    await instance.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

export const tickets = { name: 'tickets', needs: [RT_SERVER], measure };
