// Files over the real binary: streamed in, sealed on disk, streamed out; what is refused leaves nothing.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertProblem } from './client.mjs';
import { openSocket } from './harness.mjs';
import { openWorld } from './world.mjs';

const MIB = 1024 * 1024;
const LI = { kind: 'personal', name: '李四', number: '440524188001010014' };
const HEADS = {
  'image/jpeg': Buffer.from('ffd8ffe000104a464946', 'hex'),
  'image/png': Buffer.from('89504e470d0a1a0a', 'hex'),
  'image/webp': Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WEBP')]),
  'application/pdf': Buffer.from('%PDF-1.7\n'),
};

let world;
let shiming;

/** Asks as the platform, or with a session's cookie. */
const ask = (method, path, { cookie, content, ...wish } = {}) =>
  world.ask(method, path, { as: cookie ? { cookie } : world.platform, raw: content, ...wish });

async function holder() {
  const { id, holder: { cookie } } = await world.account();
  return { account: id, cookie };
}

/** A holder with an attempt to be verified by documents, consents given unless told otherwise. */
async function attempt({ consents = ['verification', 'identity-pictures'] } = {}) {
  const { account, cookie } = await holder();
  const opened = await ask('POST', `/v1/accounts/${account}/attempts`, { cookie, body: { method: 'documents', owner: LI } });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const path = `/v1/attempts/${opened.body.id}`;
  for (const purpose of consents) {
    const given = await ask('PUT', `${path}/consents/${purpose}`, { cookie, body: { text_version: '1' } });
    assert.equal(given.status, 200, JSON.stringify(given.body));
  }
  return { cookie, path, files: `${path}/items/id-card-front/files` };
}

const file = (size = 200_000, media = 'image/jpeg') => Buffer.concat([HEADS[media], randomBytes(size - HEADS[media].length)]);

const give = (at, content, { media = 'image/jpeg', path = at.files, headers } = {}) =>
  ask('POST', path, { cookie: at.cookie, content, media, headers });

