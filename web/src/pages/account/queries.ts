// What the pages about one account ask the server.
import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schema, type Versioned, versioned } from '~/api/client';

const path = (id: string) => ({ params: { path: { id } } });

export const accountQuery = (id: string) =>
  queryOptions({ queryKey: ['account', id], queryFn: () => answer(api.GET('/v1/accounts/{id}', path(id))) });

/** Whether it is verified, as whom (masked), how and since when. */
export const verificationQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id, 'verification'],
    queryFn: () =>
      answer(
        api.GET('/v1/accounts/{id}/verification', {
          params: { path: { id }, query: { include: 'subject' } },
        }),
      ),
  });

export const verificationsQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id, 'verifications'],
    queryFn: () => answer(api.GET('/v1/accounts/{id}/verifications', path(id))),
  });

export const proceedingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id, 'proceedings'],
    queryFn: () => answer(api.GET('/v1/accounts/{id}/proceedings', path(id))),
  });

export const continuityQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id, 'continuity'],
    queryFn: () => answer(api.GET('/v1/accounts/{id}/continuity', path(id))),
  });

/** What the platform has on record as paid: invoices and the like. */
export const paymentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id, 'payments'],
    queryFn: () => answer(api.GET('/v1/accounts/{id}/payments', path(id))),
  });

/** A case or an attempt with the version that steps must name. */
export const proceedingQuery = (kind: 'case' | 'attempt', id: string) =>
  queryOptions({
    queryKey: ['proceeding', id],
    queryFn: (): Promise<Versioned<Schema['Proceeding']>> =>
      versioned(
        kind === 'case' ? api.GET('/v1/cases/{id}', path(id)) : api.GET('/v1/attempts/{id}', path(id)),
      ),
  });

/** The procedures, as data: names of routes, materials, reasons. They change with an edition only. */
export const policyQuery = queryOptions({
  queryKey: ['policy'],
  staleTime: 3_600_000,
  queryFn: () => answer(api.GET('/v1/policy')),
});
