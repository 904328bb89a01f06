// Every route of the table, in every way in which it must refuse: nobody, the wrong person, the wrong thing, the wrong words.
// Each refusal is the one of the contract, and nothing has changed after it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { loadContract } from './contract.mjs';
import { run } from './harness.mjs';
import { Samples } from './samples.mjs';
import { NOBODY, SCOPES, company, openWorld, person } from './world.mjs';

const STAFF = ['reviewer', 'approver', 'mail-clerk', 'auditor', 'administrator'];
const ROLES = ['holder', 'party', 'platform', ...STAFF];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const FORM = 'application/x-www-form-urlencoded';
const VERSION_OF_NOTHING = '"987654"';

const contract = loadContract();
const samples = new Samples(contract);
const routes = JSON.parse((await run(process.env.ROUTE_LIST, [])).stdout);
const name = (route) => `${route.method} ${route.path}`;
const collection = (path) => /^(?:\/v1)?\/(.+?)\/\{id\}/.exec(path)?.[1];

let world;
let here; // what stands in the world, by the collection that it is found in
let left; // what the former owner of an account has left there
const people = {};
const narrow = {}; // keys, by the scopes that they have
const spare = new Set(); // staff who came in so that nobody asks too often
let reads = 0;

/* ---- the world ---- */

/** What a holder has: an account, an attempt or a case, a file in it, a notice of it. */
async function belongings(account, path) {
  const { items } = await world.read(path, account.holder);
  const file = good(await world.give(path, items[0].id, account.holder), 201);
  const notices = good(await world.ask('GET', '/v1/notices', { as: account.holder })).body.items;
  return { accounts: account.id, [path.split('/')[2]]: path.split('/')[3], evidence: file.body.id, notices: notices[0]?.id };
}

// Thousands of requests by a few people: what is measured here is not how many.
const UNHURRIED = 'limits: { people: { read: { burst: 0, per-minute: 0 }, write: { burst: 0, per-minute: 0 } } }';

async function build() {
  world = await openWorld({ settings: [UNHURRIED] });
  const owner = await world.account(person(1));
  const path = await world.openCase(owner, 'personal-to-enterprise-mail', { new_owner: company(2) });
  await world.consent(path, owner.holder);
  const fresh = await world.account();
  const attempt = await world.openAttempt(fresh, person(3));
  await world.consent(attempt, fresh.holder);
  people.holder = { of: owner, cookie: owner.holder.cookie };
  people.fresh = { of: fresh, cookie: fresh.holder.cookie };
  people.party = { of: path, ...await world.enterAsParty(path) };
  people.platform = world.platform;
  for (const role of STAFF) people[role] = await world.staff(role);
  for (const scope of SCOPES) narrow[SCOPES.filter((one) => one !== scope)] = await world.key(...SCOPES.filter((one) => one !== scope));
  await formerOwner();
  here = { ...await belongings(owner, path), attempts: attempt.split('/')[3] };
  here.staff = people.reviewer.id;
  here['api-keys'] = (await world.read('/v1/api-keys', people.administrator)).items[0].id;
  here.sessions = (await world.read('/v1/session', people.administrator)).session_id;
  here.notices ??= left.notices;
  await help();
}

/** What stands in the help centre: a question of the owner's and an answer to it. */
async function help() {
  const as = people.holder;
  const question = good(await world.ask('POST', '/v1/help/questions', { as, body: { title: '变更', body: '怎么办' } }), 201).body.id;
  const answer = good(await world.ask('POST', `/v1/help/questions/${question}/answers`, { as, body: { body: '这样' } }), 201).body.id;
  Object.assign(here, { 'help/questions': question, 'help/answers': answer, 'help/posts': answer });
}

