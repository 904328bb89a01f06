// Says amounts of money.

/** Yuan with two decimals, rounded up to the next fen: of what is needed or missing nothing may be left out. */
export function yuanUp(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const fen = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0').slice(0, 2));
  const up = /[1-9]/.test(fraction.slice(2)) ? fen + 1n : fen;
  const digits = up.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
