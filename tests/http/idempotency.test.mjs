// A request that is repeated with its Idempotency-Key gets the committed answer again, and has one effect.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem, good } from './client.mjs';
import { company, openWorld, person, picture } from './world.mjs';

let world;
before(async () => { world = await openWorld(); });
after(() => world?.stop());

/** What a client can tell two answers apart by. */
const told = ({ status, headers, bytes }) => ({ status, etag: headers.etag, location: headers.location, text: bytes.toString() });

test('a repeated request gets the same answer byte for byte, also after the case has moved on', async () => {
  const account = await world.account(person(1));
  const wish = { as: account.holder, key: 'open', body: { route: 'personal-to-personal' } };
  const opened = good(await world.ask('POST', `/v1/accounts/${account.id}/cases`, wish), 201);
  const path = `/v1/cases/${opened.body.id}`;
  await world.consent(path, account.holder);
  await world.step(path, 'withdrawal', account.holder);
  assert.deepEqual(told(await world.ask('POST', `/v1/accounts/${account.id}/cases`, wish)), told(opened));
  assert.equal((await world.read(`/v1/accounts/${account.id}/proceedings`, account.holder)).items.length, 1);
});

test('a step that is repeated is answered before its version is looked at, and taken once', async () => {
  const account = await world.account(person(2));
  const path = await world.openCase(account, 'personal-to-personal');
  const { etag } = await world.ask('GET', path, { as: account.holder });
  const wish = { as: account.holder, key: 'withdraw', version: etag, body: { text: '不再需要' } };
  const first = good(await world.ask('POST', `${path}/withdrawal`, wish));
  assert.deepEqual(told(await world.ask('POST', `${path}/withdrawal`, wish)), told(first));
  assertProblem(await world.ask('POST', `${path}/withdrawal`, { ...wish, key: 'withdraw-2' }), 412, 'version-changed');
  const { items } = await world.read(`${path}/history`, account.holder);
  assert.equal(items.filter((one) => one.event === 'withdraw').length, 1);
});

test('another body, another address or another query under the same key is refused', async () => {
  const account = await world.account(person(3));
  const path = await world.openCase(account, 'personal-to-personal');
  const write = (body, key) => world.ask('POST', `${path}/messages`, { as: account.holder, key, body: { body } });
  good(await write('您好', 'word'), 201);
  assertProblem(await write('你好', 'word'), 422, 'idempotency-key-reused');
  await world.consent(path, account.holder);
  const give = (query, key) => world.ask('POST', `${path}/items/proof-of-payment/files?material=${query}`, {
    as: account.holder, key, raw: picture(), media: 'image/jpeg',
  });
  good(await give('invoice', 'file'), 201);
  assertProblem(await give('remittance-receipt', 'file'), 422, 'idempotency-key-reused');
});

test('a key is its owner’s own: another holder may use the same', async () => {
  const [one, other] = [await world.account(person(4)), await world.account(person(5))];
  for (const account of [one, other])
    good(await world.ask('POST', `/v1/accounts/${account.id}/cases`, { as: account.holder, key: 'shared', body: { route: 'personal-to-personal' } }), 201);
});

test('a refusal is not kept: the same key may be used for the request mended', async () => {
  const account = await world.account(person(6));
  const open = (body) => world.ask('POST', `/v1/accounts/${account.id}/cases`, { as: account.holder, key: 'mended', body });
  assertProblem(await open({ route: 'no-such-route' }), 409, 'route-not-applicable');
  good(await open({ route: 'personal-to-personal' }), 201);
});

test('requests with one key that come at once have one effect and one answer', async () => {
  const account = await world.account(person(7));
  const wish = { as: account.holder, key: 'at-once', body: { route: 'personal-to-enterprise-mail', new_owner: company(1) } };
  const answers = await Promise.all(Array.from({ length: 8 }, () => world.ask('POST', `/v1/accounts/${account.id}/cases`, wish)));
  for (const answer of answers) assert.deepEqual(told(good(answer, 201)), told(answers[0]));
  assert.equal((await world.read(`/v1/accounts/${account.id}/proceedings`, account.holder)).items.length, 1);
});

test('registrations with one key that come at once make one account', async () => {
  const wish = { as: world.platform, key: 'register', body: { external_id: 'once', origin: 'local' } };
  const answers = await Promise.all(Array.from({ length: 8 }, () => world.ask('POST', '/v1/accounts', wish)));
  for (const answer of answers) assert.deepEqual(told(good(answer, 201)), told(answers[0]));
});

test('files with one key that come at once are one file', async () => {
  const account = await world.account(person(8));
  const path = await world.openCase(account, 'personal-to-personal');
  await world.consent(path, account.holder);
  const wish = { key: 'file', raw: picture(9) };
  const answers = await Promise.all(Array.from({ length: 4 }, () => world.give(path, 'release-form', account.holder, wish)));
  for (const answer of answers) assert.deepEqual(told(good(answer, 201)), told(answers[0]));
  const item = (await world.read(path, account.holder)).items.find((one) => one.id === 'release-form');
  assert.equal(item.given, 1);
});

test('a link that works once is never told twice', async () => {
  const account = await world.account();
  const mint = () => world.ask('POST', `/v1/accounts/${account.id}/sign-in-links`, { as: world.platform, key: 'link', body: {} });
  assert.notEqual(good(await mint(), 201).body.url, good(await mint(), 201).body.url);
});
