// What the pages of the staff ask the server about one case or attempt, and what they tell it.
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { FormInstance } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema, type Versioned, versioned } from '~/api/client';
import { Problem } from '~/api/problem';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { showFieldErrors } from '~/components/field-errors';

export type Kind = Schema['Proceeding']['kind'];
export type Seen = Versioned<Schema['Proceeding']>;
export type Item = Schema['ProceedingItem'];
export type File = Schema['ProceedingFile'];

const path = (id: string) => ({ params: { path: { id } } });

export const historyQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['proceeding', id, 'history'],
    queryFn: () =>
      answer(
        kind === 'case'
          ? api.GET('/v1/cases/{id}/history', path(id))
          : api.GET('/v1/attempts/{id}/history', path(id)),
      ),
  });

type Message = Schema['MessagePage']['items'][number];

/** The whole thread, with the notes. */
export const messagesQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['proceeding', id, 'messages'],
    queryFn: async (): Promise<Message[]> => {
      const all: Message[] = [];
      let after: string | null = null;
      do {
        const wish: { params: { path: { id: string }; query: { after?: string } } } = {
          params: { path: { id }, query: after ? { after } : {} },
        };
        const page: Schema['MessagePage'] = await answer(
          kind === 'case'
            ? api.GET('/v1/cases/{id}/messages', wish)
            : api.GET('/v1/attempts/{id}/messages', wish),
        );
        all.push(...page.items);
        after = page.next;
      } while (after);
      return all;
    },
  });

/** The bytes of a file. Each look is in the history, so that it is fetched once. */
export const contentQuery = (id: string) =>
  queryOptions({
    queryKey: ['evidence', id, 'content'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => answer<Blob>(api.GET('/v1/evidence/{id}/content', { ...path(id), parseAs: 'blob' })),
  });

/** Where an item stands for whoever decides: one that was given and not decided yet waits to be looked at. */
export function standingOf({ state, given, needed }: Item): Item['state'] {
  return state === 'asked' && given > 0 && given >= needed ? 'received' : state;
}

/** True where somebody else was faster: what one has seen is no longer so. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof Problem && (error.status === 412 || error.status === 409);
}

interface ProceedingWrite<W> {
  send: (wish: W, headers: { 'If-Match': string; 'Idempotency-Key': string }) => Promise<Seen>;
  /** What is said once it is done. */
  done: (wish: W, now: Schema['Proceeding']) => string;
  onDone?: (wish: W, now: Schema['Proceeding']) => unknown;
}

/** A write on a case or attempt as it was seen. Its answer is shown at once; where somebody was faster, the fresh state is
 * fetched and that is said. */
export function useProceedingWrite<W>(seen: Seen, { send, done, onDone }: ProceedingWrite<W>) {
  const { t } = useTranslation('review');
  const client = useQueryClient();
  const announce = useAnnounce();
  const { id } = seen.value;
  const write = useWrite<Seen, W>({
    send: (wish, key) => send(wish, { 'If-Match': seen.etag, 'Idempotency-Key': key }),
    onDone: (now, wish) => {
      client.setQueryData(['proceeding', id], now);
      // the answer is for who one was before it: only who has the case at hand sees names, numbers and words whole
      if (now.value.claimed_by_me !== seen.value.claimed_by_me)
        void client.invalidateQueries({ queryKey: ['proceeding', id] });
      void client.invalidateQueries({ queryKey: ['proceeding', id, 'history'] });
      void client.invalidateQueries({ queryKey: ['queue'] });
      announce({ kind: 'success', text: done(wish, now.value) });
      return onDone?.(wish, now.value);
    },
  });
  return {
    ...write,
    /** What is wrong with fields is told beside those of `form`. */
    run: (wish: W, form?: FormInstance) =>
      write.mutate(wish, {
        onError: (error) => {
          if (isOvertaken(error)) {
            announce({ kind: 'info', text: t('overtaken') });
            void client.invalidateQueries({ queryKey: ['proceeding', id] });
          }
          if (form) showFieldErrors(form, error, write);
        },
      }),
  };
}

/** The steps that take words at the most, and where they go. */
const STEPS = {
  'ask-more': { case: '/v1/cases/{id}/question', attempt: '/v1/attempts/{id}/question' },
  approve: { case: '/v1/cases/{id}/approval', attempt: '/v1/attempts/{id}/approval' },
  'send-back': { case: '/v1/cases/{id}/return', attempt: '/v1/attempts/{id}/return' },
  reject: { case: '/v1/cases/{id}/rejection', attempt: '/v1/attempts/{id}/rejection' },
  dispute: { case: '/v1/cases/{id}/dispute', attempt: null },
  resume: { case: '/v1/cases/{id}/dispute/dismissal', attempt: null },
  'uphold-dispute': { case: '/v1/cases/{id}/dispute/upholding', attempt: null },
} as const;

export type Step = keyof typeof STEPS;
export const ALL_STEPS = Object.keys(STEPS) as Step[];

export interface StepWish {
  step: Step;
  words: Schema['StepWords'];
}

export function sendStep({ value }: Seen, { step, words }: StepWish, header: Headers): Promise<Seen> {
  // all have the same form, so that one of them stands for the types
  const address = STEPS[step][value.kind] as '/v1/cases/{id}/approval';
  return versioned(api.POST(address, { params: { path: { id: value.id }, header }, body: words }));
}

type Headers = { 'If-Match': string; 'Idempotency-Key': string };

export function sendClaim({ value }: Seen, header: Headers): Promise<Seen> {
  const params = { params: { path: { id: value.id }, header } };
  return versioned(
    value.kind === 'case'
      ? api.POST('/v1/cases/{id}/claim', params)
      : api.POST('/v1/attempts/{id}/claim', params),
  );
}

export function sendUnclaim({ value }: Seen, header: Headers): Promise<Seen> {
  const params = { params: { path: { id: value.id }, header } };
  return versioned(
    value.kind === 'case'
      ? api.DELETE('/v1/cases/{id}/claim', params)
      : api.DELETE('/v1/attempts/{id}/claim', params),
  );
}

export interface VerdictWish {
  item: string;
  verdict: Schema['Verdict'];
}

export function sendVerdict({ value }: Seen, { item, verdict }: VerdictWish, header: Headers): Promise<Seen> {
  const wish = { params: { path: { id: value.id, item }, header }, body: verdict };
  return versioned(
    value.kind === 'case'
      ? api.PUT('/v1/cases/{id}/items/{item}/verdict', wish)
      : api.PUT('/v1/attempts/{id}/items/{item}/verdict', wish),
  );
}
