// What goes wrong around the server: the disk is full, it takes no writes any more, the place of the evidence is gone, clients are idle by
// the thousand, stop reading, break off in the middle of a body. Each must be answered by a clear problem or cost nobody else anything;
// nothing acknowledged is lost; and work goes on when it is over. Full and read-only disks are small file systems of their own, which
// only root can mount. CONNECTIONS and SEED can be set.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, rm, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { good } from '../http/client.mjs';
import { run } from '../http/harness.mjs';
import { person } from '../http/world.mjs';
import { chanceOf, runPart, setting, Site, WitnessWorld } from './fault.mjs';

const CONNECTIONS = setting('CONNECTIONS', 1000);
const DISK = '24m';
const FILE_BYTES = 1_500_000;
const BROKEN_OFF = 40;
const WAIT_MS = 20_000;

const chance = chanceOf('surroundings');
const content = (size = FILE_BYTES) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size)]);

/** A case with consents, so that files may be given. */
async function caseOf(world) {
  const account = await world.account(person(world.next()));
  const path = await world.openCase(account, 'personal-to-personal');
  await world.consent(path, account.holder);
  return { holder: account.holder, path, files: `${path}/items/id-card-front-held/files` };
}

const give = (world, { holder, files }, raw = content()) => world.ask('POST', files, { as: holder, raw, media: 'image/jpeg' });
const say = (world, { holder, path }) => world.ask('POST', `${path}/messages`, { as: holder, body: { body: '还在吗？' } });

async function whole(site, world) {
  await world.assertKept();
  await site.kill();
  await site.sweep();
  await site.verify();
}

/** Writes until nothing more fits. */
async function fill(place) {
  const file = await open(place, 'w');
  try {
    for (;;) await file.write(Buffer.alloc(65536));
  } catch (error) {
    assert.equal(error.code, 'ENOSPC');
  } finally {
    await file.close();
  }
}

/** Gives `work` a file system of its own, by mount's own words; says so and leaves it out where none can be had. */
async function withDisk(what, words, work) {
  const folder = await mkdtemp(join(tmpdir(), 'shiming-disk-'));
  const mounted = await run('mount', [...words, folder]);
  try {
    if (mounted.status === 0) await work(folder);
    else console.log(`surroundings: ${what}: left out, nothing can be mounted here: ${mounted.stderr.trim()}`);
  } finally {
    while ((await run('umount', [folder])).status === 0);
    await run('umount', ['-l', folder]);
    await rm(folder, { recursive: true });
  }
}

const TMPFS = ['-t', 'tmpfs', '-o', `size=${DISK}`, 'shiming-fault'];

async function fullDisk() {
  await withDisk('a full disk', TMPFS, async (folder) => {
    const site = await Site.open({ folder });
    const world = await WitnessWorld.open(site);
    const at = await caseOf(world);
    good(await give(world, at), 201);
    await fill(join(folder, 'filler'));
    const refused = [await give(world, at), await say(world, at)];
    for (const { status, body } of refused) {
      assert.equal(status, 503, JSON.stringify(body));
      assert.equal(body.type, '/problems/storage-full');
    }
    await world.read(at.path, at.holder);
    await rm(join(folder, 'filler'));
    good(await say(world, at), 201);
    good(await give(world, await caseOf(world)), 201);
    await whole(site, world);
    console.log(`surroundings: a full disk: ${refused.length} requests refused as such, the case was still read, and writing went on `
      + `with ${(await statfs(folder)).bavail} blocks free`);
  });
}

const assertReadOnly = ({ status, body }) => {
  assert.equal(status, 503, JSON.stringify(body));
  assert.equal(body.type, '/problems/storage-read-only');
};

const mustRun = async (command, ...words) => {
  const done = await run(command, words);
  assert.equal(done.status, 0, `${command} ${words.join(' ')}: ${done.stderr}`);
};

/** The evidence lies on a disk of its own, which takes no writes for a while; the database goes on. */
async function readOnlyEvidence() {
  await withDisk('evidence on a disk that is read-only', TMPFS, async (folder) => {
    const site = await Site.open({ evidence: folder });
    const world = await WitnessWorld.open(site);
    const at = await caseOf(world);
    const { headers } = good(await give(world, at), 201);
    await mustRun('mount', '-o', 'remount,ro', folder);
    assertReadOnly(await give(world, at));
    good(await say(world, at), 201);
    assert.equal((await world.ask('GET', `${headers.location}/content`, { as: at.holder })).status, 200);
    await mustRun('mount', '-o', 'remount,rw', folder);
    good(await give(world, await caseOf(world)), 201);
    await whole(site, world);
    await rm(site.parent, { recursive: true });
    console.log('surroundings: evidence on a disk that was read-only: files were refused as such, words were not, files were still read, '
      + 'and both went on');
  });
}

/** All lies on a disk that turns read-only by itself, as ext4 does on an error of its device. It comes back by an administrator's hand. */
async function readOnlyDisk() {
  const parent = await mkdtemp(join(tmpdir(), 'shiming-image-'));
  const image = join(parent, 'image');
  await mustRun('truncate', '-s', '64M', image);
  const made = await run('mkfs.ext4', ['-q', image]).catch((error) => ({ status: 127, stderr: error.message }));
  if (made.status !== 0) console.log(`surroundings: a read-only disk: left out, there is no ext4: ${made.stderr.trim()}`);
  else await withDisk('a read-only disk', ['-o', 'loop,errors=remount-ro', image], (folder) => diskFails(folder, image));
  await rm(parent, { recursive: true });
}

