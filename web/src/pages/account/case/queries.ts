// What the page of a change asks the server besides the change itself.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '~/api/client';

const path = (id: string) => ({ params: { path: { id } } });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['proceeding', id, 'history'],
    queryFn: () => answer(api.GET('/v1/cases/{id}/history', path(id))),
  });

/** The thread, all its pages. */
export const messagesQuery = (id: string) =>
  queryOptions({
    queryKey: ['proceeding', id, 'messages'],
    queryFn: async () => {
      const page = (after: string | null) =>
        answer(
          api.GET('/v1/cases/{id}/messages', { params: { path: { id }, query: after ? { after } : {} } }),
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
