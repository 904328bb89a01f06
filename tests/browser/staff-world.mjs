// What the browser tests of the staff share: holders who act through the API, with pictures made here, until it is the
// staff's turn.
import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { newAddress, PASSWORD } from './world.mjs';

export const OLD = { name: '张伟', number: '11010519491231002X' };
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
  await world.verify(account, 'taobao', owner.name, owner.number);
  await world.freeFromOrigin(account);
  const cookie = await world.enter(account);
  const ask = (method, path, body, more) => world.ask(method, path, body, cookie, more);

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
    async submit(route = 'personal-to-personal', newOwner = NEW, more = {}) {
      const one = await holder.open(route, newOwner);
      await holder.giveAll(one, more);
      return holder.step(one, 'submission');
    },
  };
  return holder;
}

/** Signs a member of staff in, and opens a page. */
export async function signInAt(page, login, path = '/') {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`);
  await page.getByLabel(/^(User name|用户名)$/).fill(login);
  await page.getByLabel(/^(Password|密码)$/).fill(PASSWORD);
  await page.getByRole('button', { name: /^(Sign in|登录)$/ }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** A member of staff who asks through the API. */
export async function staffOf(world, login) {
  const answer = await fetch(`${world.url}/v1/sessions`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': newAddress() },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  assert.equal(answer.status, 201, await answer.text());
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  return (method, path, body, more) => world.ask(method, path, body, cookie, more);
}

/** Waits until nothing is on its way. */
export async function still(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
}
