// What the staff of the help centre ask the server, and what they tell it.
import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api, type Schema, type Versioned, versioned } from '~/api/client';
import { useIsHere } from '~/components/here';

const ASKED_EVERY_MS = 60_000;

export type Article = Schema['HelpArticle'];
export type Texts = Schema['HelpArticleTexts'];
export type Reason = Schema['HelpHiddenFor'];
export const REASONS: readonly Reason[] = [
  'personal-data',
  'advertising',
  'off-topic',
  'abuse',
  'duplicate',
  'unclear',
];

/** One thing that a guest wrote, whatever it is. */
export interface Waiting {
  id: string;
  kind: 'question' | 'answer' | 'comment';
  /** The question's page in the help centre. */
  page: string;
  /** Of the question: its own, or the one that it is about. */
  title: string;
  html: string;
  author: string | null;
  at: string;
}

function waitingOf({ questions, posts }: Schema['HelpPending']): Waiting[] {
  return [
    ...questions.map(
      (one): Waiting => ({
        id: one.id,
        kind: 'question',
        page: `/help/questions/${one.id}`,
        title: one.title,
        html: one.body_html,
        author: one.author.name,
        at: one.created_at,
      }),
    ),
    ...posts.map(
      (one): Waiting => ({
        id: one.id,
        kind: one.kind,
        page: `/help/questions/${one.question}#${one.id}`,
        title: one.question_title,
        html: one.body_html,
        author: one.author.name,
        at: one.created_at,
      }),
    ),
  ];
}

const after = (cursor: string | null) => ({ params: { query: cursor ? { after: cursor } : {} } });
const pages = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next: string | null }) => page.next,
};

/** What waits, oldest first, and how much it is in all. */
export const waitingQuery = infiniteQueryOptions({
  queryKey: ['help', 'waiting'],
  queryFn: async ({ pageParam }) => {
    const page = await answer(api.GET('/v1/help/moderation', after(pageParam)));
    return { items: waitingOf(page), next: page.next, waiting: page.waiting };
  },
  ...pages,
});

/** How much waits, asked again while somebody is here. */
export function useWaitingCount(): number {
  const isHere = useIsHere();
  const count = useQuery({
    queryKey: ['help', 'count'],
    queryFn: async () => (await answer(api.GET('/v1/help/moderation', after(null)))).waiting,
    refetchInterval: (query) => query.state.status !== 'error' && isHere() && ASKED_EVERY_MS,
  });
  return count.data ?? 0;
}

export interface Decision {
  thing: Waiting;
  /** Null: it is shown. */
  reason: Reason | null;
}

export function sendDecision({ thing, reason }: Decision): Promise<unknown> {
  const wish = {
    params: { path: { id: thing.id } },
    body: reason ? { state: 'hidden' as const, reason } : { state: 'shown' as const },
  };
  return thing.kind === 'question'
    ? answer(api.PUT('/v1/help/questions/{id}/moderation', wish))
    : answer(api.PUT('/v1/help/posts/{id}/moderation', wish));
}

export const articlesQuery = infiniteQueryOptions({
  queryKey: ['help', 'articles'],
  queryFn: ({ pageParam }) => answer(api.GET('/v1/help/articles', after(pageParam))),
  ...pages,
});

export const articleQuery = (slug: string) =>
  queryOptions({
    queryKey: ['help', 'article', slug],
    staleTime: Number.POSITIVE_INFINITY, // not changed under the hands of who writes
    queryFn: (): Promise<Versioned<Article>> =>
      versioned(api.GET('/v1/help/articles/{slug}', { params: { path: { slug } } })),
  });

/** Markdown as the server will show it. */
export const previewQuery = (text: string) =>
  queryOptions({
    queryKey: ['help', 'preview', text],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: async () => (await answer(api.POST('/v1/help/preview', { body: { text } }))).html,
  });
