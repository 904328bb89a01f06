// Both languages say everything, with the same gaps to fill in; and no text stands in the code.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const at = (path: string) => new URL(`../src/${path}`, import.meta.url);
const namespaces = readdirSync(at('locales/zh-CN'));

function texts(language: string, namespace: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') found.set(path, value);
    else
      for (const [key, inner] of Object.entries(value as object)) walk(inner, path ? `${path}.${key}` : key);
  };
  walk(JSON.parse(readFileSync(at(`locales/${language}/${namespace}`), 'utf8')), '');
  return found;
}

/** Chinese has one plural form, English two: `x_other` stands for `x_one` too. */
const keysOf = (all: Map<string, string>) =>
  new Set([...all.keys()].map((key) => key.replace(/_(one|other)$/, '_')));
const gapsOf = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();

/** What people type into a form as it stands: names of the sample. */
const AS_IT_IS = /^sample\.made\./;

test('both languages have the same files', () => {
  expect(readdirSync(at('locales/en'))).toEqual(namespaces);
});

test.each(namespaces)('%s says the same things in both languages', (namespace) => {
  const zh = texts('zh-CN', namespace);
  const en = texts('en', namespace);
  expect(keysOf(en)).toEqual(keysOf(zh));
  for (const [key, text] of zh) {
    expect(text, key).not.toBe('');
    expect(gapsOf(en.get(key) ?? ''), key).toEqual(gapsOf(text));
  }
  for (const [key, text] of en) if (!AS_IT_IS.test(key)) expect(text, key).not.toMatch(/\p{Script=Han}/u);
});

function sources(folder: string): string[] {
  return readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sources(`${folder}${entry.name}/`)
      : /\.tsx?$/.test(entry.name)
        ? [`${folder}${entry.name}`]
        : [],
  );
}

test('no text stands in the code', () => {
  const native = new Set(['中文', 'English']); // languages are named in themselves
  const found = sources('').flatMap((path) => {
    const code = readFileSync(at(path), 'utf8').replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '');
    const chinese = code.match(/[\p{Script=Han}]+/gu) ?? [];
    const attributes =
      code.match(/\b(title|label|placeholder|alt|aria-label|description|message)="[^"]*[a-z][^"]*"/g) ?? [];
    return [...chinese.filter((text) => !native.has(text)), ...attributes].map((text) => `${path}: ${text}`);
  });
  expect(found).toEqual([]);
});
