import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const at = (path: string) => new URL(path, import.meta.url).pathname;

/** Ant Design makes its styles at run time and puts them into <style>, which the page's policy forbids; in their place
 * stands our own keeper, which uses constructed style sheets (docs/decisions/0012-console.md). */
function stylesWithoutElements(): Plugin {
  return {
    name: 'styles-without-elements',
    enforce: 'pre',
    resolveId(source, importer) {
      const isMaker =
        /(^|\/)Dom\/dynamicCSS(\.js)?$/.test(source) ||
        (/\/cssUtils(\.js)?$/.test(source) && importer?.includes('@ant-design/icons'));
      return isMaker ? at('src/app/constructed-styles.ts') : null;
    },
  };
}

/** Few files, as each costs a way to the server and back: what every page needs, and what pages share; each page's
 * own is in a file of its own. */
const chunks = [
  { name: 'base', tags: ['$initial' as const], priority: 3 },
  { name: 'parts', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 12 * 1024, priority: 1 },
];
const chunkFileNames = ({ name }: { name: string }) => `assets/${name.replace(/~.*/, '')}-[hash].js`;

export default defineConfig({
  plugins: [stylesWithoutElements(), react()],
  resolve: { alias: { '~': at('src') } },
  server: { proxy: { '/v1': 'http://127.0.0.1:8480', '/problems': 'http://127.0.0.1:8480' } },
  optimizeDeps: { exclude: ['@rc-component/util'] },
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups: chunks }, chunkFileNames } },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
