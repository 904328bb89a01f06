// The browser's own check of receipts: a real one of the server (receipts/change.json, signed by the key beside it) holds, and
// each way of changing it is found and named.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canonical, readJson } from '~/pages/receipts/verify/json';
import { type NoteKey, readKey } from '~/pages/receipts/verify/note';
import { checkReceipt, isGood } from '~/pages/receipts/verify/receipt';

const at = (name: string) => readFileSync(new URL(`receipts/${name}`, import.meta.url), 'utf8');
const text = at('change.json');
const keyText = at('key.txt');
const key = readKey(keyText) as NoteKey;

/** The only fault found, with its place: "inclusion at /entries/1". */
function faultOf(changed: string, by = key): string {
  const checked = checkReceipt(changed, by);
  if (checked.fault) return checked.fault;
  return checked.entries
    .filter(({ fault }) => fault)
    .map(({ fault, pointer }) => `${fault} at ${pointer}`)
    .join(', ');
}

interface Entry {
  index: number;
  leaf: { id: string; kind: string; time: string; account?: string };
  proof: string[];
  salt?: string;
  content?: Record<string, unknown>;
}
interface Receipt {
  format: string;
  checkpoint: string;
  entries: Entry[];
}

/** The receipt after a change to it. */
function changed(change: (receipt: Receipt, entry: Entry) => void, entry = 1): string {
  const receipt = JSON.parse(text) as Receipt;
  change(receipt, receipt.entries[entry] as Entry);
  return JSON.stringify(receipt);
}

test('a receipt of the server holds', () => {
  const checked = checkReceipt(text, key);
  expect(isGood(checked)).toBe(true);
  expect(checked.checkpoint).toMatchObject({ origin: 'shiming.local/log', size: 3 });
  expect(checked.entries.map((entry) => entry.proven?.leaf.kind)).toEqual([
    'verification.released',
    'verification.made',
    'case.follow-origin',
  ]);
  expect(checked.entries.map((entry) => entry.proven?.content !== null)).toEqual([false, true, true]);
});

test('how a file is laid out makes no difference', () => {
  expect(isGood(checkReceipt(JSON.stringify(JSON.parse(text)), key))).toBe(true);
});

test.each<[string, (receipt: Receipt, entry: Entry) => void, string]>([
  ['another format', (receipt) => Object.assign(receipt, { format: 'shiming-receipt-2' }), 'format'],
  ['more than the format has', (receipt) => Object.assign(receipt, { note: 'all is well' }), 'format'],
  ['no entries', (receipt) => receipt.entries.splice(0), 'noEntries'],
  ['a member too many', (_, entry) => Object.assign(entry, { owner: 'me' }), 'members at /entries/1'],
  ['a leaf member too many', (_, entry) => Object.assign(entry.leaf, { by: 'me' }), 'leaf at /entries/1'],
  [
    'another kind',
    (_, entry) => Object.assign(entry.leaf, { kind: 'verification.mode' }),
    'inclusion at /entries/1',
  ],
  [
    'another time',
    (_, entry) => Object.assign(entry.leaf, { time: '2018-01-01T00:00:00Z' }),
    'inclusion at /entries/1',
  ],
  [
    'a time that is none',
    (_, entry) => Object.assign(entry.leaf, { time: 'yesterday' }),
    'leaf at /entries/1',
  ],
  [
    'another account',
    (_, entry) => Object.assign(entry.leaf, { account: entry.leaf.id }),
    'inclusion at /entries/1',
  ],
  ['no account', (_, entry) => delete entry.leaf.account, 'inclusion at /entries/1'],
  ['another place', (_, entry) => Object.assign(entry, { index: 0 }), 'inclusion at /entries/1'],
  ['a place outside', (_, entry) => Object.assign(entry, { index: 3 }), 'index at /entries/1'],
  ['a place that is none', (_, entry) => Object.assign(entry, { index: -1 }), 'index at /entries/1'],
  ['a shorter proof', (_, entry) => entry.proof.pop(), 'inclusion at /entries/1'],
  ['a longer proof', (_, entry) => entry.proof.push(entry.proof[0] ?? ''), 'inclusion at /entries/1'],
  ['a proof that is none', (_, entry) => entry.proof.push('AAAA'), 'proof at /entries/1'],
  [
    'another content',
    (_, entry) => Object.assign(entry.content ?? {}, { method: 'documents' }),
    'commitment at /entries/1',
  ],
  ['more content', (_, entry) => Object.assign(entry.content ?? {}, { more: 1 }), 'commitment at /entries/1'],
  [
    'content without form',
    (_, entry) => Object.assign(entry.content ?? {}, { more: '\u0001' }),
    'content at /entries/1',
  ],
  ['no salt', (_, entry) => delete entry.salt, 'salt at /entries/1'],
  ['no content', (_, entry) => delete entry.content, 'salt at /entries/1'],
  [
    'another salt',
    (_, entry) => Object.assign(entry, { salt: `A${entry.salt?.slice(1)}` }),
    'commitment at /entries/1',
  ],
])('%s is found and named', (_, change, fault) => {
  expect(faultOf(changed(change))).toBe(fault);
});

