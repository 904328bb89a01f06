// The console's styles are delivered as one: what a page's file says must touch no other page. Each of its selectors names a
// class that no other file names; what pages share stands in console.css.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SHARED = 'src/app/console.css';

/** Every selector of a file, what stands between commas each; the steps of an animation are none. */
function selectorsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*.*?\*\//gs, '');
  return [...text.matchAll(/([^{}@;]+)\{/g)]
    .flatMap(([, list = '']) => list.replace(/\([^()]*\)/g, (inner) => inner.replaceAll(',', ' ')).split(','))
    .map((one) => one.trim())
    .filter((one) => one && !/^(from|to|[\d.]+%)$/.test(one) && !/^\(|^(media|keyframes) /.test(one));
}

const classesOf = (text: string) =>
  [...text.matchAll(/\.([a-z][\w-]*)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('ant-'));

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file}`)
  .filter((file) => file.endsWith('.css') && file !== SHARED);

test.each(files)('%s styles its own page only', (file) => {
  const elsewhere = new Set(
    [...files, SHARED].filter((one) => one !== file).flatMap((one) => selectorsOf(one).flatMap(classesOf)),
  );
  const leaks = selectorsOf(file).filter((one) => classesOf(one).every((name) => elsewhere.has(name)));
  expect(leaks).toEqual([]);
});