async function diskFails(folder, image) {
  const site = await Site.open({ folder });
  const world = await WitnessWorld.open(site);
  const at = await caseOf(world);
  const { headers } = good(await give(world, at, content(3000)), 201);
  await mustRun('sync', '-f', folder); // what this test itself has written there
  const { stdout } = await run('findmnt', ['-n', '-o', 'SOURCE', folder]);
  const trigger = await open(`/sys/fs/ext4/${basename(stdout.trim())}/trigger_fs_error`, 'w');
  await trigger.write('1');
  await trigger.close();
  for (let i = 0; i < 3; i += 1) {
    assertReadOnly(await give(world, at, content(3000)));
    assertReadOnly(await say(world, at));
    await world.read(at.path, at.holder);
    assert.equal((await world.ask('GET', `${headers.location}/content`, { as: at.holder })).status, 200);
  }
  await site.kill();
  const started = await run(process.env.SHIMING, ['serve', ...site.instance, '--listen', '127.0.0.1:0']);
  assert.equal(started.status, 3);
  assert.match(started.stderr, /^shiming serve: .*Read-only file system\n$/);
  await mustRun('umount', folder);
  await mustRun('mount', '-o', 'loop', image, folder);
  await site.start();
  good(await say(world, at), 201);
  good(await give(world, await caseOf(world), content(3000)), 201);
  await whole(site, world);
  console.log('surroundings: a disk that turned read-only: all writing was refused as such, cases and files were still read; mounted '
    + 'anew nothing was missing and writing went on');
}

/** So many connections from several addresses, each with what `first` gives sent. */
async function crowd(site, count, first) {
  return Promise.all(Array.from({ length: count }, (_, i) => new Promise((resolve, reject) => {
    const socket = connect({ host: site.host, port: site.port, localAddress: `127.0.9.${1 + i % 50}` }, () => {
      socket.write(first(i));
      resolve(socket);
    });
    socket.once('error', reject).on('error', () => {});
  })));
}

async function idleAndSlow(site, world) {
  const at = await caseOf(world);
  const sockets = await crowd(site, CONNECTIONS, (i) => (i % 2 ? '' : 'GET /v1/policy HTTP/1.1\r\nHost: x\r\nX-Slow: '));
  for (let i = 0; i < 5; i += 1) {
    for (const socket of sockets) if (chance.next() < 0.5) socket.write('a');
    good(await say(world, at), 201);
  }
  good(await give(world, at, content(3000)), 201);
  for (const socket of sockets) socket.destroy();
  console.log(`surroundings: ${CONNECTIONS} connections idle or sending a byte at a time: everybody else was served`);
}

/** Asks for a file again and again and reads nothing of it. */
async function unread(site, world) {
  const at = await caseOf(world);
  const { headers } = good(await give(world, at), 201);
  const asking = `GET ${headers.location}/content HTTP/1.1\r\nHost: ${site.host}:${site.port}\r\nCookie: ${at.holder.cookie}\r\n\r\n`;
  const sockets = await crowd(site, 50, () => asking.repeat(4));
  for (const socket of sockets) socket.pause();
  for (let i = 0; i < 10; i += 1) good(await say(world, at), 201);
  for (const socket of sockets) socket.destroy();
  console.log('surroundings: 50 clients that stopped reading: everybody else was served');
}

/** The place of the evidence vanishes and comes back empty, as a disk that was exchanged would be. */
async function evidenceGone() {
  const site = await Site.open();
  const world = await WitnessWorld.open(site);
  const at = await caseOf(world);
  await rm(join(site.data, 'evidence'), { recursive: true });
  assert.equal((await give(world, at)).status, 500);
  good(await say(world, at), 201);
  await mkdir(join(site.data, 'evidence'));
  good(await give(world, at), 201);
  await whole(site, world);
  await rm(site.parent, { recursive: true });
  console.log('surroundings: the place of the evidence gone: files were refused, words were not, and both went on when it was back');
}

const partsIn = async (site) => (await readdir(join(site.data, 'evidence'), { recursive: true })).filter((name) => name.endsWith('.part'));

async function brokenOff(site, world) {
  const at = await caseOf(world);
  for (let i = 0; i < BROKEN_OFF; i += 1) {
    const body = content(200_000);
    const head = `POST ${at.files} HTTP/1.1\r\nHost: ${site.host}:${site.port}\r\nOrigin: ${site.url}\r\nCookie: ${at.holder.cookie}\r\n`
      + `Idempotency-Key: half-${i}\r\nContent-Type: image/jpeg\r\nContent-Length: ${body.length}\r\n\r\n`;
    const [socket] = await crowd(site, 1, () => head);
    await new Promise((resolve) => { socket.write(body.subarray(0, chance.below(body.length)), resolve); });
    socket.destroy();
  }
  for (let waited = 0; (await partsIn(site)).length > 0; waited += 50) {
    assert.ok(waited < WAIT_MS, 'what was broken off is taken away');
    await sleep(50);
  }
  const { items } = await world.read(at.path, at.holder);
  assert.equal(items.find(({ id }) => id === 'id-card-front-held').given, 0);
  good(await give(world, at), 201);
  console.log(`surroundings: ${BROKEN_OFF} bodies broken off: none was taken, and nothing of them is left on disk`);
}

await runPart('surroundings', async () => {
  await fullDisk();
  await readOnlyEvidence();
  await readOnlyDisk();
  await evidenceGone();
  const site = await Site.open();
  const world = await WitnessWorld.open(site);
  await idleAndSlow(site, world);
  await unread(site, world);
  await brokenOff(site, world);
  await whole(site, world);
  await rm(site.parent, { recursive: true });
});
