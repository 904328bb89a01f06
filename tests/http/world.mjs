// A small world on a server of its own: staff of every role, the platform's keys, people and companies with numbers that pass
// their checks, accounts that they own, and the way of a case told in single steps.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { cookieOf, good, openClient, tokenOf } from './client.mjs';
import { run, startShiming } from './harness.mjs';

export const PASSWORD = 'correct horse battery staple'; // of all the staff
const SURNAMES = [...'王李张刘陈杨黄赵周吴'];
export const NOBODY = '01631b2a-6d40-7c3a-9f0e-2b6f0f0c7a11';

/** The platform's scopes, as the contract lists them. */
export const SCOPES = [
  'accounts:read', 'accounts:write', 'links:write', 'usage:write', 'origin:write', 'cases:read', 'cases:write', 'metrics:read',
];

/** A person: a resident identity number of GB 11643 with its ISO 7064 MOD 11-2 check. */
export function person(serial) {
  const body = `110101${1960 + serial % 40}0307${String(serial % 1000).padStart(3, '0')}`;
  const sum = [...body].reduce((all, digit, i) => all + Number(digit) * (2 ** (17 - i) % 11), 0);
  return { kind: 'personal', name: `${SURNAMES[serial % 10]}测试`, number: body + '10X98765432'[sum % 11] };
}

/** A company: a unified social credit code of GB 32100, with the check of GB 11714 in its organisation's part. */
export function company(serial) {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const organisation = `MA${String(serial).padStart(6, '0')}`;
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const value = (c) => '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(c);
  const check = (11 - [...organisation].reduce((all, c, i) => all + value(c) * weights[i], 0) % 11) % 11;
  const body = `91110105${organisation}${check === 10 ? 'X' : check}`;
  const sum = [...body].reduce((all, c, i) => all + alphabet.indexOf(c) * (3 ** i % 31), 0);
  return { kind: 'enterprise', name: `北京第${serial}测试有限公司`, number: body + alphabet[(31 - sum % 31) % 31] };
}

/** The smallest file that is a JPEG picture by its first bytes; each serial is another content. */
export const picture = (serial = 0) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, serial), Buffer.from([0xff, 0xd9])]);

const LIMITS = {
  'accounts-per-person': 1, 'accounts-per-enterprise': 1, 'days-between-changes': 30, 'refuse-frozen': true, 'refuse-arrears': true,
  'holds-submission': true,
};

/** The policy of the seed, with the limits that it leaves open. */
export async function strictPolicy() {
  let text = await readFile(new URL('../../policy/aliyun.yaml', import.meta.url), 'utf8');
  for (const [name, value] of Object.entries(LIMITS)) text = text.replace(new RegExp(`^  ${name}: \\S+`, 'm'), `  ${name}: ${value}`);
  return text;
}

export async function openWorld(options) {
  const shiming = await startShiming(options);
  const world = new World(shiming, openClient(shiming));
  world.platform = await world.key(...SCOPES);
  return world;
}

export class World {
  #serial = 0;
  #approved = 0;
  #staff = new Map();

  constructor(shiming, ask) {
    this.shiming = shiming;
    this.ask = ask;
  }

  stop() {
    return this.shiming.stop();
  }

  /** Runs a subcommand on this instance; fails where it fails. */
  async command(args, input) {
    const done = await run(process.env.SHIMING, [...args, ...this.shiming.instance], { input });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  }

  /** Mints an API key. */
  async key(...scopes) {
    const printed = await this.command(['apikey', 'add', 'platform', ...scopes.flatMap((scope) => ['--scope', scope])]);
    return { key: /shk_[A-Za-z0-9_-]{43}/.exec(printed)[0] };
  }

  next() {
    this.#serial += 1;
    return this.#serial;
  }

  /** A member of staff who has signed in: { id, login, cookie }. The same roles give the same person, unless `another`. */
  async staff(roles, another = false) {
    const name = [roles].flat().join('.');
    if (!another && this.#staff.has(name)) return this.#staff.get(name);
    const login = `${name}.${this.next()}`;
    const made = JSON.parse(await this.command(['user', 'add', login, '--json', ...[roles].flat().flatMap((role) => ['--role', role])]));
    await this.command(['user', 'password', login, '--stdin'], `${PASSWORD}\n`);
    const session = good(await this.ask('POST', '/v1/sessions', { body: { login, password: PASSWORD } }), 201);
    const member = { id: made.id, login, cookie: cookieOf(session) };
    this.#staff.set(name, member);
    return member;
  }

  /** Lets the platform's user in as the holder of an account: { cookie }. */
  async enter(account) {
    const link = good(await this.ask('POST', `/v1/accounts/${account}/sign-in-links`, { as: this.platform, body: {} }), 201);
    return this.#exchange(link);
  }

  /** Lets the old owner of the case at `path` in by a dispute link: { cookie }. */
  async enterAsParty(path) {
    return this.#exchange(good(await this.ask('POST', `${path}/dispute-links`, { as: this.platform }), 201));
  }

  async #exchange(link) {
    const session = good(await this.ask('POST', '/v1/sessions/link', { body: { token: tokenOf(link.body) } }), 201);
    return { cookie: cookieOf(session) };
  }