/** An account whose owner was verified, gave up one change, and was replaced by another. */
async function formerOwner() {
  const account = await world.account();
  const attempt = await world.verify(account, person(4));
  const path = await world.openCase(account, 'personal-to-personal');
  await world.consent(path, account.holder);
  left = { ...await belongings(account, path), attempts: attempt.split('/')[3] };
  await world.step(path, 'withdrawal', account.holder);
  const change = await world.openCase(account, 'personal-to-enterprise-mail', { new_owner: company(5) });
  await world.submitByMail(change, account.holder);
  await world.approve(change);
  people.former = { cookie: account.holder.cookie };
  people.successor = await world.enter(account.id);
  people.stranger = await world.enter((await world.account(person(6))).id);
}

/** Everything that a refused request might have changed. */
async function everything() {
  const ask = async (path, as) => (await world.ask('GET', path, { as })).body;
  const told = [];
  for (const account of [here.accounts, people.fresh.of.id, left.accounts])
    for (const part of ['', '/verifications', '/proceedings', '/payments']) told.push(await ask(`/v1/accounts/${account}${part}`, world.platform));
  for (const path of [`/v1/cases/${here.cases}`, `/v1/attempts/${here.attempts}`, `/v1/cases/${left.cases}`, `/v1/attempts/${left.attempts}`])
    for (const part of ['', '/history']) told.push(await ask(path + part, world.platform));
  told.push(await ask(`/v1/cases/${here.cases}`, await renew('holder')), await ask(`/v1/attempts/${here.attempts}`, await renew('fresh')));
  const { items } = await ask('/v1/staff', await administrator());
  told.push(items.filter((member) => !spare.has(member.id)), await ask('/v1/api-keys', people.administrator));
  told.push((await ask(`/v1/help/questions/${here['help/questions']}`)).answer_list, (await ask('/v1/help/articles')).items.map((one) => one.version));
  return told;
}

/* ---- asking ---- */

/** Names that addresses are made of, by what they stand behind. */
const slugOf = (path) => (path.includes('/articles/') ? 'change-real-name-verification' : path.includes('/routes/') ? 'personal-to-personal' : 'usage');

/** The address of the thing in `things` that a route is about. */
function fill(route, things = here) {
  const kind = collection(route.path);
  const id = kind === undefined ? '' : things[kind] ?? NOBODY;
  const item = kind === 'attempts' ? 'id-card-front' : 'owner-change-form';
  const query = contract.find(route.method, route.path).parameters.filter((one) => one.in === 'query' && one.required)
    .map((one) => `${one.name}=${samples.good(one.schema)}`).join('&');
  return route.path.replace('{id}', id).replace('{item}', item).replace('{purpose}', 'verification').replace('{slug}', slugOf(route.path))
    .replace('{page}', 'nothing').replace('{post_id}', things['help/posts'])
    .replace('{form}', 'owner-change')
    + (query && `?${query}`);
}

/** Who plays a role towards a route: a holder is the one whose thing it is. */
const playing = (role, route) => (role === 'holder' && collection(route.path) === 'attempts' ? 'fresh' : role);

/** Reads are counted too: an administrator looks at everything twice a route. */
async function administrator() {
  reads += 1;
  return reads % 100 ? people.administrator : renew('administrator');
}

/** The same person signed in anew: nobody is to be refused here for asking too often. */
async function renew(who) {
  const known = people[who];
  if (who === 'holder' || who === 'fresh') people[who] = { of: known.of, ...await world.enter(known.of.id) };
  else if (who === 'party') people.party = { of: known.of, ...await world.enterAsParty(known.of) };
  else if (STAFF.includes(who)) spare.add((people[who] = await world.staff(who, true)).id);
  return people[who];
}

const schemaOf = (route) => contract.find(route.method, route.path).operation.requestBody?.content['application/json']?.schema;

const form = (route) => new URLSearchParams(samples.good(contract.find(route.method, route.path).operation.requestBody.content[FORM].schema)).toString();

