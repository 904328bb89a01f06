// The reviewer's queue with a million open cases against the same with a thousand: its first page and its last.
import { copyCases, cookieOf, holderOf } from '../../tests/browser/staff-world.mjs';
import { startWorld } from '../../tests/browser/world.mjs';
import { run } from '../../tests/http/harness.mjs';
import { join } from 'node:path';
import { idOf } from '../instance.mjs';
import { goals, inTurn, line, median } from '../measure.mjs';
import { good, openWire } from '../wire.mjs';

const FEW = 1_000;
const FOLD_MAX = 1.5;
export const ROWS = 50; // of a page
const ASKED = 40; // pages a measurement

/** A server with so many submitted cases and its reviewer, who asks for the queue's pages. */
export async function openQueue(cases, progress) {
  const world = await startWorld();
  await world.addStaff('reviewer', 'reviewer');
  progress(`${cases} cases`);
  await copyCases(world, await (await holderOf(world)).submit(), cases);
  const { stdout } = await run('sqlite3', [join(world.data, 'shiming.db'),
    `SELECT hex(id), due_at FROM proceedings WHERE state = (SELECT state FROM proceedings GROUP BY state ORDER BY count(*) DESC LIMIT 1)
     ORDER BY due_at DESC, id DESC LIMIT 1 OFFSET ${ROWS}`]);
  const [id, due] = stdout.trim().split('|');
  const cookie = await cookieOf(world, 'reviewer');
  const wire = await openWire(world);
  const first = `/v1/queue?state=submitted&limit=${ROWS}`;
  return {
    paths: { first, last: `${first}&after=${due}.${idOf(id)}` },
    /** The median of the milliseconds that a page takes. */
    async take(path) {
      const taken = [];
      for (let asked = 0; asked < ASKED; asked += 1) {
        const begun = performance.now();
        const answer = good(await wire.ask('GET', path, { Cookie: cookie }));
        taken.push(performance.now() - begun);
        if (JSON.parse(answer.body).items.length !== ROWS) throw new Error(`not a whole page: ${path}`);
      }
      return median(taken);
    },
    async close() {
      wire.close();
      await world.stop();
    },
  };
}

async function measure(bench) {
  const many = Math.max(bench.size(1_000_000), 10 * FEW);
  const whole = await openQueue(many, bench.progress); // it takes longer than a connection may idle
  const few = await openQueue(FEW, bench.progress);
  try {
    const done = [];
    for (const page of ['first', 'last']) {
      const { ours, theirs } = await inTurn(bench.times, {
        ours: () => whole.take(whole.paths[page]), theirs: () => few.take(few.paths[page]),
      }, (text) => bench.progress(`${page} page ${text}`));
      done.push(line({
        what: `queue, ${page} page, ${many.toLocaleString('en')} open cases`, ours, theirs, against: `${FEW.toLocaleString('en')} open cases`,
        unit: 'ms', goal: goals.ratioAtMost(FOLD_MAX),
      }));
    }
    return done;
  } finally {
    await few.close();
    await whole.close();
  }
}

export const queuePages = { name: 'queue-pages', needs: ['/usr/bin/sqlite3'], measure };