  /** Registers an account; with an owner it is verified, as one that no longer follows its origin. Gives { id, holder }. */
  async account(owner) {
    const origin = owner ? 'taobao' : 'local';
    const made = good(await this.ask('POST', '/v1/accounts', { as: this.platform, body: { external_id: `u${this.next()}`, origin } }), 201);
    const id = made.body.id;
    if (owner) {
      await this.originReport(id, owner);
      const { etag } = good(await this.ask('GET', `/v1/accounts/${id}`, { as: this.platform }));
      good(await this.ask('PATCH', `/v1/accounts/${id}`, { as: this.platform, version: etag, body: { origin_verified: false } }));
    }
    return { id, owner, holder: await this.enter(id) };
  }

  async originReport(id, owner) {
    return good(await this.ask('POST', `/v1/accounts/${id}/origin-reports`, {
      as: this.platform,
      body: {
        report_id: `r${this.next()}`, origin: 'taobao', origin_account: 'somebody', owner_kind: owner.kind, owner_name: owner.name,
        number_kind: owner.kind === 'personal' ? 'resident-id' : 'uscc', owner_number: owner.number,
        verified_at: new Date().toISOString(),
      },
    }));
  }

  /** Opens a case; gives its path. */
  async openCase(account, route, body = {}) {
    const opened = good(await this.ask('POST', `/v1/accounts/${account.id}/cases`, { as: account.holder, body: { route, ...body } }), 201);
    return `/v1/cases/${opened.body.id}`;
  }

  /** Opens an attempt; gives its path. */
  async openAttempt(account, owner, method = 'documents') {
    const opened = good(await this.ask('POST', `/v1/accounts/${account.id}/attempts`, { as: account.holder, body: { method, owner } }), 201);
    return `/v1/attempts/${opened.body.id}`;
  }

  /** The document of what stands at `path`. */
  async read(path, as) {
    return good(await this.ask('GET', path, { as })).body;
  }

  /** Takes a step on what stands at `path`, on the version that it has now; gives the answer whatever it is. */
  async tryStep(path, what, as, { method = 'POST', body = {}, ...more } = {}) {
    const { etag } = good(await this.ask('GET', path, { as }));
    const bare = method === 'DELETE' || what === 'claim';
    return this.ask(method, `${path}/${what}`, { as, version: etag, body: bare ? undefined : body, ...more });
  }

  /** The same, and it must be good; gives the document. */
  async step(path, what, as, body) {
    return good(await this.tryStep(path, what, as, { body })).body;
  }

  async consent(path, holder) {
    for (const purpose of ['verification', 'identity-pictures'])
      good(await this.ask('PUT', `${path}/consents/${purpose}`, { as: holder, body: { text_version: '1' } }));
  }

  /** Gives a file for an item; gives the answer whatever it is. */
  give(path, item, as, { raw = picture(this.next() % 250), media = 'image/jpeg', ...more } = {}) {
    return this.ask('POST', `${path}/items/${item}/files`, { as, raw, media, ...more });
  }

  /** Consents, and gives one file for each item that lacks any. */
  async prepare(path, holder) {
    await this.consent(path, holder);
    await this.giveMissing(path, holder);
  }

  async giveMissing(path, holder) {
    for (const item of (await this.read(path, holder)).items)
      for (let given = item.given; given < item.needed; given += 1) {
        const query = item.any_of.length > 1 ? { path: `?material=${item.any_of[0]}` } : { path: '' };
        good(await this.ask('POST', `${path}/items/${item.id}/files${query.path}`, {
          as: holder, raw: picture(this.next() % 250), media: 'image/jpeg',
        }), 201);
      }
  }

  /** Up to the queue by ticket. */
  async submit(path, holder) {
    await this.prepare(path, holder);
    return this.step(path, 'submission', holder);
  }

  /** Up to the queue by mail. */
  async submitByMail(path, holder) {
    const clerk = await this.staff('mail-clerk');
    await this.consent(path, holder);
    await this.step(path, 'submission', holder);
    await this.step(path, 'parcels', holder, { courier: 'SF', tracking: `SF${100000000 + this.next()}` });
    await this.step(path, 'parcels/receipt', clerk, { originals: 'none' });
    await this.decideAll(path, clerk, 'checking');
    return this.step(path, 'parcels/completion', clerk);
  }

  /** Accepts (or checks off) each item that is asked for. */
  async decideAll(path, as, what = 'verdict') {
    for (const item of (await this.read(path, as)).items)
      if (item.needed > 0 && item.state !== 'accepted')
        good(await this.tryStep(path, `items/${item.id}/${what}`, as, { method: 'PUT', body: { accepted: true } }));
  }

  /** Reviewed and approved, by a second pair of eyes where the policy asks for it. */
  async approve(path) {
    this.#approved += 1;
    const spent = this.#approved % 6 === 0; // nobody writes more than the door lets one person
    const reviewer = await this.staff('reviewer', spent);
    const approver = await this.staff('approver', spent);
    await this.step(path, 'claim', reviewer);
    await this.decideAll(path, reviewer);
    const approved = await this.step(path, 'approval', reviewer);
    if (approved.state !== 'second-review') return approved;
    await this.step(path, 'claim', approver);
    return this.step(path, 'approval', approver);
  }

  /** Verifies whoever `owner` is by documents, from the wish to the verification; gives the attempt's path. */
  async verify(account, owner) {
    const path = await this.openAttempt(account, owner);
    await this.submit(path, account.holder);
    await this.approve(path);
    return path;
  }
}
