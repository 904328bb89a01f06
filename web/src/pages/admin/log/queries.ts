// What the log explorer asks; what comes back is checked here and not believed.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '~/api/client';
import { isProblem } from '~/api/problem';
import { fromBase64 } from '~/pages/receipts/verify/bytes';
import { readLeaf } from '~/pages/receipts/verify/leaf';
import { type Checkpoint, type CheckpointFault, readCheckpoint, readKey } from '~/pages/receipts/verify/note';
import { climb, leafHash, type Step } from './merkle';

const HASH_BYTES = 32;

export interface Newest {
  note: string;
  key: string;
  checked: Checkpoint | CheckpointFault;
}

/** Null while the log is empty. */
export const newestQuery = queryOptions({
  queryKey: ['log', 'checkpoint'],
  queryFn: async (): Promise<Newest | null> => {
    const key = await answer(api.GET('/v1/log/key', { parseAs: 'text' }));
    try {
      const note = await answer(api.GET('/v1/log/checkpoint', { parseAs: 'text' }));
      const known = readKey(key);
      return { note, key: key.trim(), checked: known ? readCheckpoint(note, known) : 'otherKey' };
    } catch (error) {
      if (isProblem(error, 'not-found')) return null;
      throw error;
    }
  },
});

const hashesOf = (texts: readonly string[]): Uint8Array[] | null => {
  const hashes = texts.map((text) => fromBase64(text, HASH_BYTES));
  return hashes.every((hash) => hash !== null) ? hashes : null;
};

export interface Found {
  kind: string;
  time: string;
  /** Null while it waits for its place. */
  index: number | null;
  hash: Uint8Array | null;
  /** Null where the proof does not fit the tree. */
  steps: Step[] | null;
}

/** A leaf and its way up to the root of `size` leaves. */
export const leafQuery = (id: string, size: number) =>
  queryOptions({
    queryKey: ['log', 'leaf', id, size],
    queryFn: async (): Promise<Found> => {
      const { index, leaf } = await answer(api.GET('/v1/log/leaves/{id}', { params: { path: { id } } }));
      const read = readLeaf({ ...leaf });
      const hash = read ? leafHash(read.bytes) : null;
      const found = { kind: leaf.kind, time: leaf.time, index, hash, steps: null };
      if (index === null || index >= size || !hash) return { ...found, index: null };
      const proof = await answer(
        api.GET('/v1/log/proof', { params: { query: { leaf_index: index, tree_size: size } } }),
      );
      const hashes = hashesOf(proof.hashes);
      return { ...found, steps: hashes && climb(hash, index, size, hashes) };
    },
  });

export async function consistency(from: number, to: number): Promise<Uint8Array[] | null> {
  const proof = await answer(api.GET('/v1/log/consistency', { params: { query: { from, to } } }));
  return hashesOf(proof.hashes);
}
