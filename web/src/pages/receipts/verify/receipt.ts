// Checks a receipt in the browser, without asking anybody: the signature under the log's size and root, the place of every
// leaf in that log, and every content against its leaf. It refuses what `shiming ledger check-receipt` refuses.
import { fromBase64 } from './bytes';
import { hasMembers, isObject, type Json, type JsonObject, readJson } from './json';
import { contentFault, isIncluded, type Leaf, readLeaf } from './leaf';
import { type Checkpoint, type CheckpointFault, type NoteKey, readCheckpoint } from './note';

const FORMAT = 'shiming-receipt-1';
const HASHES_MAX = 64;
export const RECEIPT_SIZE_BYTES_MAX = 4 * 1024 * 1024;

/** What makes a receipt worth nothing as a whole. */
export type FileFault = 'tooLarge' | 'notJson' | 'format' | 'noEntries' | CheckpointFault;
/** What is wrong with one entry. */
export type EntryFault =
  | 'members'
  | 'leaf'
  | 'index'
  | 'proof'
  | 'inclusion'
  | 'salt'
  | 'content'
  | 'commitment';

export interface CheckedEntry {
  /** Its place in the file, from 0: "/entries/3". */
  pointer: string;
  fault: EntryFault | null;
  /** What it says; only to be shown where there is no fault. Content is absent once it was erased, and for other eyes. */
  proven: { index: number; leaf: Leaf; content: JsonObject | null } | null;
}

export type Checked =
  | { fault: FileFault; checkpoint: null; entries: readonly [] }
  | { fault: null; checkpoint: Checkpoint; entries: readonly CheckedEntry[] };

const faulty = (fault: FileFault): Checked => ({ fault, checkpoint: null, entries: [] });

function readProof(value: Json | undefined): Uint8Array[] | null {
  if (!Array.isArray(value) || value.length > HASHES_MAX) return null;
  const hashes = value.map((text) => fromBase64(text, 32));
  return hashes.every((hash) => hash !== null) ? hashes : null;
}

function checkEntry(value: Json, pointer: string, checkpoint: Checkpoint): CheckedEntry {
  const wrong = (fault: EntryFault): CheckedEntry => ({ pointer, fault, proven: null });
  if (!isObject(value) || !hasMembers(value, ['index', 'leaf', 'proof'], ['salt', 'content']))
    return wrong('members');
  const { index, salt, content, leaf: told, proof: hashes } = value;
  const leaf = readLeaf(told);
  const proof = readProof(hashes);
  if (!leaf) return wrong('leaf');
  if (typeof index !== 'number' || !(Number.isSafeInteger(index) && index >= 0 && index < checkpoint.size))
    return wrong('index');
  if (!proof) return wrong('proof');
  if (!isIncluded(leaf, index, checkpoint.size, proof, checkpoint.root)) return wrong('inclusion');
  if (content === undefined && salt === undefined)
    return { pointer, fault: null, proven: { index, leaf, content: null } };
  const fault = contentFault(leaf, salt, content);
  if (fault) return wrong(fault);
  return { pointer, fault: null, proven: { index, leaf, content: isObject(content) ? content : null } };
}

/** Checks a receipt's text against the log's key. */
export function checkReceipt(text: string, key: NoteKey): Checked {
  if (text.length > RECEIPT_SIZE_BYTES_MAX) return faulty('tooLarge');
  const receipt = readJson(text);
  if (receipt === undefined) return faulty('notJson');
  if (!isObject(receipt) || !hasMembers(receipt, ['format', 'checkpoint', 'entries']))
    return faulty('format');
  const { format, checkpoint: note, entries } = receipt;
  if (format !== FORMAT || typeof note !== 'string' || !Array.isArray(entries)) return faulty('format');
  const checkpoint = readCheckpoint(note, key);
  if (typeof checkpoint === 'string') return faulty(checkpoint);
  if (entries.length === 0) return faulty('noEntries');
  return {
    fault: null,
    checkpoint,
    entries: entries.map((entry, place) => checkEntry(entry, `/entries/${place}`, checkpoint)),
  };
}

export function isGood(checked: Checked): boolean {
  return checked.fault === null && checked.entries.every(({ fault }) => fault === null);
}
