import { expect, test } from 'vitest';
import { flawWhileTyping, type NumberKind, numberFlaw, plainNumber } from '~/numbers/check';

const TODAY = new Date('2026-01-15T00:00:00Z');

/** GB 11643's own examples, GB 32100's, a residence permit's, both cards of permanent residents; and as people type them. */
test.each<[NumberKind, string, string]>([
  ['resident-id', '11010519491231002X', '11010519491231002X'],
  ['resident-id', '440524188001010014', '440524188001010014'],
  ['resident-id', '11010519491231002x', '11010519491231002X'],
  ['resident-id', ' 110105 19491231 002X\n', '11010519491231002X'],
  ['resident-id', '110105-19491231‐002X', '11010519491231002X'],
  ['resident-id', '１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
  ['resident-id', '110105491231002', '110105491231002'],
  ['residence-permit', '810000199408230021', '810000199408230021'],
  ['permanent-resident', '911124198108030024', '911124198108030024'],
  ['permanent-resident', 'can110081080310', 'CAN110081080310'],
  ['uscc', '91350100M000100Y43', '91350100M000100Y43'],
  ['uscc', '91350100m000100y43', '91350100M000100Y43'],
  ['uscc', '91110000600037341L', '91110000600037341L'],
])('as %s, %j holds', (kind, text, plain) => {
  expect(numberFlaw(kind, text, TODAY)).toBeNull();
  expect(plainNumber(text)).toBe(plain);
});

test.each<[NumberKind, string, string, number, string]>([
  ['resident-id', '', 'length', 0, ''],
  ['resident-id', '1101051949123100', 'length', 0, ''],
  ['resident-id', '11010519491231O02X', 'alphabet', 15, '0'],
  ['resident-id', '1101 0519491231O02X', 'alphabet', 16, '0'],
  ['resident-id', 'X1010519491231002X', 'alphabet', 1, ''],
  ['resident-id', '11010519491231002A', 'alphabet', 18, ''],
  ['resident-id', '-1010519491231002X', 'alphabet', 1, ''],
  ['resident-id', '11010519491231002-', 'alphabet', 18, ''],
  ['resident-id', '110105194912310021', 'checksum', 18, 'X'],
  ['resident-id', '440524188001010013', 'checksum', 18, '4'],
  ['resident-id', '110105491331002', 'date', 9, ''],
  ['resident-id', '110105490229002', 'date', 11, ''],
  ['residence-permit', '810000940823002', 'length', 0, ''],
  ['permanent-resident', '811124198108030024', 'prefix', 1, '9'],
  ['permanent-resident', '911124198108030025', 'checksum', 18, '4'],
  ['permanent-resident', 'C1N110081080310', 'alphabet', 2, ''],
  ['uscc', '91350100M000100Y4', 'length', 0, ''],
  ['uscc', '91350100M000I00Y43', 'alphabet', 13, '1'],
  ['uscc', '9135A100M000100Y43', 'alphabet', 5, ''],
  ['uscc', '91350100M000100Y44', 'checksum', 18, '3'],
])('as %s, %j is wrong: %s at %i', (kind, text, reason, position, expected) => {
  expect(numberFlaw(kind, text, TODAY)).toMatchObject({ reason, position, expected });
});

test('while a number is typed, only what is wrong already is told', () => {
  expect(flawWhileTyping('resident-id', '110105', TODAY)).toBeNull();
  expect(flawWhileTyping('resident-id', '1101O5', TODAY)).toMatchObject({ reason: 'alphabet', position: 5 });
  expect(flawWhileTyping('uscc', '91350100M000100Y4', TODAY)).toBeNull();
  expect(flawWhileTyping('uscc', '91350100M000100Y44', TODAY)).toMatchObject({ reason: 'checksum' });
  expect(flawWhileTyping('resident-id', '1101051949123100211', TODAY)).toMatchObject({ reason: 'length' });
});

test('every single wrong digit of a resident’s number is found', () => {
  const good = '11010519491231002X';
  for (let place = 0; place < 17; place++)
    for (const digit of '0123456789')
      if (digit !== good[place])
        expect(
          numberFlaw('resident-id', good.slice(0, place) + digit + good.slice(place + 1), TODAY),
        ).not.toBeNull();
});
