// What the server tells a monitoring system: to whom, that it counts what was done, and that it names nobody.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { openWorld, person, picture } from './world.mjs';

let world;
before(async () => { world = await openWorld(); });
after(() => world?.stop());

/** The samples, by name and labels as they stand. */
async function read() {
  const answer = good(await world.ask('GET', '/metrics', { as: world.platform }));
  assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  const lines = answer.bytes.toString().split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

const requests = (route, method, status) => `shiming_http_requests_total{route="${route}",method="${method}",status="${status}"}`;

test('a key made for it and the administrator may read them, others may not', async () => {
  const scraper = await world.key('metrics:read');
  good(await world.ask('GET', '/metrics', { as: scraper }));
  good(await world.ask('GET', '/metrics', { as: await world.staff('administrator') }));
  assertProblem(await world.ask('GET', '/metrics', {}), 401, 'not-signed-in');
  assertProblem(await world.ask('GET', '/metrics', { as: await world.staff('reviewer') }), 403, 'not-allowed');
  assertProblem(await world.ask('GET', '/metrics', { as: await world.key('cases:read') }), 403, 'not-allowed');
  assertProblem(await world.ask('GET', '/v1/statistics', { as: scraper }), 403, 'not-allowed');
});

test('requests are counted by route and class, and so is their time', async () => {
  const account = await world.account(person(1));
  const first = await read();
  const path = '/v1/accounts/{id}';
  for (let i = 0; i < 3; i += 1) good(await world.ask('GET', `/v1/accounts/${account.id}`, { as: world.platform }));
  assertProblem(await world.ask('GET', '/v1/accounts/01631b2a-6d40-7c3a-9f0e-2b6f0f0c7a11', { as: world.platform }), 404, 'not-found');
  assertProblem(await world.ask('GET', '/nowhere', { as: world.platform }), 404, 'no-such-route');
  const then = await read();
  const grown = (name) => (then.get(name) ?? 0) - (first.get(name) ?? 0);

  assert.equal(grown(requests(path, 'GET', '2xx')), 3);
  assert.equal(grown(requests(path, 'GET', '4xx')), 1);
  assert.equal(grown(requests('none', 'none', '4xx')), 1);
  assert.equal(grown(`shiming_http_request_duration_seconds_count{route="${path}",method="GET"}`), 4);
  assert.equal(grown(`shiming_http_request_duration_seconds_bucket{route="${path}",method="GET",le="+Inf"}`), 4);
  assert.ok(grown(`shiming_http_request_duration_seconds_sum{route="${path}",method="GET"}`) > 0);
});

test('buckets only grow towards +Inf', async () => {
  const all = [...await read()].filter(([name]) => name.includes('_bucket{'));
  assert.ok(all.length);
  let before = ['', 0];
  for (const [name, value] of all) {
    const series = name.replace(/,?le="[^"]*"/, '');
    if (series === before[0]) assert.ok(value >= before[1], name);
    before = [series, value];
  }
});

test('what is open is counted by state and by due, and what was sealed and committed', async () => {
  const account = await world.account(person(2));
  const first = await read();
  const path = await world.openCase(account, 'personal-to-personal', {});
  const opened = await read();
  const open = (samples, state) => [...samples].filter(([name]) => name.startsWith(`shiming_proceedings_open{state="${state}"`)).reduce((sum, [, value]) => sum + value, 0);
  const { state } = await world.read(path, account.holder);
  assert.equal(open(opened, state), open(first, state) + 1);
  assert.ok(opened.get('shiming_commit_writes_sum') > first.get('shiming_commit_writes_sum'));
  assert.ok(opened.get('shiming_commit_writes_count') > 0);

  await world.consent(path, account.holder);
  const { items } = await world.read(path, account.holder);
  const item = items.find((one) => one.needed > 0);
  good(await world.give(path, `${item.id}`, account.holder, { raw: picture(7) }), 201);
  const given = await read();
  assert.equal(given.get('shiming_evidence_sealed_bytes_total') - opened.get('shiming_evidence_sealed_bytes_total'), picture(7).length);
  assert.ok(given.get('shiming_http_connections') >= 1);
  assert.equal(given.get('shiming_http_uploads'), 0);
});

test('each job is counted', async () => {
  const samples = await read();
  for (const job of ['wake-due', 'integrate-log', 'sweep'])
    for (const family of ['run', 'failed', 'late']) assert.ok(samples.has(`shiming_jobs_${family}_total{job="${job}"}`), job);
});

test('no label holds an id or anything of a person', async () => {
  const text = good(await world.ask('GET', '/metrics', { as: world.platform })).bytes.toString();
  assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-/);
  assert.doesNotMatch(text, /127\.0\./);
  const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, name]) => name));
  assert.deepEqual([...labels].sort(), ['due', 'job', 'le', 'method', 'route', 'state', 'status', 'version']);
});
