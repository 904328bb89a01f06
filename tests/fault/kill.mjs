// kill -9 at random instants under mixed load. Clients open cases, give files, take steps, write messages, pay transfers and are
// verified; the server dies, sometimes before it has begun to listen, and starts again. Then: each write that was acknowledged is
// repeated with its key and must be answered as before, its files read as given, and the log fit the rows. At the end of each life
// of a data folder the sweep must leave no file that no row names. KILLS, LIFE (kills a data folder), CLIENTS and SEED can be set.
// With the argument `postgres` the rows are in PostgreSQL, on a cluster of its own, and the server is killed; with `database`
// PostgreSQL is, and the server must find back by itself.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { chanceOf, Cluster, openProgress, runPart, setting, Site, WitnessWorld } from './fault.mjs';
import { openStories } from './stories.mjs';

const WHOM = process.argv[2] ?? 'server';
const KILLS = setting('KILLS', { server: 200, postgres: 50, database: 20 }[WHOM]);
const LIFE = setting('LIFE', WHOM === 'database' ? 5 : 25); // there the clients go on while the log is verified, and it grows
const CLIENTS = setting('CLIENTS', 6);
const CHECKED_AGAIN = 40; // of the older writes, after each kill

const chance = chanceOf(`kill ${WHOM}`);
const progress = openProgress(`kill ${WHOM}`, KILLS);
const sum = { kills: 0, early: 0, lives: 0, acknowledged: 0, repeated: 0, swept: 0, stories: 0 };

/** Starts the server, now and then only to kill it on the way up. */
async function restart(site) {
  while (chance.next() < 0.2) {
    sum.early += 1;
    await site.killStarting(chance.between(0, 60));
  }
  await site.start();
}

async function killServer(site) {
  await site.kill();
  if (chance.next() < 0.5) await site.verify('--quick'); // as the kill left it, before any server has opened it again
  await restart(site);
}

/** The clients go on asking meanwhile, and the server stays up. */
async function killDatabase(site, cluster) {
  await cluster.crash();
  await site.verify('--quick');
}

async function killOnce(site, world, cluster) {
  const before = world.acknowledged.length;
  await sleep(chance.between(5, 500));
  if (WHOM === 'database') await killDatabase(site, cluster);
  await world.hold(async () => {
    if (WHOM !== 'database') await killServer(site);
    await world.assertKept(chance.below(2) ? before : Math.max(0, before - CHECKED_AGAIN));
  });
  sum.kills += 1;
  progress(sum.kills, `${sum.acknowledged + world.acknowledged.length} writes acknowledged`);
}

/** One data folder: so many kills under load, then everything once more. */
async function live(kills) {
  const cluster = WHOM === 'server' ? undefined : await Cluster.open();
  const site = await Site.open({ store: cluster?.store });
  const mayFail = WHOM === 'database' ? ({ status }) => status >= 500 : undefined;
  const world = await WitnessWorld.open(site, { mayFail });
  const stories = await openStories(world, chance, CLIENTS);
  for (let i = 0; i < kills; i += 1) {
    await Promise.race([killOnce(site, world, cluster), stories.failed]);
  }
  sum.stories += await stories.end();
  await world.assertKept();
  await site.kill();
  sum.swept += await site.sweep();
  assert.equal(await site.sweep(), 0);
  await site.verify();
  await site.start();
  await site.close();
  await cluster?.close();
  sum.lives += 1;
  sum.acknowledged += world.acknowledged.length;
  sum.repeated += world.repeated;
}

await runPart(`kill ${WHOM}`, async () => {
  while (sum.kills < KILLS) await live(Math.min(LIFE, KILLS - sum.kills));
  assert.ok(sum.acknowledged > 0);
  console.log(`kill ${WHOM}: killed ${sum.kills} times under load and ${sum.early} while starting, in ${sum.lives} lives: `
    + `${sum.stories} stories told, ${sum.acknowledged} writes acknowledged, ${sum.repeated} repeated and answered as the first time, `
    + `${sum.swept} files of unfinished uploads swept; nothing lost, nothing half`);
});
