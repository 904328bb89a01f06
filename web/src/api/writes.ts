// Writes: each wish has one Idempotency-Key, however often it is sent, so that a lost answer never does a thing twice.
import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

/** A key for one wish: 128 random bits as hex; works also without TLS, where crypto.randomUUID() is missing. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

interface Write<T, W> {
  /** Sends the wish; `key` is for the header Idempotency-Key. */
  send: (wish: W, key: string) => Promise<T>;
  onDone?: (outcome: T, wish: W) => unknown;
}

/** A mutation whose key stays while the same wish is tried again, and changes with the wish or once it is fulfilled. */
export function useWrite<T, W = void>({ send, onDone }: Write<T, W>): UseMutationResult<T, Error, W> {
  const held = useRef<{ text: string; key: string } | null>(null);
  return useMutation<T, Error, W>({
    mutationFn: (wish) => {
      const text = JSON.stringify(wish) ?? '';
      if (held.current?.text !== text) held.current = { text, key: newKey() };
      return send(wish, held.current.key);
    },
    onSuccess: (outcome, wish) => {
      held.current = null;
      return onDone?.(outcome, wish);
    },
  });
}
