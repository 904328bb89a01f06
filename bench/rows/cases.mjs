// Opening and submitting a case, each step durable before its answer: 64 clients at once against one by one.
import { enter, idOf, openInstance } from '../instance.mjs';
import { goals, inTurn, line } from '../measure.mjs';
import { good, openWire } from '../wire.mjs';

export const CLIENTS = 64;
const FOLD_MIN = 4;
const ROUTE = 'personal-to-enterprise-mail'; // its papers come by mail after the submission
const NEW_OWNER = { kind: 'enterprise', name: '杭州示例科技有限公司', number_kind: 'uscc', number: '91350100M000100Y43' };
const OPENING = JSON.stringify({ route: ROUTE, new_owner: NEW_OWNER });
const CONSENT = JSON.stringify({ text_version: '1' });
const ETAG = /\r\netag: ([^\r]+)/i;
const CASES = 4_000; // a measurement, by many clients; a tenth of that one by one

let serial = 0;

/** A holder with a session of an account; opens and submits its one case. */
async function carryOut(wire, holder) {
  const own = (more) => {
    serial += 1;
    return { Cookie: holder.cookie, Origin: holder.origin, 'Content-Type': 'application/json', 'Idempotency-Key': `case-${serial}`, ...more };
  };
  const opened = JSON.parse(good(await wire.ask('POST', `/v1/accounts/${holder.account}/cases`, own(), OPENING)).body);
  for (const purpose of ['verification', 'identity-pictures'])
    good(await wire.ask('PUT', `/v1/cases/${opened.id}/consents/${purpose}`, own(), CONSENT));
  const seen = good(await wire.ask('GET', `/v1/cases/${opened.id}`, own()));
  const etag = ETAG.exec(seen.head)[1];
  good(await wire.ask('POST', `/v1/cases/${opened.id}/submission`, own({ 'If-Match': etag }), '{}'));
}

/** Cases a second by so many clients, each holder's once. */
export async function rate(wires, holders) {
  const waiting = [...holders];
  const begun = performance.now();
  await Promise.all(wires.map(async (wire) => {
    for (let holder = waiting.pop(); holder; holder = waiting.pop()) await carryOut(wire, holder);
  }));
  return holders.length / ((performance.now() - begun) / 1000);
}

/** Connections of CLIENTS clients, and so many holders who have signed in, each with an account. */
export async function openCases(bench, instance, count) {
  await instance.fill(count);
  const accounts = (await instance.sql('SELECT lower(hex(id)) FROM accounts')).split('\n').map(idOf);
  const server = await instance.start();
  const wires = await Promise.all(Array.from({ length: CLIENTS }, () => openWire(server)));
  const holders = [];
  const waiting = [...accounts];
  bench.progress(`${accounts.length} holders sign in`);
  await Promise.all(wires.map(async (wire) => {
    for (let account = waiting.pop(); account; account = waiting.pop())
      holders.push({ account, origin: server.url, cookie: await enter(wire, instance.key, account) });
  }));
  return { server, wires, holders };
}

async function measure(bench) {
  const many = Math.max(bench.size(CASES), 320);
  const few = Math.ceil(many / 10);
  const instance = await openInstance(bench);
  try {
    const { wires, holders } = await openCases(bench, instance, (many + few) * bench.times);
    const { ours, theirs } = await inTurn(bench.times, {
      ours: () => rate(wires, holders.splice(0, many)), theirs: () => rate(wires.slice(0, 1), holders.splice(0, few)),
    }, bench.progress);
    for (const wire of wires) wire.close();
    return [line({
      what: `cases opened and submitted, each of four writes durable, ${CLIENTS} clients`, ours, theirs, against: 'one client, one by one',
      unit: '/s', goal: goals.ratioAtLeast(FOLD_MIN),
    })];
  } finally {
    await instance.remove();
  }
}

export const cases = { name: 'cases', measure };
