// What the page of a change asks the server besides the change itself.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '~/api/client';

const path = (id: string) => ({ params: { path: { id } } });

/** Where a change or a verification is: what both have alike is typed as the change's. */
export function placeOf(kind: 'case' | 'attempt'): '/v1/cases/{id}' {
  return (kind === 'case' ? '/v1/cases/{id}' : '/v1/attempts/{id}') as '/v1/cases/{id}';
}

export const historyQuery = (kind: 'case' | 'attempt', id: string) =>
  queryOptions({
    queryKey: ['proceeding', id, 'history'],
    queryFn: () => answer(api.GET(`${placeOf(kind)}/history`, path(id))),
  });

/** The thread, all its pages. */
export const messagesQuery = (kind: 'case' | 'attempt', id: string) =>
  queryOptions({
    queryKey: ['proceeding', id, 'messages'],
    queryFn: async () => {
      const page = (after: string | null) =>
        answer(
          api.GET(`${placeOf(kind)}/messages`, { params: { path: { id }, query: after ? { after } : {} } }),
        );
      const first = await page(null);
      const all = [...first.items];
      for (let next = first.next; next; ) {
        const more = await page(next);
        all.push(...more.items);
        next = more.next;
      }
      return all;
    },
  });
