// What the browser tests of the staff share: holders who act through the API, with pictures made here, until it is the
// staff's turn.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { run } from '../http/harness.mjs';
import { settled, withPerson } from './browser.mjs';
import { newAddress, PASSWORD } from './world.mjs';

export const OLD = { kind: 'personal', name: '张伟', number_kind: 'resident-id', number: '11010519491231002X' };
export const NEW = { kind: 'personal', name: '李娜', number_kind: 'resident-id', number: '440524188001010014' };
export const COMPANY = { kind: 'enterprise', name: '杭州示例科技有限公司', number_kind: 'uscc', number: '91350100M000100Y43' };

function chunk(type, bytes) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), bytes]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(bytes.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A PNG of 64 × 40 that is no other: stripes in a colour of its own. */
export function picture(seed) {
  const head = Buffer.from([0, 0, 0, 64, 0, 0, 0, 40, 8, 2, 0, 0, 0]);
  const rows = Buffer.alloc(40 * (1 + 64 * 3));
  for (let y = 0; y < 40; y += 1)
    for (let x = 0; x < 64 * 3; x += 1) rows[y * 193 + 1 + x] = (seed * 37 + y * 5 + (x % 3) * 80) & 255;
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([magic, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

let seeds = 0;

/** The holder of a verified account, who asks through the API. */
export async function holderOf(world, { owner = OLD } = {}) {
  const account = await world.addAccount('taobao');
  seeds += 1;
  await world.ask('POST', `/v1/accounts/${account}/origin-reports`, {
    report_id: `staff-${seeds}`, origin: 'taobao', origin_account: 'somebody', owner_kind: owner.kind, owner_name: owner.name,
    number_kind: owner.number_kind, owner_number: owner.number, verified_at: '2018-05-01T00:00:00Z',
  });
  await world.freeFromOrigin(account);
  let cookie = await world.enter(account);
  /** Comes in again where the session has ended, as it does when the account changes hands. */
  const ask = async (method, path, body, more) => {
    try {
      return await world.ask(method, path, body, cookie, more);
    } catch (error) {
      if (!/: 401 /.test(error.message)) throw error;
      cookie = await world.enter(account);
      return world.ask(method, path, body, cookie, more);
    }
  };

  const holder = {
    account,
    ask,
    /** As it stands, with its version. */
    async read(one) {
      const { body, headers } = await ask('GET', `/v1/${one.kind}s/${one.id}`);
      return { ...body, etag: headers.get('etag') };
    },
    async step(one, name, words = {}) {
      const { etag } = await holder.read(one);
      return (await ask('POST', `/v1/${one.kind}s/${one.id}/${name}`, words, { 'If-Match': etag })).body;
    },
    async give(one, item, { material = item.any_of[0], body, type = 'image/png' } = {}) {
      seeds += 1;
      const answer = await fetch(`${world.url}/v1/${one.kind}s/${one.id}/items/${item.id}/files?material=${material}`, {
        method: 'POST',
        headers: { Cookie: cookie, Origin: world.url, 'Content-Type': type, 'Idempotency-Key': `give-${seeds}` },
        body: body ?? picture(seeds),
      });
      assert.equal(answer.status, 201, await answer.text());
    },
    async consent(one) {
      const { body: policy } = await ask('GET', '/v1/policy');
      for (const { purpose, text_version } of policy.consents)
        await ask('PUT', `/v1/${one.kind}s/${one.id}/consents/${purpose}`, { text_version });
    },
    /** Everything that is asked for and not there. */
    async giveAll(one, more) {
      const { items } = await holder.read(one);
      for (const item of items)
        for (let given = item.state === 'refused' ? 0 : item.given; given < item.needed; given += 1) await holder.give(one, item, more);
    },
    async open(route, newOwner) {
      const { body } = await ask('POST', `/v1/accounts/${account}/cases`, { route, ...(newOwner && { new_owner: newOwner }) });
      await holder.consent(body);
      return body;
    },
    /** A change handed in with all its evidence. */
    async submit(more = {}) {
      const one = await holder.open('personal-to-personal', NEW);
      await holder.giveAll(one, more);
      return holder.step(one, 'submission');
    },
    /** A change by mail, its parcel announced. */
    async announce(route, newOwner, tracking) {
      const one = await holder.open(route, newOwner);
      await holder.step(one, 'submission');
      return holder.step(one, 'parcels', { courier: 'SF', tracking });
    },
    /** The verification of the new owner by documents, handed in. */
    async attempt(owner = NEW) {
      const { body: one } = await ask('POST', `/v1/accounts/${account}/attempts`, { method: 'documents', owner });
      await holder.consent(one);
      await holder.giveAll(one);
      return holder.step(one, 'submission');
    },
  };
  return holder;
}

/** Copies a case past the server so often that there are `count` in its state; each its own account, each due a second later. */
export async function copyCases(world, one, count) {
  const hex = one.id.replaceAll('-', '');
  const file = join(world.data, 'shiming.db');
  const { stdout } = await run('sqlite3', [file, "SELECT group_concat(name) FROM pragma_table_info('proceedings')"]);
  const own = { id: 'randomblob(16)', account_id: 'randomblob(16)', due_at: 'due_at + 1000000 * n', wake_at: 'NULL' };
  const names = stdout.trim().split(',');
  const done = await run('sqlite3', ['-cmd', '.timeout 20000', file, `
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count - 1})
    INSERT INTO proceedings (${names}) SELECT ${names.map((name) => own[name] ?? name)} FROM proceedings, numbers WHERE id = x'${hex}'`,
  ]);
  assert.equal(done.status, 0, done.stderr);
}

/** Signs a member of staff in, and opens a page. */
export async function signInAt(page, login, path = '/') {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`);
  await page.getByLabel(/^(User name|用户名)$/).fill(login);
  await page.getByLabel(/^(Password|密码)$/).fill(PASSWORD);
  await page.getByRole('button', { name: /^(Sign in|登录)$/ }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Bodies of tests by members of staff: `server()` serves, the body starts signed in at a path, when all is quiet there. */
export const asStaff = (server) => (login, path, options, body) =>
  withPerson(server, options, async (page, t) => {
    await signInAt(page, login, path);
    await settled(page);
    await body(page, t);
  });

/** The cookie of a session of a member of staff, for asking past the browser. */
export async function cookieOf(world, login) {
  const answer = await fetch(`${world.url}/v1/sessions`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': newAddress() },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  assert.equal(answer.status, 201, await answer.text());
  return answer.headers.get('set-cookie').split(';')[0];
}

/** A member of staff who asks through the API. */
export async function staffOf(world, login) {
  const cookie = await cookieOf(world, login);
  return (method, path, body, more) => world.ask(method, path, body, cookie, more);
}

/** Waits for what an action is confirmed with, and puts it away. */
export async function confirmed(page, text) {
  const said = page.locator('.announcements .ant-alert').filter({ hasText: text });
  await said.last().waitFor();
  await said.last().getByRole('button').click();
}

export const button = (page, name) => page.getByRole('button', { name, exact: true });

export async function openReview(page, login, one) {
  await signInAt(page, login, `/review/${one.kind}/${one.id}`);
  await page.getByRole('heading', { name: 'What was claimed' }).waitFor();
}

export async function claim(page) {
  await button(page, 'Claim').click();
  await confirmed(page, 'It is yours now.');
}

/** Accepts every item that is to be looked at. */
export async function acceptAll(page) {
  for (let left = await page.locator('.check').count(); left > 0; left -= 1) {
    await page.locator('.check.current').getByRole('button', { name: /^Accept: / }).click();
    await confirmed(page, 'Accepted: ');
  }
}

export async function decide(page, name, state) {
  await button(page, name).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await confirmed(page, state);
}
