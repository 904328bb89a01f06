// JSON as a receipt may hold it: no key twice in an object, since readers differ in which of the two they show, and whole
// numbers only.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;
const DEPTH_MAX = 40;

/** True where no object has a key twice, all numbers are whole, and nothing is nested without end; `text` is valid JSON. */
function isPlain(text: string): boolean {
  const objects: Set<string>[] = [];
  let before = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') objects.push(new Set());
    else if (token === '}' || token === ']') objects.pop();
    else if (token === ':') {
      const keys = objects.at(-1);
      const key: string = JSON.parse(before);
      if (keys?.has(key)) return false;
      keys?.add(key);
    } else if (/^-?\d/.test(token) && !/^-?\d+$/.test(token)) return false;
    if (objects.length > DEPTH_MAX) return false;
    before = token;
  }
  return true;
}

/** Reads a text; undefined where it is no such JSON. */
export function readJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isPlain(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True where the object has each of `needed`, and besides them nothing but some of `allowed`. */
export function hasMembers(
  object: JsonObject,
  needed: readonly string[],
  allowed: readonly string[] = [],
): boolean {
  const keys = Object.keys(object);
  return (
    needed.every((key) => key in object) && keys.every((key) => needed.includes(key) || allowed.includes(key))
  );
}

/** What the log commits to has one way of being written (RFC 8785); what has none: null. Texts without control characters,
 * keys of ASCII, whole numbers within ±(2^53 − 1). */
export function canonical(value: Json): string | null {
  const parts: string[] = [];
  return write(value, parts) ? parts.join('') : null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROL = /[\u0000-\u001f\u007f]/;
const ASCII = /^[\u0020-\u007e]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

function write(value: Json, parts: string[]): boolean {
  if (typeof value === 'string') {
    parts.push(JSON.stringify(value));
    return !CONTROL.test(value) && !LONE_SURROGATE.test(value);
  }
  if (typeof value === 'number') {
    parts.push(String(value));
    return Number.isSafeInteger(value);
  }
  if (Array.isArray(value))
    return writeList(
      value.map((one) => ['', one] as const),
      parts,
      '[',
      ']',
    );
  if (!isObject(value)) {
    parts.push(String(value));
    return true;
  }
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  if (!members.every(([key]) => ASCII.test(key))) return false;
  return writeList(
    members.map(([key, one]) => [`${JSON.stringify(key)}:`, one] as const),
    parts,
    '{',
    '}',
  );
}

function writeList(
  members: readonly (readonly [before: string, value: Json])[],
  parts: string[],
  opening: string,
  closing: string,
): boolean {
  parts.push(opening);
  const good = members.every(([before, value], place) => {
    parts.push(place > 0 ? `,${before}` : before);
    return write(value, parts);
  });
  parts.push(closing);
  return good;
}
