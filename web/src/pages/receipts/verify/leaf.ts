// A leaf of the log as the bytes that were hashed (the server's src/ledger/leaf.h), its place in the tree (RFC 9162,
// section 2.1.3.2), and the content that it commits to.
import { fromBase64, sameBytes, sha256, utf8 } from './bytes';
import { canonical, hasMembers, isObject, type Json } from './json';

const VERSION = 1;
const ID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/;
const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)$/;
const KIND = /^[a-z0-9.-]{1,48}$/;
const OWNERS = ['account', 'case', 'verification', 'attempt'] as const;

export interface Leaf {
  id: string;
  kind: string;
  time: string;
  commitment: Uint8Array;
  /** As they were hashed. */
  bytes: Uint8Array;
}

/** 16 bytes; zeroes where there is none. */
function idBytes(text: Json | undefined): Uint8Array | null {
  if (text === undefined) return new Uint8Array(16);
  if (typeof text !== 'string' || !ID.test(text)) return null;
  const hex = text.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** Microseconds since 1970, big-endian. */
function timeBytes(text: Json | undefined): Uint8Array | null {
  const [, seconds, fraction = '', zone] = (typeof text === 'string' && INSTANT.exec(text)) || [];
  const milliseconds = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(milliseconds)) return null;
  const bytes = new Uint8Array(8);
  const microseconds = BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0'));
  new DataView(bytes.buffer).setBigInt64(0, microseconds);
  return bytes;
}

export function readLeaf(value: Json | undefined): Leaf | null {
  if (!isObject(value) || !hasMembers(value, ['id', 'kind', 'time', 'commitment'], OWNERS)) return null;
  const { id, kind, time, commitment: coded } = value;
  const commitment = fromBase64(coded, 32);
  const instant = timeBytes(time);
  const ids = [id, ...OWNERS.map((owner) => value[owner])].map(idBytes);
  if (!commitment || !instant || typeof kind !== 'string' || !KIND.test(kind)) return null;
  const [own, ...owners] = ids;
  if (!own || !owners.every((bytes) => bytes !== null)) return null;
  const parts = [
    Uint8Array.of(VERSION),
    own,
    instant,
    ...owners,
    commitment,
    Uint8Array.of(kind.length),
    utf8(kind),
  ];
  return { id: String(id), kind, time: String(time), commitment, bytes: join(parts) };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** True where the hashes lead from the leaf at `index` to the root of a tree of `size` leaves. */
export function isIncluded(
  leaf: Leaf,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  let fn = BigInt(index);
  let sn = BigInt(size) - 1n;
  let hash = sha256(Uint8Array.of(0), leaf.bytes);
  for (const sibling of proof) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      hash = sha256(Uint8Array.of(1), sibling, hash);
      for (; fn !== 0n && !(fn & 1n); fn >>= 1n) sn >>= 1n;
    } else hash = sha256(Uint8Array.of(1), hash, sibling);
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameBytes(hash, root);
}

/** What is wrong with salt and content, or null where the leaf commits to them. */
export function contentFault(
  leaf: Leaf,
  salted: Json | undefined,
  content: Json | undefined,
): 'salt' | 'content' | 'commitment' | null {
  const salt = fromBase64(salted, 32);
  if (!salt || content === undefined) return 'salt';
  const written = isObject(content) ? canonical(content) : null;
  if (written === null) return 'content';
  return sameBytes(sha256(salt, utf8(written)), leaf.commitment) ? null : 'commitment';
}
