// Packs what Vite has built for the program to carry: pack.mjs DIST OUT.c OUT.bin DEPFILE. Every file stands in OUT.bin
// as it is and, where that saves anything, as gzip and brotli; OUT.c is the table of struct ConsoleFile over it
// (src/http/console.h). DEPFILE names what the build read, folders too, so that a new file is noticed. Prints the sizes.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const MEDIA = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
const [dist, tableAt, bytesAt, depfileAt] = process.argv.slice(2);
const web = resolve(fileURLToPath(new URL('..', import.meta.url)));

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.map((entry) => ({
    path: join(entry.parentPath ?? entry.path, entry.name),
    isFile: entry.isFile(),
  }));
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });

let end = 0;
const parts = [];

/** Puts bytes into the bundle; gives the C initialiser of one coding. */
function put(bytes, digest, coding) {
  const padding = (16 - (end % 16)) % 16;
  parts.push(Buffer.alloc(padding), bytes);
  const at = end + padding;
  end = at + bytes.length;
  return `{ console_bytes + ${at}, ${bytes.length}, "\\"${digest}${coding}\\"" }`;
}

async function row(path) {
  const name = `/${relative(dist, path).split(sep).join('/')}`;
  const media = MEDIA[extname(name)];
  if (!media) throw new Error(`pack: no media type for ${name}`);
  const bytes = await readFile(path);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 24);
  const packed = { gzip: gzipSync(bytes, { level: 9 }), br: brotli(bytes) };
  const codings = [`[CODING_IDENTITY] = ${put(bytes, digest, '')}`];
  if (packed.gzip.length < bytes.length) codings.push(`[CODING_GZIP] = ${put(packed.gzip, digest, '-gzip')}`);
  if (packed.br.length < bytes.length) codings.push(`[CODING_BROTLI] = ${put(packed.br, digest, '-br')}`);
  return {
    name,
    sizes: [bytes.length, packed.gzip.length, packed.br.length],
    text: `        { "${name}", "${media}", ${name.startsWith('/assets/')}, { ${codings.join(', ')} } },\n`,
  };
}

const built = (await filesBelow(dist))
  .filter((entry) => entry.isFile)
  .map((entry) => entry.path)
  .sort();
const rows = [];
for (const path of built) rows.push(await row(path));

await writeFile(bytesAt, Buffer.concat(parts));
await writeFile(
  tableAt,
  `/* Written by web/scripts/pack.mjs. */
#include "http/console.h"

__asm__(".section .rodata\\n.balign 16\\nconsole_bytes:\\n.incbin \\"${resolve(bytesAt)}\\"\\n.previous\\n");
extern const guint8 console_bytes[] __attribute__((visibility("hidden")));

const ConsoleFile console_files[] = {
${rows.map((one) => one.text).join('')}};
const gsize console_file_count = G_N_ELEMENTS(console_files);
`,
);

const read = [web, join(web, 'src'), join(web, 'public'), join(web, 'scripts')];
const sources = [join(web, '../api/openapi.yaml')];
for (const name of ['index.html', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json']) {
  sources.push(join(web, name));
}
for (const folder of read.slice(1)) {
  sources.push(folder, ...(await filesBelow(folder)).map((entry) => entry.path));
}
await writeFile(
  depfileAt,
  `${resolve(tableAt)}: ${sources.map((path) => path.replace(/[ #]/g, '\\$&')).join(' ')}\n`,
);

const kib = (bytes) => (bytes / 1024).toFixed(1).padStart(8);
const total = rows.reduce((sum, one) => sum.map((size, at) => size + one.sizes[at]), [0, 0, 0]);
console.log(
  `console: ${rows.length} files,${kib(total[0])} KiB,${kib(total[1])} gzip,${kib(total[2])} brotli`,
);
