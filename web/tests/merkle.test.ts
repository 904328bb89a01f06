import { expect, test } from 'vitest';
import { climb, isPowerOfTwo, judge, leafHash, rootsOf } from '~/pages/admin/log/merkle';
import { hexOf, sameBytes, sha256, utf8 } from '~/pages/receipts/verify/bytes';

const SIZE_MAX = 20;
const leaves = Array.from({ length: SIZE_MAX }, (_, i) => leafHash(utf8(`leaf ${i}`)));

/** The largest power of two below n. */
const split = (n: number) => 2 ** Math.floor(Math.log2(n - 1));
const node = (left: Uint8Array, right: Uint8Array) => sha256(Uint8Array.of(1), left, right);

function root(from: number, to: number): Uint8Array {
  const only = leaves[from];
  if (to - from === 1 && only) return only;
  const middle = from + split(to - from);
  return node(root(from, middle), root(middle, to));
}

/** RFC 9162, section 2.1.3.1. */
function inclusion(index: number, from: number, to: number): Uint8Array[] {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...inclusion(index, from, middle), root(middle, to)]
    : [...inclusion(index, middle, to), root(from, middle)];
}

/** RFC 9162, section 2.1.4.1. */
function consistency(size: number, from: number, to: number, whole = true): Uint8Array[] {
  if (size === to) return whole ? [] : [root(from, to)];
  const middle = from + split(to - from);
  return size <= middle
    ? [...consistency(size, from, middle, whole), root(middle, to)]
    : [...consistency(size, middle, to, false), root(from, middle)];
}

test('the empty-prefix hash of a leaf is RFC 9162’s', () => {
  expect(hexOf(leafHash(new Uint8Array()))).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
});

test('every leaf of every tree climbs to the root, and nowhere with a hash changed', () => {
  for (let size = 1; size <= SIZE_MAX; size++)
    for (let index = 0; index < size; index++) {
      const hash = leaves[index] ?? new Uint8Array();
      const proof = inclusion(index, 0, size);
      const steps = climb(hash, index, size, proof);
      expect(steps).not.toBeNull();
      expect(sameBytes(steps?.at(-1)?.result ?? hash, root(0, size))).toBe(true);
      expect(climb(hash, index, size, [...proof, hash])).toBeNull();
      if (proof.length === 0) continue;
      expect(climb(hash, index, size, proof.slice(1))).toBeNull();
      const wrong = climb(hash, index, size, [sha256(utf8('other')), ...proof.slice(1)]);
      expect(sameBytes(wrong?.at(-1)?.result ?? hash, root(0, size))).toBe(false);
    }
});

test('every smaller log is the beginning of every larger one, and no other log is', () => {
  for (let to = 1; to <= SIZE_MAX; to++)
    for (let from = 1; from < to; from++) {
      const proof = consistency(from, 0, to);
      const kept = root(0, from);
      expect(judge(from, to, proof, kept, root(0, to)).verdict).toBe('consistent');
      expect(judge(from, to, proof, kept, kept).verdict).toBe('otherNewRoot');
      expect(judge(from, to, proof.slice(1), kept, root(0, to)).verdict).not.toBe('consistent');
      expect(judge(from, to, proof, root(0, to), root(0, to)).verdict).not.toBe('consistent');
      const alone = rootsOf(from, to, proof, null);
      if (isPowerOfTwo(from)) expect(alone).toBeNull();
      else expect(sameBytes(alone?.old ?? new Uint8Array(), kept)).toBe(true);
    }
});

test('a log compared with itself needs the root that was kept', () => {
  expect(judge(3, 3, [], root(0, 3), root(0, 3)).verdict).toBe('consistent');
  expect(judge(3, 3, [], root(0, 2), root(0, 3)).verdict).toBe('otherNewRoot');
  expect(judge(3, 3, [], null, root(0, 3)).verdict).toBe('badProof');
});
