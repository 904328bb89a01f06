// What a holder does on the pages, in words of their own: from the one-time link to the certificate.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { good } from '../http/client.mjs';
import { Actor, picture } from './actor.mjs';
import { settled } from './browser.mjs';

const CASE = /\/account\/cases\/([0-9a-f-]{36})$/;

export class Holder extends Actor {
  /** Comes in by the one-time link of the platform. */
  async entersAs(account) {
    const link = good(await this.world.ask('POST', `/v1/accounts/${account.id}/sign-in-links`, { as: this.world.platform, body: {} }), 201);
    const { pathname, hash } = new URL(link.body.url);
    await this.page.goto(pathname + hash);
    await this.page.waitForURL('**/account');
  }

  /** Comes in, and the overview is there. */
  async comesIn(account) {
    await this.entersAs(account);
    await settled(this.page);
  }

  /** Tells the guide to whom, and what the new owner has; sees the ways. */
  async asksTheGuide({ to, have = [], bank, same }) {
    await this.follows('account:overview.change');
    await this.field(to === 'personal' ? 'guide:wish.toPersonal' : 'guide:wish.toEnterprise').check();
    for (const one of have) await this.field(`guide:wish.${one}`).check();
    if (bank) {
      await this.page.getByRole('combobox', { name: this.t('guide:wish.bank') }).fill(bank);
      await this.page.keyboard.press('Enter');
    }
    if (same !== undefined) await this.field(same ? 'guide:wish.sameYes' : 'guide:wish.sameNo').check();
    await this.presses('guide:wish.action');
    await this.page.getByRole('article').first().waitFor();
  }

  /** Chooses a way, names the new owner where one is given, and begins. */
  async begins(route, newOwner) {
    const way = this.page.getByRole('article', { name: await this.routeName(route) });
    await way.getByRole('button', { name: this.t('guide:route.choose') }).click();
    if (newOwner) {
      await this.fills(`guide:owner.name.${newOwner.kind}`, newOwner.name);
      await this.fills(newOwner.kind === 'personal' ? 'account:number.resident-id' : 'account:number.uscc', newOwner.number);
    }
    await this.presses('guide:open.action');
    await this.page.waitForURL(CASE);
    this.caseId = CASE.exec(this.page.url())[1];
    await this.told('guide:open.done');
  }

  async agrees() {
    await settled(this.page);
    for (const which of ['verification', 'pictures']) {
      const name = this.t(`case:consents.${which}`);
      const agree = this.page.getByRole('button', { name: `${this.t('case:consents.give')} ${name}` });
      if (await agree.count() === 0) continue;
      await agree.click();
      await this.told('case:consents.given', { name });
    }
  }

  /** Gives a file for every line of the checklist that wants one. */
  async givesAll() {
    for (const item of await this.page.locator('.item').all()) {
      const place = item.locator('input[type=file]:not([capture])');
      const kinds = item.getByRole('radio');
      if (await kinds.count()) await kinds.first().check();
      else if (await place.count() === 0) continue;
      await place.setInputFiles([{ name: 'photo.png', mimeType: 'image/png', buffer: picture() }]);
      await item.locator('.file a').first().waitFor();
    }
  }

  async submits(done = 'case:submission') {
    await this.presses(`${done}.action`);
    await this.told(`${done}.done`);
  }

  /** The state that the page of a change or a verification shows. */
  sees(state) {
    return this.page.locator('.card').first().getByText(this.t(`proceedings:state.${state}`), { exact: true }).waitFor();
  }

  /** Prints label and list, sends the parcel and enters its number. */
  async sends(courier, tracking) {
    await this.follows('case:parcel.label');
    await this.page.getByText('100102').waitFor();
    await this.follows('case:label.back');
    await this.fills('case:parcel.courier', courier);
    await this.fills('case:parcel.tracking', tracking);
    await this.presses('case:parcel.action');
    await this.told('case:parcel.done');
  }

  /** Goes from the overview to what is under way. */
  async goesOn() {
    await this.follows('proceedings:goOn');
    await settled(this.page);
  }

  /** After a release, from the page of the change: says who is to be verified and how. */
  async beginsToVerify(owner, way) {
    await this.follows('case:standing.reverify');
    await this.field(`attempt:begin.${owner.kind}`).check();
    if (way) await this.page.getByRole('radio', { name: this.local((await this.policy()).methods.find(({ id }) => id === way).name) }).check();
    await this.fills(`account:owner.name.${owner.kind}`, owner.name);
    await this.fills(owner.kind === 'personal' ? 'account:number.resident-id' : 'account:number.uscc', owner.number);
    await this.presses('attempt:begin.action');
    await this.told('attempt:begin.done');
    await this.agrees();
  }

  async ordersThePayment(account) {
    await this.field('attempt:submit.bank').click();
    await this.page.locator('.ant-select-item-option').first().click();
    await this.fills('attempt:submit.account', account);
    await this.presses('attempt:submit.action.corporate-transfer');
    await this.told('attempt:submit.done.corporate-transfer');
  }

  async entersAmount(amount) {
    await this.fills('attempt:transfer.amount', amount);
    await this.presses('attempt:transfer.action');
    await this.told('attempt:transfer.right');
  }

  /** As the new owner: comes in again, finds what has ended among the history, and opens its certificate. */
  async findsTheCertificate(route) {
    await this.page.getByRole('main').getByRole('link', { name: await this.routeName(route) }).click();
    await this.sees('completed');
    await this.follows('case:ended.certificate');
    await this.reads('receipts:receipt.good');
  }

  /** Keeps the receipt as a file and has it checked on the page for that. */
  async verifiesTheReceipt() {
    const coming = this.page.waitForEvent('download');
    await this.presses('receipts:receipt.keep');
    const text = await readFile(await (await coming).path());
    await this.follows('receipts:receipt.verify');
    await this.page.locator('input[type=file]').setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: text });
    await this.presses('receipts:verify.keyAsk');
    await this.page.waitForFunction(() => document.querySelector('#log-key').value !== '');
    await this.presses('receipts:verify.action');
    await this.reads('receipts:verify.good');
    assert.ok(JSON.parse(text).entries.length > 0);
  }
}
