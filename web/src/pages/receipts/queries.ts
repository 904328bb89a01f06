// What the pages about receipts ask the server: the receipt itself, and the key of the log, which is better kept than asked for.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '~/api/client';

export const logKeyQuery = queryOptions({
  queryKey: ['log-key'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => (await answer(api.GET('/v1/log/key', { parseAs: 'text' }))).trim(),
});

const ENTRIES_MAX = 1000; // of one receipt; the next goes on after its last leaf

/** All receipts of a case as the files to keep: one, unless very much has happened. */
export const receiptsQuery = (id: string) =>
  queryOptions({
    queryKey: ['receipt', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<string[]> => {
      const files: string[] = [];
      let after: string | undefined;
      do {
        const receipt = await answer(
          api.GET('/v1/cases/{id}/receipt', { params: { path: { id }, query: after ? { after } : {} } }),
        );
        files.push(`${JSON.stringify(receipt, null, 2)}\n`);
        after = receipt.entries.length === ENTRIES_MAX ? receipt.entries.at(-1)?.leaf.id : undefined;
      } while (after);
      return files;
    },
  });
