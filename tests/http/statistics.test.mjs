// The dashboards' counts and the calendar over the real binary, with the sample's history.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, cookieOf, openClient } from './client.mjs';
import { startShiming } from './harness.mjs';

let shiming;
let admin;
let client;

const ask = (method, path, { cookie, ...wish } = {}) => client(method, path, { as: { cookie }, key: null, ...wish });

before(async () => {
  shiming = await startShiming({ sample: true });
  client = openClient(shiming);
  const password = /^ +admin +(\S+)/m.exec(shiming.init)[1];
  admin = cookieOf(await ask('POST', '/v1/sessions', { body: { login: 'admin', password } }));
});
after(() => shiming.stop());

const total = (rows, member) => rows.reduce((sum, row) => sum + row[member], 0);

test('the last thirty days are counted where none are named', async () => {
  const { status, body } = await ask('GET', '/v1/statistics', { cookie: admin });
  assert.equal(status, 200);
  assert.equal(body.days.length, 30);
  assert.equal(body.days.at(-1).date, body.to);
  assert.ok(total(body.days, 'opened') > 0, 'the sample has begun cases');
  assert.ok(body.open.length > 0);
  for (const row of body.open) assert.equal(row.ages.length, body.age_days.length + 1);
  assert.ok(total(body.months, 'kept') <= total(body.months, 'decided'));
});

test('nothing personal is in the counts', async () => {
  const { body } = await ask('GET', '/v1/statistics', { cookie: admin });
  for (const row of body.routes) assert.deepEqual(Object.keys(row).sort(), ['decisions', 'id', 'kind']);
  for (const row of body.reviewers) assert.deepEqual(Object.keys(row).sort(), ['decisions', 'id', 'name']);
});

for (const [query, slug] of [
  ['from=yesterday', 'malformed-value'],
  ['to=2026-02-30', 'malformed-value'],
  ['from=2026-05-02&to=2026-05-01', 'out-of-range'],
  ['from=2024-01-01&to=2026-05-01', 'out-of-range'],
  ['since=2026-05-01', 'unknown-field'],
]) {
  test(`a range of ${query} is refused`, async () => {
    assertProblem(await ask('GET', `/v1/statistics?${query}`, { cookie: admin }), 422, slug);
  });
}

test('a year of the calendar is for everybody, and one that is not published says so', async () => {
  const { body } = await ask('GET', '/v1/calendar?year=2018');
  assert.equal(body.known, true);
  assert.ok(body.days.some((day) => day.working) && body.days.some((day) => !day.working));
  assert.equal((await ask('GET', '/v1/calendar?year=2100')).body.known, false);
  assertProblem(await ask('GET', '/v1/calendar?year=0'), 422, 'out-of-range');
  assertProblem(await ask('GET', '/v1/calendar?year=next'), 422, 'malformed-value');
});

test('payment files are listed, none at first', async () => {
  const { status, body } = await ask('GET', '/v1/bank/payment-files', { cookie: admin });
  assert.equal(status, 200);
  assert.deepEqual(body, { items: [], next: null });
  assertProblem(await ask('GET', '/v1/bank/payment-files?after=x', { cookie: admin }), 400, 'cursor-invalid');
});
