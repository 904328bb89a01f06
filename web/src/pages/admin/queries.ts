// What the pages of administration ask the server.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '~/api/client';

const after = (cursor: string | null) => ({ params: { query: cursor ? { after: cursor } : {} } });
const pages = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next: string | null }) => page.next,
};

export const staffQuery = infiniteQueryOptions({
  queryKey: ['staff'],
  queryFn: ({ pageParam }) => answer(api.GET('/v1/staff', after(pageParam))),
  ...pages,
});

export const apiKeysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ pageParam }) => answer(api.GET('/v1/api-keys', after(pageParam))),
  ...pages,
});

export const paymentFilesQuery = infiniteQueryOptions({
  queryKey: ['payment-files'],
  queryFn: ({ pageParam }) => answer(api.GET('/v1/bank/payment-files', after(pageParam))),
  ...pages,
});

export const policyQuery = queryOptions({
  queryKey: ['policy'],
  staleTime: 300_000,
  queryFn: () => answer(api.GET('/v1/policy')),
});

export const policyTextQuery = queryOptions({
  queryKey: ['policy-text'],
  staleTime: 300_000,
  queryFn: () => answer(api.GET('/v1/policy/text', { parseAs: 'text' })),
});

export const calendarQuery = (year: number) =>
  queryOptions({
    queryKey: ['calendar', year],
    staleTime: 300_000,
    queryFn: () => answer(api.GET('/v1/calendar', { params: { query: { year } } })),
  });
