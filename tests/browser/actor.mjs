// Somebody at a browser of their own, in the language and on the screen that is theirs: what everybody does on every page.
import { settled } from './browser.mjs';
import { localOf, textsOf } from './texts.mjs';

let pictures = 0;

/** A small PNG picture that browsers can show; each one another. */
export function picture() {
  pictures += 1;
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  return Buffer.concat([Buffer.from(pixel, 'base64'), Buffer.from(`\n${pictures}`)]);
}

export class Actor {
  constructor(page, { world, language }) {
    Object.assign(this, { page, world, language, t: textsOf(language), local: localOf(language) });
  }

  button(key, values) {
    return this.page.getByRole('button', { name: this.t(key, values), exact: true });
  }

  link(key, values) {
    return this.page.getByRole('main').getByRole('link', { name: this.t(key, values), exact: true });
  }

  field(key, values) {
    return this.page.getByLabel(this.t(key, values), { exact: true });
  }

  presses(key, values) {
    return this.button(key, values).click();
  }

  /** Presses what asks once more, and says yes. */
  async confirms(key) {
    await this.presses(key);
    await this.page.getByRole('dialog').getByRole('button', { name: this.t(key), exact: true }).click();
  }

  follows(key, values) {
    return this.link(key, values).click();
  }

  fills(key, text) {
    return this.field(key).fill(text);
  }

  reads(key, values) {
    return this.page.getByText(this.t(key, values)).first().waitFor();
  }

  /** Is told what an action did, and puts the word away. */
  async told(key, values) {
    const said = this.page.locator('.announcements .ant-alert').filter({ hasText: this.t(key, values) }).last();
    await said.waitFor();
    await said.getByRole('button').click();
  }

  /** Looks again, as one does who comes back to the page. */
  async looksAgain() {
    await this.page.reload();
    await settled(this.page);
  }

  /** The names of the policy, in the language spoken. */
  async policy() {
    this.rules ??= await this.world.read('/v1/policy');
    return this.rules;
  }

  async routeName(id) {
    return this.local((await this.policy()).routes.find((route) => route.id === id).name);
  }
}
