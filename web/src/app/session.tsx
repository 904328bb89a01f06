// Who is signed in, and what they may see.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answer, api, type Schema } from '~/api/client';
import { isSignedOut } from '~/api/problem';
import { sessionOverKey } from '~/api/queries';

export type Caller = Schema['Caller'];
export type Role = Caller['roles'][number];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 60_000,
  queryFn: async (): Promise<Caller | null> => {
    try {
      return await answer(api.GET('/v1/session'));
    } catch (error) {
      if (isSignedOut(error)) return null;
      throw error;
    }
  },
});

export function useSession() {
  return useQuery(sessionQuery);
}

/** The caller on a page that the table of pages opens to the signed-in only; others never get there. */
export function useCaller(): Caller {
  const caller = useSession().data;
  if (!caller) throw new Error('this page is for callers with a session; say so in the table of pages');
  return caller;
}

export function hasRole(caller: Caller | null | undefined, roles: readonly Role[]): boolean {
  return caller?.roles.some((role) => roles.includes(role)) ?? false;
}

const whoIs = (caller: Caller | null | undefined) =>
  caller ? (caller.staff?.id ?? caller.account_id ?? caller.case_id) : null;

/** True for what the server said to the caller; not for who that is, which what stands around the pages goes on watching. */
function isOfCaller({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return queryKey[0] !== sessionQuery.queryKey[0] && queryKey[0] !== sessionOverKey[0];
}

/** Takes note that somebody has signed in. Gives true where it is who was here before, whose pages may stay as they are. */
export function useSignedIn(): () => Promise<boolean> {
  const client = useQueryClient();
  return async () => {
    const before = client.getQueryData(sessionQuery.queryKey);
    const now = await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    const same = whoIs(before) === whoIs(now);
    if (!same) client.removeQueries({ predicate: isOfCaller });
    client.setQueryData(sessionOverKey, false);
    if (same) await client.invalidateQueries();
    return same;
  };
}

/** Forgets everything that the server said to whoever is signed out: for the pages where one ends up then. Not before they
 * stand there, or the page that is left would ask for a sign-in. */
export function useForgetAll(): void {
  const client = useQueryClient();
  useEffect(() => {
    client.removeQueries({ predicate: isOfCaller });
    client.getMutationCache().clear();
    client.setQueryData(sessionQuery.queryKey, null);
    client.setQueryData(sessionOverKey, false);
  }, [client]);
}

/** The caller where it is known already; asks nobody. For what stands around a page. */
export function useKnownCaller(): Caller | null {
  return useQuery({ ...sessionQuery, enabled: false }).data ?? null;
}
