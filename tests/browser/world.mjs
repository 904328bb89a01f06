// A small world for the browser tests, made through the command line and the HTTP API as a platform and its staff make it.
import assert from 'node:assert/strict';
import { run, startShiming } from '../http/harness.mjs';
import { PASSWORD, SCOPES } from '../http/world.mjs';

export { PASSWORD };

/** The server takes a proxy's word for who asks: each person of the tests has an address of their own, as sign-ins are counted
 * by address. */
export const BEHIND_PROXY = 'behind-proxy: true';

/** The account that the platform pays from: without one no corporate transfer is offered. */
export const BANK = 'bank: { name: 某某云计算有限公司, account: "3301040160000012345", cnaps: "102100099996" }';

/** Starts a server with more settings, where such are given, an administrator who has a password, and a platform with every scope. */
export async function startWorld(...settings) {
  const server = await startShiming({ settings: [BEHIND_PROXY, ...settings] });
  const shiming = async (...args) => {
    const done = await run(process.env.SHIMING, [...args, ...server.instance]);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  };
  const key = /shk_\S+/.exec(await shiming('apikey', 'add', 'platform', ...SCOPES.flatMap((scope) => ['--scope', scope])))[0];
  let count = 0;

  /** Asks as the platform, or as whoever the cookie belongs to. */
  async function ask(method, path, body, cookie, more = {}) {
    count += 1;
    const headers = { 'Accept-Language': 'en', 'Idempotency-Key': `world-${count}`, 'Content-Type': 'application/json', ...more };
    if (cookie) Object.assign(headers, { Cookie: cookie, Origin: server.url });
    else headers.Authorization = `Bearer ${key}`;
    const answer = await fetch(server.url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return { body: text ? JSON.parse(text) : null, headers: answer.headers };
  }

  return {
    ...server,
    ask,
    /** A member of staff with PASSWORD. */
    async addStaff(login, ...roles) {
      const link = /https?:\S+password#\S+/.exec(await shiming('user', 'add', login, ...roles.flatMap((role) => ['--role', role])))[0];
      await setPassword(server.url, link);
    },
    /** A link by which a member of staff sets a password. */
    async passwordLink(login) {
      return /https?:\S+password#\S+/.exec(await shiming('user', 'password', login))[0].replace(/^https?:\/\/[^/]+/, '');
    },
    async addAccount(origin = 'local') {
      count += 1;
      return (await ask('POST', '/v1/accounts', { external_id: `user-${count}`, origin })).body.id;
    },
    /** Verifies an account by what its origin says. */
    async verify(account, origin, name, number, at = '2018-05-01T00:00:00Z') {
      await ask('POST', `/v1/accounts/${account}/origin-reports`, {
        report_id: `report-${name}`, origin, origin_account: 'somebody', owner_kind: 'personal', owner_name: name,
        number_kind: 'resident-id', owner_number: number, verified_at: at,
      });
    },
    /** The one-time link by which the platform's user comes in, as a path. */
    async enterLink(account) {
      const { body } = await ask('POST', `/v1/accounts/${account}/sign-in-links`, {});
      return new URL(body.url).pathname + new URL(body.url).hash;
    },
    /** The account no longer signs in at its origin, so that its owner is changed here. */
    async freeFromOrigin(account) {
      const { headers } = await ask('GET', `/v1/accounts/${account}`);
      await ask('PATCH', `/v1/accounts/${account}`, { origin: 'local', origin_verified: false }, null, { 'If-Match': headers.get('etag') });
    },
    /** A change to another person, being prepared by the holder. */
    async openCase(account, route = 'personal-to-personal') {
      return (await ask('POST', `/v1/accounts/${account}/cases`, { route }, await this.enter(account))).body;
    },
    /** The one-time link of the old owner of a case, as a path. */
    async disputeLink(id) {
      const { body } = await ask('POST', `/v1/cases/${id}/dispute-links`);
      return new URL(body.url).pathname + new URL(body.url).hash;
    },
    /** A session of the holder, for asking past the browser. */
    async enter(account) {
      const token = (await this.enterLink(account)).split('#')[1];
      const answer = await fetch(`${server.url}/v1/sessions/link`, {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': newAddress() }, body: JSON.stringify({ token }),
      });
      return answer.headers.get('set-cookie').split(';')[0];
    },
  };
}

let addresses = 0;

/** An address that nobody has had yet, as the proxy in front would write it. */
export function newAddress() {
  addresses += 1;
  return `10.0.${addresses >> 8}.${addresses & 255}`;
}

async function setPassword(url, link) {
  const answer = await fetch(`${url}/v1/passwords`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': newAddress() },
    body: JSON.stringify({ token: link.split('#')[1], password: PASSWORD }),
  });
  assert.equal(answer.status, 204, await answer.text());
}
