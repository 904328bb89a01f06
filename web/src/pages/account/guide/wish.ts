// What the guide has been told so far. It stands in the address, so that going back and opening the page again keep it; it
// names nobody.
import type { Schema } from '~/api/client';

export type Have = 'enterprise-alipay' | 'corporate-account';

export interface Wish {
  to: Schema['OwnerKind'];
  have: Have[];
  /** The code of the corporate account's bank; "other" for one that is not among those listed. */
  bank?: string;
  sameEnterprise: boolean;
}

const HAVE: readonly Have[] = ['enterprise-alipay', 'corporate-account'];

/** Gives null until it is known to whom. */
export function wishOf(search: URLSearchParams): Wish | null {
  const to = search.get('to');
  if (to !== 'personal' && to !== 'enterprise') return null;
  const told = search.get('have')?.split(',') ?? [];
  const bank = search.get('bank');
  return {
    to,
    have: HAVE.filter((one) => told.includes(one)),
    ...(bank ? { bank } : {}),
    sameEnterprise: search.get('same') === 'yes',
  };
}

/** The address's part for a wish and, where one is chosen, a route. */
export function searchOf(
  wish: Wish,
  more: { route?: string | undefined; from?: string | null } = {},
): URLSearchParams {
  const search = new URLSearchParams({ to: wish.to });
  if (wish.have.length > 0) search.set('have', wish.have.join(','));
  if (wish.bank) search.set('bank', wish.bank);
  if (wish.sameEnterprise) search.set('same', 'yes');
  if (more.route) search.set('route', more.route);
  if (more.from) search.set('from', more.from);
  return search;
}