/** The files in the evidence folder, finished or not. */
async function onDisk() {
  const entries = await readdir(join(shiming.data, 'evidence'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

before(async () => {
  world = await openWorld();
  shiming = world.shiming;
});
after(() => world?.stop());

test('a file comes out as it went in, sealed in between', async () => {
  const at = await attempt();
  for (const [media, ending] of [['image/jpeg', 'jpg'], ['image/png', 'png'], ['image/webp', 'webp'], ['application/pdf', 'pdf']]) {
    const content = file(150_001, media);
    const path = at.files.replace('front', media.startsWith('image/w') || media.includes('pdf') ? 'back' : 'front');
    const given = await give(at, content, { media, path });
    assert.equal(given.status, 201, JSON.stringify(given.body));
    assert.equal(given.headers.location, `/v1/evidence/${given.body.id}`);
    assert.equal(given.body.size_bytes, content.length);
    assert.notEqual(given.body.content_name, createHash('sha256').update(content).digest('hex'));
    const seen = await ask('GET', `/v1/evidence/${given.body.id}/content`, { cookie: at.cookie });
    assert.ok(content.equals(seen.body));
    assert.equal(seen.headers['content-type'], media);
    assert.equal(seen.headers['content-disposition'],
      `${ending === 'pdf' ? 'attachment' : 'inline'}; filename="${given.body.id}.${ending}"`);
    assert.match(seen.headers['content-security-policy'], /^sandbox; default-src 'none'/);
    assert.equal(seen.headers['x-content-type-options'], 'nosniff');
    assert.equal(seen.headers['cache-control'], 'no-store');
    for (const place of await onDisk()) assert.equal((await readFile(place)).indexOf(content.subarray(20, 60)), -1);
  }
});

test('the file stands in its checklist and in a document of its own, and can be taken back', async () => {
  const at = await attempt();
  const given = await give(at, file());
  const shown = await ask('GET', at.path, { cookie: at.cookie });
  const item = shown.body.items.find((one) => one.id === 'id-card-front');
  assert.deepEqual(item.files.map((one) => one.id), [given.body.id]);
  assert.equal(item.given, 1);
  assert.equal(shown.body.version, given.body.proceeding_version);
  assert.deepEqual((await ask('GET', `/v1/evidence/${given.body.id}`, { cookie: at.cookie })).body, given.body);
  const back = await ask('DELETE', `/v1/evidence/${given.body.id}`, { cookie: at.cookie });
  assert.equal(back.body.state, 'withdrawn');
  assertProblem(await ask('GET', `/v1/evidence/${given.body.id}/content`, { cookie: at.cookie }), 404, 'not-found');
});

test('a file of the wrong type is refused and leaves nothing', async () => {
  const at = await attempt();
  const before = await onDisk();
  assertProblem(await give(at, file(), { media: 'image/png' }), 415, 'unsupported-media');
  assertProblem(await give(at, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), { media: 'image/png' }), 415, 'unsupported-media');
  assertProblem(await give(at, file(), { media: 'image/svg+xml' }), 415, 'unsupported-media');
  assertProblem(await give(at, HEADS['image/jpeg']), 415, 'unsupported-media');
  assert.deepEqual(await onDisk(), before);
});

test('a file must be what its digest says', async () => {
  const at = await attempt();
  const content = file();
  const digest = (bytes) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
  const before = await onDisk();
  assertProblem(await give(at, content, { headers: { 'Content-Digest': digest('else') } }), 422, 'hash-mismatch');
  assertProblem(await give(at, content, { headers: { 'Content-Digest': 'sha-256=abc' } }), 422, 'malformed-value');
  assert.deepEqual(await onDisk(), before);
  assert.equal((await give(at, content, { headers: { 'Content-Digest': digest(content) } })).status, 201);
});

/** Sends only the head of an upload. */
async function head(at, { length, path = at.files, media = 'image/jpeg' }) {
  const socket = await openSocket(shiming);
  await socket.send([`POST ${path} HTTP/1.1`, `Host: ${new URL(shiming.url).host}`, `Cookie: ${at.cookie}`, `Origin: ${shiming.url}`,
    `Idempotency-Key: k${world.next()}`, `Content-Type: ${media}`, `Content-Length: ${length}`, 'Expect: 100-continue', '', ''].join('\r\n'));
  return socket;
}

async function refusedAtTheHead(at, wish, status, type) {
  const socket = await head(at, wish);
  const answer = await socket.receive();
  assert.equal(answer.status, status, answer.body.toString());
  assert.equal(JSON.parse(answer.body).type, `/problems/${type}`);
  socket.close();
}

test('whatever can be refused is refused before a byte of the body is asked for', async () => {
  const at = await attempt();
  const without = await attempt({ consents: ['verification'] });
  const other = await attempt();
  await refusedAtTheHead(at, { length: 21 * MIB }, 413, 'body-too-large');
  await refusedAtTheHead(at, { length: 11 * MIB }, 413, 'body-too-large'); /* the policy's 10 MiB */
  await refusedAtTheHead(without, { length: 1000 }, 409, 'consent-missing');
  await refusedAtTheHead(at, { length: 1000, path: other.files }, 404, 'not-found');
  await refusedAtTheHead(at, { length: 1000, path: `${at.path}/items/proof-of-payment/files` }, 409, 'evidence-not-asked');
  await refusedAtTheHead(at, { length: 1000, path: `${at.files}?material=invoice` }, 422, 'unknown-value');
  await refusedAtTheHead(at, { length: 1000, media: 'text/html' }, 415, 'unsupported-media');
});

test('a material takes so many files', async () => {
  const at = await attempt();
  for (let i = 0; i < 2; i += 1) assert.equal((await give(at, file(1000))).status, 201);
  assertProblem(await give(at, file(1000)), 409, 'evidence-limit');
});

test('half an upload leaves nothing', async () => {
  const at = await attempt();
  const before = await onDisk();
  const socket = await head(at, { length: MIB });
  assert.equal((await socket.receive()).status, 100);
  await socket.send(file(MIB / 2));
  const begun = Date.now();
  while ((await onDisk()).length === before.length && Date.now() - begun < 10_000) await new Promise(setImmediate);
  assert.equal((await onDisk()).length, before.length + 1, 'the upload has begun');
  socket.close();
  while ((await onDisk()).length > before.length && Date.now() - begun < 20_000) await new Promise(setImmediate);
  assert.deepEqual(await onDisk(), before);
  const shown = await ask('GET', at.path, { cookie: at.cookie });
  assert.ok(shown.body.items.every((item) => item.files.length === 0));
});

test('what ended meanwhile takes nothing, and another holder sees nothing', async () => {
  const at = await attempt();
  const other = await attempt();
  const given = await give(at, file());
  for (const path of ['', '/content']) {
    assertProblem(await ask('GET', `/v1/evidence/${given.body.id}${path}`, { cookie: other.cookie }), 404, 'not-found');
  }
  assertProblem(await ask('DELETE', `/v1/evidence/${given.body.id}`, { cookie: other.cookie }), 404, 'not-found');
  assertProblem(await ask('GET', `/v1/evidence/${given.body.id}/content`), 403, 'not-allowed');
  const { headers } = await ask('GET', at.path, { cookie: at.cookie });
  const ended = await ask('POST', `${at.path}/withdrawal`, { cookie: at.cookie, body: {}, headers: { 'If-Match': headers.etag } });
  assert.equal(ended.status, 200, JSON.stringify(ended.body));
  assertProblem(await give(at, file()), 409, 'wrong-state');
});

test('a repeated upload gets the first answer, other content under its key does not', async () => {
  const at = await attempt();
  const content = file();
  const headers = { 'Idempotency-Key': 'the-same' };
  const before = (await onDisk()).length;
  const first = await give(at, content, { headers });
  assert.equal(first.status, 201);
  const again = await give(at, content, { headers });
  assert.equal(again.status, 201);
  assert.deepEqual(again.body, first.body);
  assertProblem(await give(at, file(content.length), { headers }), 422, 'idempotency-key-reused');
  assert.equal((await onDisk()).length, before + 1);
});

test('eight large files come in and go out side by side', async () => {
  const crowd = await Promise.all(Array.from({ length: 8 }, () => attempt()));
  const contents = crowd.map((_, i) => file(3 * MIB + i));
  const given = await Promise.all(crowd.map((at, i) => give(at, contents[i])));
  given.forEach((one) => assert.equal(one.status, 201, JSON.stringify(one.body)));
  const seen = await Promise.all(crowd.map((at, i) => ask('GET', `/v1/evidence/${given[i].body.id}/content`, { cookie: at.cookie })));
  seen.forEach((one, i) => assert.ok(contents[i].equals(one.body)));
});
