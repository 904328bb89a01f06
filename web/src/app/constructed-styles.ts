// Keeps the styles that Ant Design makes at run time in constructed style sheets, in place of the <style> elements of
// @rc-component/util/Dom/dynamicCSS and @ant-design/icons/cssUtils, whose exports it has: the page's policy allows no inline style, and the CSSOM is none.

interface Options {
  prepend?: boolean | 'queue';
  priority?: number;
}

interface Kept {
  key: string;
  rank: number;
  css: string;
  sheet: CSSStyleSheet;
}

const kept: Kept[] = []; // as they stand in document.adoptedStyleSheets

/** What is prepended stands before all else, the higher priority later; what is appended stands last. */
function rankOf({ prepend, priority = 0 }: Options): number {
  if (!prepend) return Number.MAX_SAFE_INTEGER;
  return prepend === 'queue' ? priority : Number.MIN_SAFE_INTEGER;
}

function keep(css: string, key: string, options: Options): void {
  const rank = rankOf(options);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const after = kept.findIndex((one) => one.rank > rank);
  const place = after < 0 ? kept.length : after;
  kept.splice(place, 0, { key, rank, css, sheet });
  adopt();
}

/** Sets the list as one: a splice would set each that moves, and the browser would look at all styles so often. */
function adopt(): void {
  document.adoptedStyleSheets = kept.map(({ sheet }) => sheet);
}

export function injectCSS(css: string, options: Options = {}): HTMLStyleElement {
  keep(css, '', options);
  return document.createElement('style');
}

export function updateCSS(css: string, key: string, options: Options = {}): HTMLStyleElement {
  const known = kept.find((one) => one.key === key);
  if (!known) keep(css, key, options);
  else if (known.css !== css) {
    known.css = css;
    known.sheet.replaceSync(css);
  }
  return document.createElement('style'); // callers mark it; it never enters the document
}

export function removeCSS(key: string): void {
  const place = kept.findIndex((one) => one.key === key);
  if (place < 0) return;
  kept.splice(place, 1);
  adopt();
}

export function clearContainerCache(): void {}

/** Nothing here lives in a shadow tree. */
export function getShadowRoot(): null {
  return null;
}

export function warningOnce(): void {}
