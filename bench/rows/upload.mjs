// Evidence of 10 MB, eight files at once, hashed, sealed and on disk before each answer, against nginx taking the same files by PUT
// followed by sync; and the memory that it costs.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { enter, idOf, memoryKib, openInstance } from '../instance.mjs';
import { goals, inTurn, line, median } from '../measure.mjs';
import { good, openWire } from '../wire.mjs';

const NGINX = '/usr/sbin/nginx';
const AT_ONCE = 8;
const FILE_BYTES = 10 * 1024 * 1024 - 64;
const SHARE_MIN = 0.8;
const MEMORY_KIB_MAX = 256;

/** Another content each time that passes as a JPEG by its first bytes. */
function content(seed) {
  const bytes = Buffer.alloc(FILE_BYTES, seed & 255);
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]).copy(bytes);
  bytes.writeUInt32BE(seed, 16);
  return bytes;
}

function put(url, method, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers, 'Content-Length': body.length } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => (answer.statusCode < 300 ? resolve() : reject(new Error(`${answer.statusCode}: ${Buffer.concat(chunks)}`))));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** MB a second of AT_ONCE files; `upload(file, at)` sends one. */
async function rate(files, upload, after = () => {}) {
  const begun = performance.now();
  await Promise.all(files.map(upload));
  after();
  return (files.length * FILE_BYTES) / 1e6 / ((performance.now() - begun) / 1000);
}

async function startNginx(folder) {
  const at = join(folder, 'nginx');
  const port = 20_000 + (process.pid % 20_000);
  await mkdir(join(at, 'files'), { recursive: true });
  await writeFile(join(at, 'nginx.conf'), `
    user root;
    daemon off;
    worker_processes auto;
    pid ${at}/pid;
    error_log ${at}/error.log;
    events { worker_connections 64; }
    http {
      access_log off;
      client_max_body_size 64m;
      client_body_temp_path ${at}/body;
      server { listen 127.0.0.1:${port}; location / { root ${at}/files; dav_methods PUT; } }
    }`);
  const child = spawn(NGINX, ['-p', at, '-c', join(at, 'nginx.conf')], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      (await openWire({ host: '127.0.0.1', port })).close();
      return { url: `http://127.0.0.1:${port}`, child };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('nginx does not listen');
}

/** Cases that wait for evidence: the addresses to which files go, each with its holder's cookie. */
async function casesOf(instance, server, count) {
  const accounts = (await instance.sql(`SELECT lower(hex(id)) FROM accounts LIMIT ${count}`)).split('\n').map(idOf);
  const wire = await openWire(server);
  const places = [];
  for (const account of accounts) {
    const headers = { Cookie: await enter(wire, instance.key, account), Origin: server.url };
    const opened = JSON.parse(good(await wire.ask('POST', `/v1/accounts/${account}/cases`,
      { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': `open-${account}` }, '{"route":"personal-to-personal"}')).body);
    for (const purpose of ['verification', 'identity-pictures'])
      good(await wire.ask('PUT', `/v1/cases/${opened.id}/consents/${purpose}`,
        { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': `${purpose}-${account}` }, '{"text_version":"1"}'));
    const [item] = opened.items;
    places.push({ url: `${server.url}/v1/cases/${opened.id}/items/${item.id}/files?material=${item.any_of[0]}`, headers });
  }
  wire.close();
  return places;
}

async function measure(bench) {
  const instance = await openInstance(bench);
  const nginx = await startNginx(instance.folder);
  try {
    await instance.fill(AT_ONCE * bench.times);
    const server = await instance.start();
    const places = await casesOf(instance, server, AT_ONCE * bench.times);
    const memory = [];
    let seed = 0;
    const files = () => Array.from({ length: AT_ONCE }, () => content((seed += 1)));
    const upload = async () => {
      const batch = files();
      const to = places.splice(0, AT_ONCE);
      const before = await memoryKib(server.pid, 'VmRSS');
      await writeFile(`/proc/${server.pid}/clear_refs`, '5'); // the peak is counted anew
      const figure = await rate(batch, (body, at) => put(to[at].url, 'POST',
        { ...to[at].headers, 'Content-Type': 'image/jpeg', 'Idempotency-Key': `give-${seed}-${at}` }, body));
      memory.push(Math.max(0, (await memoryKib(server.pid, 'VmHWM')) - before) / AT_ONCE);
      return figure;
    };
    const { ours, theirs } = await inTurn(bench.times, {
      ours: upload,
      theirs: () => rate(files(), (body, at) => put(`${nginx.url}/${seed}-${at}`, 'PUT', {}, body), () => spawnSync('sync')),
    }, bench.progress);
    return [
      line({ what: `evidence of 10 MB, ${AT_ONCE} at once, sealed and on disk`, ours, theirs, against: 'nginx PUT, then sync', unit: 'MB/s', goal: goals.ratioAtLeast(SHARE_MIN) }),
      line({ what: 'memory for each upload', ours: median(memory), unit: 'KiB', goal: goals.atMost(MEMORY_KIB_MAX, 'KiB') }),
    ];
  } finally {
    nginx.child.kill();
    await once(nginx.child, 'close');
    await instance.remove();
    await rm(join(instance.folder, 'nginx'), { recursive: true, force: true });
  }
}

export const upload = { name: 'upload', needs: [NGINX], measure };
