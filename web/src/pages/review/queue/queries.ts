// The queue: pages of what waits in a state, and how many there are in each.
import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api, type Schema } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';

export type Row = Schema['ProceedingRow'];
export type QueueState = (typeof QUEUE_STATES)[number];

/** Tabs, in the order in which the work goes. */
export const QUEUE_STATES = [
  'submitted',
  'in-review',
  'second-review',
  'needs-more',
  'awaiting-parcel',
  'awaiting-partner',
  're-verifying',
  'disputed',
] as const;

/** Whose next step is the staff's; that of all others is the holder's or a partner's. */
export const OURS: readonly QueueState[] = ['submitted', 'in-review', 'second-review', 'disputed'];

export interface Filter {
  state: QueueState;
  mine: boolean;
}

export const PAGE_ROWS = 200;
const COUNTS_MS = 30_000;

export const countsQuery = queryOptions({
  queryKey: ['queue', 'counts'],
  refetchInterval: COUNTS_MS,
  queryFn: async () => {
    const { counts, due } = await answer(api.GET('/v1/queue', { params: { query: { limit: 1 } } }));
    return { counts, due };
  },
});

/** Begun anew each time it is opened: what waits changes all the time. A hundred thousand rows are never compared. */
export const rowsQuery = ({ state, mine }: Filter) =>
  infiniteQueryOptions({
    queryKey: ['rows-of-queue', state, mine],
    initialPageParam: '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    structuralSharing: false,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/v1/queue', {
          params: {
            query: {
              ...(mine ? { mine: 'true' as const } : { state }),
              ...(pageParam && { after: pageParam }),
              limit: PAGE_ROWS,
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next,
  });

export const workbenchOf = (row: { kind: 'case' | 'attempt'; id: string }) => `/review/${row.kind}/${row.id}`;

/** Claims what is due first and goes there; says so where nothing waits. */
export function useClaimNext() {
  const { t } = useTranslation('review');
  const client = useQueryClient();
  const navigate = useNavigate();
  const announce = useAnnounce();
  return useWrite<Schema['NextProceeding']>({
    send: (_, key) => answer(api.POST('/v1/queue/next', { params: { header: { 'Idempotency-Key': key } } })),
    onDone: async (value) => {
      void client.invalidateQueries({ queryKey: ['queue'] });
      if (!value) {
        announce({ kind: 'info', text: t('queue.nothing') });
        return;
      }
      client.removeQueries({ queryKey: ['proceeding', value.id] });
      await navigate(workbenchOf(value));
      announce({ kind: 'success', text: t('done.claim') });
    },
  });
}