test.each<[string, (note: string) => string, string]>([
  ['a larger log', (note) => note.replace('\n3\n', '\n4\n'), 'badSignature'],
  [
    'another root',
    (note) => note.replace(/\n3\n./, (all) => `${all.slice(0, 3)}${all[3] === 'A' ? 'B' : 'A'}`),
    'badSignature',
  ],
  ['no signature', (note) => note.slice(0, note.indexOf('\n\n') + 2), 'notANote'],
  ['no note', () => 'nothing', 'notANote'],
  ['another name', (note) => note.replace('— shiming.local/log', '— elsewhere/log'), 'otherKey'],
  ['a shorter signature', (note) => note.replace(/(— \S+ \S{8})\S+/, '$1'), 'badSignature'],
])('a checkpoint with %s is found and named', (_, change, fault) => {
  expect(
    faultOf(
      changed((receipt) => {
        receipt.checkpoint = change(receipt.checkpoint);
      }),
    ),
  ).toBe(fault);
});

test('another’s signature beside the log’s does no harm', () => {
  const more = changed((receipt) => {
    receipt.checkpoint += '— witness.example AAAAAAAA\n';
  });
  expect(faultOf(more)).toBe('');
});

test('every single bit of leaf, proof, salt and signature counts', () => {
  for (const [coded] of text.matchAll(/[A-Za-z0-9+/]{43}=/g)) {
    const flipped = `${coded[0] === 'A' ? 'B' : 'A'}${coded.slice(1)}`;
    expect(faultOf(text.replace(coded, flipped)), coded).not.toBe('');
  }
});

test('what is no receipt is told from what is a forged one', () => {
  expect(faultOf('')).toBe('notJson');
  expect(faultOf('{')).toBe('notJson');
  expect(faultOf('[]')).toBe('format');
  expect(faultOf(' '.repeat(5 * 1024 * 1024))).toBe('tooLarge');
  expect(faultOf(text.replace('"index": 1,', '"index": 0, "index": 1,'))).toBe('notJson');
  expect(faultOf(text.replace('"index": 1,', '"index": 1.0,'))).toBe('notJson');
});

test('a key is read as it was given, and no other way', () => {
  const plain = keyText.trim();
  expect(readKey(` ${plain}\n`)?.name).toBe('shiming.local/log');
  for (const wrong of [
    '',
    'shiming.local/log',
    plain.slice(0, -1),
    plain.replace('shiming', 'shimin'),
    `${plain}=`,
    plain.replace('+', ' '),
  ])
    expect(readKey(wrong), wrong).toBeNull();
});

test('the canonical form is that of RFC 8785 for what is allowed', () => {
  const value = readJson('{"b":[1,-0,true,null],"a":{"é":"x"},"A":"\\u20ac\\"\\\\/"}');
  expect(canonical(value ?? null)).toBeNull(); // a key that is not ASCII
  expect(canonical({ b: [1, -7, true, null], a: {}, A: '€"\\/' })).toBe(
    '{"A":"€\\"\\\\/","a":{},"b":[1,-7,true,null]}',
  );
  expect(canonical(2 ** 53)).toBeNull();
  expect(canonical('\ud800')).toBeNull();
});
