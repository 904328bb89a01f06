// Walks the log's proofs step by step, so that each can be shown: a leaf's way up to the root (RFC 9162, section 2.1.3.2),
// and a smaller log as the beginning of a larger one (section 2.1.4.2).
import { sameBytes, sha256 } from '~/pages/receipts/verify/bytes';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (bytes: Uint8Array): Uint8Array => sha256(LEAF, bytes);
const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE, left, right);

/** One level up: the neighbour that the proof gave, on which side it stands, and the hash over both. */
export interface Step {
  sibling: Uint8Array;
  side: 'left' | 'right';
  result: Uint8Array;
}

/** The way from a leaf's hash to the root of a tree of `size` leaves; null where the proof is of another length. */
export function climb(
  hash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Step[] | null {
  let fn = BigInt(index);
  let sn = BigInt(size) - 1n;
  let result = hash;
  const steps: Step[] = [];
  for (const sibling of proof) {
    if (sn === 0n) return null;
    const side = fn & 1n || fn === sn ? 'left' : 'right';
    result = side === 'left' ? nodeHash(sibling, result) : nodeHash(result, sibling);
    if (side === 'left') for (; fn !== 0n && !(fn & 1n); fn >>= 1n) sn >>= 1n;
    steps.push({ sibling, side, result });
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? steps : null;
}

export const isPowerOfTwo = (size: number): boolean => (BigInt(size) & (BigInt(size) - 1n)) === 0n;

/** The two roots that a proof of consistency leads to. `kept` is the root of the smaller log, which must be known where its
 * size is a power of two: the proof leaves it out then. Null where the proof is of another length, or one is missing. */
export function rootsOf(
  from: number,
  to: number,
  proof: readonly Uint8Array[],
  kept: Uint8Array | null,
): { old: Uint8Array; now: Uint8Array } | null {
  if (from === to) return proof.length === 0 && kept ? { old: kept, now: kept } : null;
  const path = isPowerOfTwo(from) ? (kept ? [kept, ...proof] : []) : proof;
  const [first, ...rest] = path;
  if (!first || proof.length === 0) return null;
  let fn = BigInt(from) - 1n;
  let sn = BigInt(to) - 1n;
  for (; fn & 1n; fn >>= 1n) sn >>= 1n;
  let old = first;
  let now = first;
  for (const hash of rest) {
    if (sn === 0n) return null;
    if (fn & 1n || fn === sn) {
      old = nodeHash(hash, old);
      now = nodeHash(hash, now);
      for (; fn !== 0n && !(fn & 1n); fn >>= 1n) sn >>= 1n;
    } else now = nodeHash(now, hash);
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? { old, now } : null;
}

export type Verdict = 'consistent' | 'otherNewRoot' | 'otherOldRoot' | 'badProof';

/** Judges a proof between `from` and the newest checkpoint. */
export function judge(
  from: number,
  to: number,
  proof: readonly Uint8Array[],
  kept: Uint8Array | null,
  newest: Uint8Array,
): { verdict: Verdict; old: Uint8Array | null } {
  const roots = rootsOf(from, to, proof, kept);
  if (!roots) return { verdict: 'badProof', old: null };
  if (kept && !sameBytes(roots.old, kept)) return { verdict: 'otherOldRoot', old: roots.old };
  if (!sameBytes(roots.now, newest)) return { verdict: 'otherNewRoot', old: roots.old };
  return { verdict: 'consistent', old: roots.old };
}
