// The console's own words, read from its locale files, so that one story is told in either language.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const files = new Map();

function load(language, namespace) {
  const at = new URL(`../../web/src/locales/${language}/${namespace}.json`, import.meta.url);
  if (!files.has(at.href)) files.set(at.href, JSON.parse(readFileSync(at, 'utf8')));
  return files.get(at.href);
}

/** Gives a function from "case:submission.action" to what the console says there, with `values` filled in. */
export function textsOf(language) {
  return (key, values = {}) => {
    const [namespace, path] = key.split(':');
    const find = (name) => name.split('.').reduce((at, part) => at?.[part], load(language, namespace));
    const form = 'count' in values ? new Intl.PluralRules(language).select(values.count) : '';
    const text = find(path) ?? find(`${path}_${form}`);
    assert.equal(typeof text, 'string', `no text ${key} in ${language}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
  };
}

/** The language of the policy's texts, as the API names them. */
export const localOf = (language) => (text) => (language === 'en' ? text.en : text.zh);
