// Says what is wrong with an identity number as it is typed, and where: the shape and the check characters of GB 11643 and
// GB 32100. The server checks again, and more (whether a division exists).
import type { Schema } from '~/api/client';

export type NumberKind = Schema['NumberKind'];

export interface NumberFlaw {
  reason: 'length' | 'alphabet' | 'checksum' | 'date' | 'prefix';
  /** Of the character to blame, counted from 1 in the text as it was typed; 0 where none can be told. */
  position: number;
  /** What stands there. */
  found: string;
  /** What should stand there (checksum, prefix) or was likely meant (alphabet); empty where that is not known. */
  expected: string;
}

interface Character {
  at: string;
  position: number;
}

const PERSON_LENGTH = 18;
const PERSON_LENGTH_OF_1984 = 15;
const USCC_LENGTH = 18;
/** GB 32100 table 1: I, O, S, V and Z are left out; the value of a character is its place. */
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LOOK_ALIKE: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', Z: '2', S: '5', B: '8' };
const YEAR_MIN = 1800;

const BETWEEN = /^[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]$/u;
const HYPHEN = /^[-\u2010-\u2015\u2212]$/u;

/** The characters that count, in capitals and half width, each with its place; what people put between them is left out. */
function charactersOf(text: string): Character[] {
  const all = [...text].map((character, index) => ({
    at: character.normalize('NFKC').toUpperCase(),
    position: index + 1,
  }));
  const solid = all.filter(({ at }) => !BETWEEN.test(at) && at !== '');
  return solid.filter(({ at }, index) => !HYPHEN.test(at) || index === 0 || index === solid.length - 1);
}

/** The number as the server keeps it. */
export function plainNumber(text: string): string {
  return charactersOf(text)
    .map(({ at }) => at)
    .join('');
}

function flaw(reason: NumberFlaw['reason'], character?: Character, expected = ''): NumberFlaw {
  return { reason, position: character?.position ?? 0, found: character?.at ?? '', expected };
}

function alphabetFlaw(
  characters: Character[],
  fits: (at: string, index: number) => boolean,
): NumberFlaw | null {
  const index = characters.findIndex(({ at }, place) => !fits(at, place));
  if (index < 0) return null;
  const character = characters[index];
  const meant = LOOK_ALIKE[character?.at ?? ''] ?? '';
  return flaw('alphabet', character, fits(meant, index) ? meant : '');
}

const isDigit = (at: string) => /^[0-9]$/.test(at);
const fitsPerson = (at: string, index: number) => isDigit(at) || (index === PERSON_LENGTH - 1 && at === 'X');
const fitsUscc = (at: string, index: number) =>
  at.length === 1 && (index >= 2 && index < 8 ? isDigit(at) : USCC_ALPHABET.includes(at));

/** GB 11643 annex A: weights 2^(18−i) mod 11. */
function personCheckCharacter(digits: string): string {
  let sum = 0;
  for (let i = 0; i < PERSON_LENGTH - 1; i++) sum += Number(digits[i]) * (2 ** (PERSON_LENGTH - 1 - i) % 11);
  return '10X98765432'[sum % 11] ?? '';
}

/** GB 32100: weights 3^(i−1) mod 31. */
function usccCheckCharacter(digits: string): string {
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < USCC_LENGTH - 1; i++) {
    sum += USCC_ALPHABET.indexOf(digits[i] ?? '') * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}

/** Blames the year, the month or the day of a birth that starts at `start`. */
function birthFlaw(
  characters: Character[],
  digits: string,
  year: number,
  start: number,
  today: Date,
): NumberFlaw | null {
  const month = Number(digits.slice(start, start + 2));
  const day = Number(digits.slice(start + 2, start + 4));
  const yearAt = characters[start - 4];
  if (year < YEAR_MIN) return flaw('date', yearAt);
  if (month < 1 || month > 12) return flaw('date', characters[start]);
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return flaw('date', characters[start + 2]);
  return Date.UTC(year, month - 1, day) > today.getTime() ? flaw('date', yearAt) : null;
}

function personFlaw(characters: Character[], today: Date): NumberFlaw | null {
  const digits = characters.map(({ at }) => at).join('');
  if (digits.length === PERSON_LENGTH_OF_1984)
    return birthFlaw(characters, digits, 1900 + Number(digits.slice(6, 8)), 8, today);
  if (digits.length !== PERSON_LENGTH) return flaw('length');
  const check = personCheckCharacter(digits);
  if (digits.at(-1) !== check) return flaw('checksum', characters.at(-1), check);
  return birthFlaw(characters, digits, Number(digits.slice(6, 10)), 10, today);
}

function eighteenFlaw(characters: Character[], today: Date): NumberFlaw | null {
  return characters.length === PERSON_LENGTH ? personFlaw(characters, today) : flaw('length');
}

/** The card of 2017 has three letters and twelve digits, the one of 2023 is 9 and then as a resident's number. */
function permanentFlaw(characters: Character[], today: Date): NumberFlaw | null {
  if (/^[A-Z]/.test(characters[0]?.at ?? '')) {
    const wrong = alphabetFlaw(characters, (at, index) => (index < 3 ? /^[A-Z]$/.test(at) : isDigit(at)));
    return wrong ?? (characters.length === PERSON_LENGTH_OF_1984 ? null : flaw('length'));
  }
  const wrong = alphabetFlaw(characters, fitsPerson);
  if (wrong) return wrong;
  if (characters[0] && characters[0].at !== '9') return flaw('prefix', characters[0], '9');
  return eighteenFlaw(characters, today);
}

function usccFlaw(characters: Character[]): NumberFlaw | null {
  const wrong = alphabetFlaw(characters, fitsUscc);
  if (wrong) return wrong;
  if (characters.length !== USCC_LENGTH) return flaw('length');
  const check = usccCheckCharacter(characters.map(({ at }) => at).join(''));
  return characters.at(-1)?.at === check ? null : flaw('checksum', characters.at(-1), check);
}

type Check = (characters: Character[], today: Date) => NumberFlaw | null;

const checks: Readonly<Record<NumberKind, { check: Check; length: number }>> = {
  'resident-id': {
    check: (characters, today) => alphabetFlaw(characters, fitsPerson) ?? personFlaw(characters, today),
    length: PERSON_LENGTH,
  },
  'residence-permit': {
    check: (characters, today) => alphabetFlaw(characters, fitsPerson) ?? eighteenFlaw(characters, today),
    length: PERSON_LENGTH,
  },
  'permanent-resident': { check: permanentFlaw, length: PERSON_LENGTH },
  'passport-mrz': { check: () => null, length: 90 }, // the machine-readable lines are the server's to check
  uscc: { check: usccFlaw, length: USCC_LENGTH },
};

/** Gives what is wrong with a whole number; null where nothing is. */
export function numberFlaw(kind: NumberKind, text: string, today = new Date()): NumberFlaw | null {
  return checks[kind].check(charactersOf(text), today);
}

/** The same while it is being typed: that it is not at its end yet is no flaw, nor what only its end can tell. */
export function flawWhileTyping(kind: NumberKind, text: string, today = new Date()): NumberFlaw | null {
  const found = numberFlaw(kind, text, today);
  if (!found || found.reason === 'alphabet' || found.reason === 'prefix') return found;
  return charactersOf(text).length >= checks[kind].length ? found : null;
}
