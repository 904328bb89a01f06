// Bytes and texts: base64 as the log writes it and no other way, UTF-8, SHA-256. In plain script, as pages that come without
// TLS have no crypto.subtle.
import { sha256 as hash } from '@noble/hashes/sha2.js';

const coder = new TextEncoder();

export const utf8 = (text: string): Uint8Array => coder.encode(text);

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const state = hash.create();
  for (const part of parts) state.update(part);
  return state.digest();
};

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Reads RFC 4648 base64 with its padding; null for anything else, or where it is not of `size` bytes. */
export function fromBase64(text: unknown, size?: number): Uint8Array | null {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  if (toBase64(bytes) !== text) return null; // bits after the last byte
  return size === undefined || bytes.length === size ? bytes : null;
}
