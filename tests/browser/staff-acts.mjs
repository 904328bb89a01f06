// What the staff do on the pages: sign in, take what waits, look, decide, check parcels off, attest, speak with the bank.
import { readFile } from 'node:fs/promises';
import { PASSWORD } from '../http/world.mjs';
import { Actor } from './actor.mjs';
import { settled } from './browser.mjs';

export class Member extends Actor {
  /** Signs in by the form; `login` is what `world.staff()` gave. */
  async signsIn({ login }) {
    await this.page.goto('/');
    await this.fills('people:signIn.login', login);
    await this.fills('people:signIn.password', PASSWORD);
    await this.presses('people:signIn.action');
    await this.page.waitForURL((url) => url.pathname !== '/sign-in' && url.pathname !== '/');
    await settled(this.page);
  }

  /** Goes to a page of the menu. */
  async goesTo(title) {
    const link = this.page.getByRole('navigation').getByRole('link', { name: this.t(`common:pages.${title}`), exact: true });
    const group = this.button('common:frame.administration');
    await link.or(group).first().waitFor();
    if (!(await link.isVisible())) await group.click();
    await link.click();
    await settled(this.page);
  }

  /** Claims what is due next in the queue. */
  async claimsNext() {
    await this.presses('review:queue.claimNext');
    await this.page.waitForURL('**/review/*/*');
    await this.page.locator('.check.current').waitFor();
  }

  async acceptsAll() {
    for (let left = await this.page.locator('.check').count(); left > 0; left -= 1) {
      const check = this.page.locator('.check.current');
      const item = (await check.getByRole('heading').innerText()).trim();
      await check.getByRole('button', { name: this.t('review:verdict.acceptOf', { item }), exact: true }).click();
      await this.told('review:done.accepted', { item });
    }
  }

  /** Decides on what is at hand; `state` is what it comes to. */
  async decides(step, state) {
    await this.confirms(`review:step.${step}.action`);
    await this.told('review:done.step', { state: this.t(`proceedings:state.${state}`) });
  }

  /** Finds a parcel by its number, receives it, checks its contents off: it is complete. */
  async takesIn(tracking) {
    await this.goesTo('mail');
    await this.fills('mail:find.label', tracking);
    await this.presses('mail:find.action');
    await this.page.waitForURL('**/mail/*');
    await this.confirms('mail:step.receive-parcel.action');
    await this.told('mail:step.receive-parcel.done');
    for (const check of await this.page.locator('.check').all()) {
      const item = (await check.getByRole('heading').innerText()).trim();
      await this.presses('mail:check.thereOf', { item });
      await this.told('mail:check.isThere', { item });
    }
    await this.confirms('mail:step.parcel-complete.action');
    await this.told('mail:step.parcel-complete.done');
  }

  /** Looks the only Alipay account that waits up, and confirms it. */
  async attests(reason, state) {
    await this.goesTo('attestations');
    await this.page.locator('.list-row').getByRole('link').click();
    await this.field('review:attest.confirms').check();
    await this.fills('review:attest.reason', reason);
    await this.presses('review:attest.action');
    await this.told('review:attest.done', { state: this.t(`proceedings:state.${state}`) });
  }

  /** Makes the payment file, brings it to the bank, and uploads the statement that comes back; gives the amount paid. */
  async paysWhatWaits() {
    await this.goesTo('bank');
    await this.confirms('admin:bank.make');
    const coming = this.page.waitForEvent('download');
    await this.page.getByRole('link', { name: this.t('admin:bank.download') }).first().click();
    const xml = await readFile(await (await coming).path(), 'utf8');
    const [, reference] = /<EndToEndId>([^<]+)</.exec(xml);
    const [, amount] = /<InstdAmt Ccy="CNY">([^<]+)</.exec(xml);
    const statement = `reference,amount,currency,direction,booked_on,status,reason\n${reference},${amount},CNY,debit,2018-05-15,booked,\n`;
    await this.page.locator('input[type=file]').setInputFiles({ name: 'statement.csv', mimeType: 'text/csv', buffer: Buffer.from(statement) });
    await this.presses('admin:bank.send');
    await this.reads('admin:bank.taken', { count: 1 });
    return amount;
  }
}
