// What the clients of the fault tests do all the time: whole ways through the product, each write of which may be cut off.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { good } from '../http/client.mjs';
import { company, person } from '../http/world.mjs';

const STAFF = 3; // of each role, so that the door lets all of them write as much as they need

const statement = (rows) => ['reference,amount,currency,direction,booked_on,status,reason', ...rows, ''].join('\n');

/** A picture of random content, now and then one of several chunks. */
function content(chance) {
  const size = chance.next() < 0.1 ? 200_000 : 2_000;
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size), Buffer.from([0xff, 0xd9])]);
}

class Stories {
  constructor(world, chance, staff) {
    Object.assign(this, { world, chance, staff });
  }

  async give(path, holder) {
    for (const item of (await this.world.read(path, holder)).items)
      for (let given = item.given; given < item.needed; given += 1)
        good(await this.world.ask('POST', `${path}/items/${item.id}/files${item.any_of.length > 1 ? `?material=${item.any_of[0]}` : ''}`,
          { as: holder, raw: content(this.chance), media: 'image/jpeg' }), 201);
  }

  async handIn(path, holder) {
    await this.world.consent(path, holder);
    await this.give(path, holder);
    await this.world.step(path, 'submission', holder);
  }

  async approve(path) {
    const [reviewer, approver] = [this.chance.of(this.staff.reviewer), this.chance.of(this.staff.approver)];
    await this.world.step(path, 'claim', reviewer);
    await this.world.decideAll(path, reviewer);
    const approved = await this.world.step(path, 'approval', reviewer);
    if (approved.state !== 'second-review') return approved.state;
    await this.world.step(path, 'claim', approver);
    return (await this.world.step(path, 'approval', approver)).state;
  }

  /** By documents, from one person to another: released first, then verified anew. */
  async change() {
    const { world } = this;
    const serial = world.next();
    const account = await world.account(person(serial));
    const path = await world.openCase(account, 'personal-to-personal');
    await this.handIn(path, account.holder);
    account.holder.leaving = true; // their session ends with the approval, which may come before its answer
    assert.equal(await this.approve(path), 're-verifying');
    account.holder = await world.enter(account.id);
    const attempt = await world.openAttempt(account, person(serial + 500));
    await this.handIn(attempt, account.holder);
    account.holder.leaving = true;
    await this.approve(attempt);
    assert.equal((await world.read(path, world.platform)).state, 'completed');
  }

  /** By mail, from one company to another. */
  async mail() {
    const { world } = this;
    const serial = world.next();
    const account = await world.account(company(serial));
    const path = await world.openCase(account, 'enterprise-to-enterprise', { new_owner: company(serial + 500) });
    const [clerk] = this.staff['mail-clerk'];
    await world.consent(path, account.holder);
    await world.step(path, 'submission', account.holder);
    await world.step(path, 'parcels', account.holder, { courier: 'SF', tracking: `SF${100000000 + world.next()}` });
    await world.step(path, 'parcels/receipt', clerk, { originals: 'none' });
    await world.decideAll(path, clerk, 'checking');
    await world.step(path, 'parcels/completion', clerk);
    account.holder.leaving = true;
    assert.equal(await this.approve(path), 'completed');
  }

  /** Words to and fro, a file taken back, a case withdrawn. */
  async words() {
    const { world } = this;
    const account = await world.account(person(world.next()));
    const path = await world.openCase(account, 'personal-to-personal');
    for (let i = 0; i < 4; i += 1)
      good(await world.ask('POST', `${path}/messages`, { as: account.holder, body: { body: `请问第 ${i} 份材料可以吗？` } }), 201);
    await world.consent(path, account.holder);
    await this.give(path, account.holder);
    await world.step(path, 'withdrawal', account.holder, { text: '不再需要' });
  }

  /** A company verified by the amount that it was paid. One at a time: a payment file takes all that is to be paid. */
  async transfer() {
    const { world } = this;
    const [admin] = this.staff.administrator;
    const account = await world.account();
    const path = await world.openAttempt(account, company(world.next()), 'corporate-transfer');
    await world.consent(path, account.holder);
    await world.step(path, 'submission', account.holder, { bank: 'ICBC', account_number: '11001018500053012345' });
    const { headers } = good(await world.ask('POST', '/v1/bank/payment-files', { as: admin }), 201);
    const xml = (await world.ask('GET', headers.location, { as: admin })).body.toString();
    const [, reference] = /<EndToEndId>([^<]+)</.exec(xml);
    const [, amount] = /<InstdAmt Ccy="CNY">([^<]+)</.exec(xml);
    const raw = statement([`${reference},${amount},CNY,debit,2018-05-15,booked,`]);
    good(await world.ask('POST', '/v1/bank/statements', { as: admin, raw, media: 'text/csv' }));
    account.holder.leaving = true;
    assert.equal((await world.step(path, 'transfer/confirmation', account.holder, { amount })).state, 'passed');
  }
}

/**
 * Starts `clients` that tell stories one after another, one of them the transfers. `failed` rejects as soon as one fails; end() lets
 * each finish the one that it is in, and gives how many were told.
 */
export async function openStories(world, chance, clients) {
  const staff = {};
  for (const [role, count] of [['reviewer', STAFF], ['approver', STAFF], ['mail-clerk', 1], ['administrator', 1]]) {
    staff[role] = [];
    for (let i = 0; i < count; i += 1) staff[role].push(await world.staff(role, true));
  }
  const stories = new Stories(world, chance, staff);
  let ending = false;
  let told = 0;
  const tell = async (names) => {
    while (!ending) {
      await stories[chance.of(names)]();
      told += 1;
    }
  };
  const all = Array.from({ length: clients }, (_, i) => tell(i === 0 ? ['transfer'] : ['change', 'mail', 'words']));
  const failed = Promise.all(all).then(() => {});
  failed.catch(() => {}); // whoever waits for it hears of it
  return {
    failed,
    async end() {
      ending = true;
      await failed;
      return told;
    },
  };
}
