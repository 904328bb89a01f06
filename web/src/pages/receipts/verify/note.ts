// Signed notes (C2SP signed-note) and the checkpoints in them (C2SP tlog-checkpoint), checked against a key.
import { hashes, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { fromBase64, hexOf, sameBytes, sha256, toBase64, utf8 } from './bytes';

hashes.sha512 = sha512;

const SIGNATURES_MAX = 100;
const NAME_MAX = 127;
const DASH = '— ';
const ED25519 = 1;

export interface NoteKey {
  name: string;
  id: Uint8Array;
  publicKey: Uint8Array;
}

export interface Checkpoint {
  origin: string;
  /** How many leaves the log has. */
  size: number;
  root: Uint8Array;
}

export type CheckpointFault = 'notANote' | 'otherKey' | 'badSignature' | 'noCheckpoint' | 'otherOrigin';

const isName = (name: string) => name !== '' && utf8(name).length <= NAME_MAX && !/[\s+]/u.test(name);

/** Reads `NAME+ID+KEY`; null for anything else. */
export function readKey(text: string): NoteKey | null {
  const [, name = '', told, typed] = /^(.+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  const bytes = fromBase64(typed, 33);
  if (!bytes || bytes[0] !== ED25519 || !isName(name)) return null;
  const id = sha256(utf8(`${name}\n`), bytes).slice(0, 4);
  return hexOf(id) === told ? { name, id, publicKey: bytes.slice(1) } : null;
}

/** Checks one signature; undefined where it is of another key. */
function checkSignature(line: string, text: string, key: NoteKey): 'good' | CheckpointFault | undefined {
  const [, name = '', coded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const blob = fromBase64(coded);
  if (!isName(name) || !blob || blob.length <= 4) return 'notANote';
  if (name !== key.name || !sameBytes(blob.slice(0, 4), key.id)) return undefined;
  return blob.length === 68 && isSigned(blob.slice(4), text, key) ? 'good' : 'badSignature';
}

function isSigned(signature: Uint8Array, text: string, key: NoteKey): boolean {
  try {
    return verify(signature, utf8(text), key.publicKey, { zip215: false });
  } catch {
    return false; // a key or signature that is no point of the curve
  }
}

/** What was signed, where the first signature by the key is right. */
function openNote(note: string, key: NoteKey): { text: string } | CheckpointFault {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  if (end < 0 || text.endsWith('\n\n') || /[\u0000-\u0009\u000b-\u001f]/.test(text)) return 'notANote';
  const lines = note.slice(end + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > SIGNATURES_MAX) return 'notANote';
  if (!lines.every((line) => line.startsWith(DASH))) return 'notANote';
  const verdicts = lines.map((line) => checkSignature(line, text, key));
  if (verdicts.includes('notANote')) return 'notANote';
  const first = verdicts.find((verdict) => verdict !== undefined) ?? 'otherKey';
  return first === 'good' ? { text } : first;
}

/** Reads a checkpoint strictly: three lines, written the one way that the log writes them, signed by the key. */
export function readCheckpoint(note: string, key: NoteKey): Checkpoint | CheckpointFault {
  const opened = openNote(note, key);
  if (typeof opened === 'string') return opened;
  const [origin = '', told = '', coded, end, more] = opened.text.split('\n');
  const root = fromBase64(coded, 32);
  const size = Number(told);
  if (!root || end !== '' || more !== undefined || !Number.isSafeInteger(size)) return 'noCheckpoint';
  if (origin !== key.name) return 'otherOrigin';
  return `${origin}\n${size}\n${toBase64(root)}\n` === opened.text ? { origin, size, root } : 'noCheckpoint';
}
