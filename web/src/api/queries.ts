// The client's cache of what the server said: when it is asked again, and what a session that is over does to it.
import { MutationCache, QueryCache, QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { isPassing, isSignedOut } from './problem';

const RETRIES_MAX = 2;

/** True from the moment an answer says that the session is over until somebody has signed in again. */
export const sessionOverKey = ['session-over'] as const;

export function makeQueryClient(): QueryClient {
  const notice = (error: Error) => {
    if (isSignedOut(error)) client.setQueryData(sessionOverKey, true);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < RETRIES_MAX && isPassing(error),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}

export function useSessionOver(): boolean {
  return useQuery(
    queryOptions({ queryKey: sessionOverKey, initialData: false, enabled: false, staleTime: Infinity }),
  ).data;
}
