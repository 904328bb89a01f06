import { expect, test } from 'vitest';
import { yuanUp } from '~/components/money';

test.each([
  ['242.312676', '242.32'],
  ['229.81', '229.81'],
  ['0.000001', '0.01'],
  ['5', '5.00'],
  ['0', '0.00'],
  ['1.5', '1.50'],
  ['9999999999.999999', '10000000000.00'],
])('%s yuan needed are %s', (amount, shown) => {
  expect(yuanUp(amount)).toBe(shown);
});
