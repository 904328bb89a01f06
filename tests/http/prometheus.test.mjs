// The real Prometheus reads what the server tells: its promtool finds nothing to say against it, and the server itself, started
// on loopback with a key of ours, has the series.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { good } from './client.mjs';
import { run, within } from './harness.mjs';
import { freePort } from './hosting.mjs';
import { openWorld } from './world.mjs';

let world;
before(async () => { world = await openWorld(); });
after(() => world?.stop());

const scraper = () => world.key('metrics:read');

async function startPrometheus(folder, key) {
  const port = await freePort();
  const { host } = new URL(world.shiming.url);
  await writeFile(join(folder, 'key'), key);
  await writeFile(join(folder, 'prometheus.yml'), [
    'scrape_configs:', '  - job_name: shiming', '    scrape_interval: 1s', '    authorization:', '      type: Bearer',
    `      credentials_file: ${join(folder, 'key')}`, `    static_configs: [{ targets: ['${host}'] }]`, '',
  ].join('\n'));
  const child = spawn('prometheus', [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return { child, url: `http://127.0.0.1:${port}` };
}

/** Asks until there is a result: Prometheus starts, and scrapes, when it likes. */
async function series(url, query, ended) {
  while (!ended()) {
    const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`).then((one) => one.json()).catch(() => null);
    if (answer?.data?.result?.length) return answer.data.result;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  throw new Error('prometheus has ended');
}

test('promtool has nothing against the metrics', async () => {
  const text = good(await world.ask('GET', '/metrics', { as: await scraper() })).bytes;
  const checked = await run('promtool', ['check', 'metrics'], { input: text });
  assert.equal(`${checked.stdout}${checked.stderr}`, '');
  assert.equal(checked.status, 0);
});

test('Prometheus scrapes the server by a key', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shiming-prometheus-'));
  const { child, url } = await startPrometheus(folder, (await scraper()).key);
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  try {
    const up = await within(90_000, series(url, 'up{job="shiming"} == 1', ended), 'a scrape that went well');
    assert.equal(up[0].value[1], '1');
    const requests = await within(30_000, series(url, 'shiming_http_requests_total{route="/metrics",status="2xx"}', ended), 'the series');
    assert.ok(Number(requests[0].value[1]) >= 1);
    const types = await fetch(`${url}/api/v1/metadata?metric=shiming_http_request_duration_seconds`).then((one) => one.json());
    assert.equal(types.data.shiming_http_request_duration_seconds[0].type, 'histogram');
  } finally {
    child.kill('SIGTERM');
    if (!ended()) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
});
