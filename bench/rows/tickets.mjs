// The same work in a tracker of requests: cases opened and submitted against tickets made through its REST interface; the queue of what
// it holds then, as the page that it serves against the answer that our console draws; its start, and the memory that it takes.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryKib, openInstance } from '../instance.mjs';
import { goals, inTurn, line, median } from '../measure.mjs';
import { openTracker, RT_SERVER } from '../request-tracker.mjs';
import { CLIENTS, openCases, rate } from './cases.mjs';
import { startOnce } from './idle.mjs';
import { openQueue, ROWS } from './queue-pages.mjs';

const FOLD_MIN = 100;
const CASES = 1_000; // a measurement
const TICKETS = 24;
const TICKET_CLIENTS = 4;
const PAGES = 3; // a measurement
const AGAINST = 'Request Tracker 5 on SQLite';

async function ticketRate(tracker) {
  let serial = 0;
  const begun = performance.now();
  await Promise.all(Array.from({ length: TICKET_CLIENTS }, async () => {
    while (serial < TICKETS) await tracker.ticket((serial += 1));
  }));
  return serial / ((performance.now() - begun) / 1000);
}

/** The median of the milliseconds that a page of its queue takes. */
async function pageTime(tracker) {
  const taken = [];
  for (let asked = 0; asked < PAGES; asked += 1) {
    const begun = performance.now();
    await tracker.queuePage(ROWS);
    taken.push(performance.now() - begun);
  }
  return median(taken);
}

/** The first page of a queue: ours is the JSON that the console draws, theirs the page whole; both hold as many. */
async function measureQueue(bench, tracker) {
  const held = TICKETS * bench.times;
  const queue = await openQueue(held, bench.progress);
  try {
    const { ours, theirs } = await inTurn(bench.times, { ours: () => queue.take(queue.paths.first), theirs: () => pageTime(tracker) }, bench.progress);
    return line({ what: `queue, first ${ROWS} of ${held}, the answer in JSON`, ours, theirs, unit: 'ms', against: `${AGAINST}, its page in HTML` });
  } finally {
    await queue.close();
  }
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
    const idle = { ours: [], theirs: await tracker.memoryMib() };
    for (let time = 0; time < bench.times; time += 1) idle.ours.push(await startOnce(instance));
    const { server, wires, holders } = await openCases(bench, instance, cases * bench.times);
    const { ours, theirs } = await inTurn(bench.times, {
      ours: () => rate(wires, holders.splice(0, cases)), theirs: () => ticketRate(tracker),
    }, bench.progress);
    for (const wire of wires) wire.close();
    const after = { ours: (await memoryKib(server.pid, 'VmRSS')) / 1024, theirs: await tracker.memoryMib() };
    return [
      line({ what: `cases opened and submitted, ${CLIENTS} clients`, ours, theirs, unit: '/s', goal: goals.ratioAtLeast(FOLD_MIN), against: `${AGAINST}, tickets by REST` }),
      line({ what: 'memory of the server after that', ...after, unit: 'MiB', against: AGAINST }),
      await measureQueue(bench, tracker),
      line({ what: 'from start to first answer', ours: idle.ours.map(({ ms }) => ms), theirs: tracker.startMs, unit: 'ms', against: AGAINST }),
      line({ what: 'memory of the idle server', ours: idle.ours.map(({ mib }) => mib), theirs: idle.theirs, unit: 'MiB', against: AGAINST }),
      line({ what: 'memory of the idle server', ours: idle.ours.map(({ mib }) => mib), missing: 'Keycloak, not in Debian', unit: 'MiB', against: 'Keycloak' }),
    ];
  } finally {
    await tracker?.stop();
    await instance.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

export const tickets = { name: 'tickets', needs: [RT_SERVER], measure };