/** What a good request of a route has besides its address. */
function whole(route) {
  const wish = { version: route.if_match ? '"1"' : undefined };
  if (route.body === 'json') wish.body = samples.good(schemaOf(route));
  if (route.body === 'stream') Object.assign(wish, { raw: route.media[0] === FORM ? form(route) : 'content', media: route.media[0] });
  return wish;
}

/** Asks as a person of the world by name, as nobody, or as `as`. */
async function request(route, who, wish = {}) {
  const { path = fill(route), as = people[who], ...rest } = wish;
  const answer = await world.ask(route.method, path, { as, ...whole(route), ...rest });
  if (answer.status !== 429) return answer;
  return world.ask(route.method, path, { as: wish.as ?? await renew(who), ...whole(route), ...rest });
}

/** Whom a route lets in, by name; nobody where anyone may. */
const admitted = (route) => {
  const role = route.roles.includes('anyone') ? undefined : route.roles.find((one) => one !== 'party') ?? route.roles[0];
  return role && playing(role, route);
};

/* ---- the ways ---- */

/** Nobody, and whoever has a role that the route does not name. */
async function refusesStrangers(route) {
  if (route.roles.includes('anyone')) return;
  assertProblem(await request(route, undefined), 401, 'not-signed-in');
  for (const role of ROLES.filter((one) => !route.roles.includes(one)))
    assertProblem(await request(route, playing(role, route)), 403, 'not-allowed');
  const cookie = { cookie: 'shiming_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
  assertProblem(await request(route, undefined, { as: cookie }), 401, 'session-expired');
  if (route.roles.includes('platform'))
    assertProblem(await request(route, undefined, { as: { key: `shk_${'A'.repeat(43)}` } }), 401, 'api-key-invalid');
}

/** A key that has every scope but those that the route names. */
async function refusesOtherScopes(route) {
  const others = SCOPES.filter((scope) => !route.scopes.includes(scope));
  if (!route.roles.includes('platform') || !others.length) return;
  assertProblem(await request(route, undefined, { as: narrow[others] }), 403, 'not-allowed');
}

/** Another holder, the former owner, the new owner towards what the former one left, whoever sees another case. */
async function refusesOthersThings(route) {
  const kind = collection(route.path);
  if (!kind || !(kind in left)) return;
  if (route.roles.includes('holder')) {
    assertProblem(await request(route, 'stranger'), 404, 'not-found');
    assertProblem(await request(route, 'former', { path: fill(route, left) }), 401, 'session-expired');
    if (kind !== 'accounts') assertProblem(await request(route, 'successor', { path: fill(route, left) }), 404, 'not-found');
  }
  if (route.roles.includes('party')) assertProblem(await request(route, 'party', { path: fill(route, left) }), 404, 'not-found');
}

/** Ids that are none, and ids of nothing. */
async function refusesOtherAddresses(route) {
  const who = admitted(route);
  for (const [, parameter] of route.path.matchAll(/\{(\w+)\}/g)) {
    const place = route.path.split('/').indexOf(`{${parameter}}`) - 1;
    const other = (value) => fill(route).replace(new RegExp(`^((/[^/?]+){${place}}/)[^/?]+`), `$1${value}`);
    assertProblem(await request(route, who, { path: other('no-UUID') }), 404, 'not-found');
    for (const value of ['%00', '..%2f', '%ff'])
      assertProblem(await request(route, who, { path: other(value) }), 404, 'no-such-route');
    if (parameter === 'id') assertProblem(await request(route, who, { path: other(NOBODY) }), 404, 'not-found');
  }
  const path = fill(route);
  if (route.query_lenient) return;
  assertProblem(await request(route, who, { path: `${path}${path.includes('?') ? '&' : '?'}surprise=1` }), 422, 'unknown-field');
}

/** The headers that a write must have. */
async function refusesOtherHeaders(route) {
  const who = admitted(route);
  if (route.idempotency_key)
    for (const headers of [{}, { 'Idempotency-Key': 'a b' }, { 'Idempotency-Key': 'k'.repeat(129) }])
      assertProblem(await request(route, who, { key: null, headers }), 400, 'idempotency-key-missing');
  if (route.if_match) {
    assertProblem(await request(route, who, { version: null }), 428, 'version-missing');
    for (const version of ['W/"1"', '*', '1']) assertProblem(await request(route, who, { version }), 422, 'malformed-value');
    assertProblem(await request(route, who, { version: VERSION_OF_NOTHING }), 412, 'version-changed');
  }
  if (who && people[who].cookie && route.method !== 'GET')
    for (const Origin of ['https://elsewhere.example', 'null'])
      assertProblem(await request(route, who, { headers: { Origin } }), 403, 'foreign-origin');
}

/** What is no body of the route, as bytes. */
async function refusesOtherBytes(route) {
  const who = admitted(route);
  if (route.body === 'none') {
    if (route.method !== 'GET') assertProblem(await request(route, who, { raw: 'x' }), 413, 'body-too-large');
    return;
  }
  for (const media of ['text/plain', FORM, null].filter((one) => !route.media.includes(one)))
    assertProblem(await request(route, who, { media }), 415, 'unsupported-media');
  if (route.body === 'stream') {
    assertProblem(await request(route, who, { raw: undefined, headOnly: route.bytes_max + 1 }), 413, 'body-too-large');
    assertProblem(await request(route, who, { chunked: true }), 411, 'length-required');
    return;
  }
  const large = JSON.stringify({ ...samples.good(schemaOf(route)), a: 'x'.repeat(route.bytes_max) });
  assertProblem(await request(route, who, { raw: large }), 413, 'body-too-large');
  assertProblem(await request(route, who, { raw: large, chunked: true }), 413, 'body-too-large');
  for (const raw of ['', '{', 'null', '{"a":1,"a":2}', '{"a":"\\u0000"}', '{"a":"\xff"}', '{} {}'].map((text) => Buffer.from(text, 'latin1')))
    assertProblem(await request(route, who, { raw }), 400, 'malformed-body');
}

/** What is JSON and not what the contract says, place by place. */
async function refusesOtherFields(route) {
  if (route.body !== 'json') return;
  const schema = schemaOf(route);
  const valid = contract.validator(schema);
  assert.ok(valid(samples.good(schema)), `${JSON.stringify(samples.good(schema))} is good`);
  for (const { what, value, status, type, pointer } of samples.wrong(schema)) {
    const place = `${what} at ${pointer || 'the root'}`;
    if (what !== 'control characters' && what !== 'nothing but white space') assert.ok(!valid(value), `the contract refuses ${place}`);
    const answer = await request(route, admitted(route), { body: value });
    assert.equal(`${answer.status} ${answer.body?.type} ${answer.body?.errors?.[0].pointer}`, `${status} /problems/${type} #${pointer}`, place);
  }
}

/** Methods that the address does not take. */
async function refusesOtherMethods(route) {
  const taken = routes.filter((one) => one.path === route.path).map((one) => one.method);
  if (taken[0] !== route.method) return;
  for (const method of METHODS.filter((one) => !taken.includes(one))) {
    const answer = await world.ask(method, fill(route), { as: people[admitted(route)] });
    assertProblem(answer, 405, 'method-not-allowed');
    for (const one of taken) assert.ok(answer.headers.allow.split(', ').includes(one), `${answer.headers.allow} has ${one}`);
  }
}

const ways = [refusesStrangers, refusesOtherScopes, refusesOthersThings, refusesOtherAddresses, refusesOtherHeaders,
  refusesOtherBytes, refusesOtherFields, refusesOtherMethods];

let known;
before(async () => {
  await build();
  known = await everything();
});
after(() => world?.stop());

for (const route of routes)
  test(`${name(route)} refuses as the contract says, and nothing changes`, async (t) => {
    for (const way of ways) await t.test(way.name, () => way(route));
    const now = await everything();
    assert.deepEqual(now, known);
  });
