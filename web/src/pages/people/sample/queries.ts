// Who is in the sample: empty on every server but one that was started to show it.
import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schema } from '~/api/client';

export type Sample = Schema['Sample'];

export const sampleQuery = queryOptions({
  queryKey: ['sample'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => answer(api.GET('/v1/sample')),
});
