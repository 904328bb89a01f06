// What the caller has been told, and what of it they have not seen yet.
import { infiniteQueryOptions, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schema } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useIsHere } from '~/components/here';

export type Notice = Schema['NoticePage']['items'][number];

/** How many the bell knows of; more unread ones are counted as "more than". */
export const NEWEST_MAX = 20;
const PAGE = 50;
const ASKED_EVERY_MS = 60_000;

export const newestNoticesQuery = queryOptions({
  queryKey: ['notices', 'newest'],
  queryFn: () => answer(api.GET('/v1/notices', { params: { query: { limit: NEWEST_MAX } } })),
});

export const allNoticesQuery = infiniteQueryOptions({
  queryKey: ['notices', 'all'],
  initialPageParam: '',
  queryFn: ({ pageParam }) =>
    answer(
      api.GET('/v1/notices', {
        params: { query: { limit: PAGE, ...(pageParam ? { before: pageParam } : {}) } },
      }),
    ),
  getNextPageParam: (page) => page.next,
});

/** The newest notices, asked for again while somebody is here and looks. */
export function useNewestNotices() {
  const isHere = useIsHere();
  return useQuery({
    ...newestNoticesQuery,
    refetchInterval: (query) => query.state.status !== 'error' && isHere() && ASKED_EVERY_MS,
  });
}

/** Marks notices as read, here at once and then at the server. */
export function useMarkRead() {
  const client = useQueryClient();
  return useWrite({
    send: (ids: readonly string[]) =>
      Promise.all(ids.map((id) => answer(api.PUT('/v1/notices/{id}/read', { params: { path: { id } } })))),
    onDone: () => client.invalidateQueries({ queryKey: ['notices'] }),
  });
}
