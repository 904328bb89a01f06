// What guests wrote, one after the other: shown with a key, or not shown with the key of a reason; the next one is at hand at once.
import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '~/api/problem';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { ShortcutHelp } from '~/components/ShortcutHelp';
import { Loading } from '~/components/State';
import { useShortcuts } from '~/components/shortcuts';
import { type Decision, REASONS, type Reason, sendDecision, type Waiting, waitingQuery } from '../queries';
import { WaitingItem } from './WaitingItem';

type Pages = InfiniteData<{ items: Waiting[]; next: string | null; waiting: number }>;

/** Decides, and takes what is decided off the list at once. */
function useDecide(onDone: (decision: Decision) => void) {
  const { t } = useTranslation('help');
  const client = useQueryClient();
  const announce = useAnnounce();
  const gone = ({ thing }: Decision) => {
    client.setQueryData<Pages>(
      waitingQuery.queryKey,
      (known) =>
        known && {
          ...known,
          pages: known.pages.map((page) => ({
            ...page,
            items: page.items.filter(({ id }) => id !== thing.id),
            waiting: page.waiting - 1,
          })),
        },
    );
    client.setQueryData<number>(['help', 'count'], (count) => Math.max((count ?? 1) - 1, 0));
  };
  return useMutation({
    mutationFn: sendDecision,
    onSuccess: (_, decision) => {
      gone(decision);
      onDone(decision);
      announce({
        kind: 'success',
        text: decision.reason
          ? t('desk.hidden', { reason: t(`reason.${decision.reason}`) })
          : t('desk.shown'),
      });
    },
    onError: (error, decision) => {
      if (!(error instanceof Problem && error.status === 404)) return;
      gone(decision);
      announce({ kind: 'info', text: t('desk.overtaken') });
    },
  });
}

function Recent({ decisions }: { decisions: readonly Decision[] }) {
  const { t } = useTranslation('help');

  if (decisions.length === 0) return null;
  return (
    <Card title={t('desk.recent')}>
      <p className="quiet">{t('desk.recentText')}</p>
      <ul className="list">
        {decisions.map(({ thing, reason }) => (
          <li key={thing.id} className="list-row">
            <a href={thing.page} target="_blank" rel="noreferrer">
              {thing.title}
            </a>
            <span>
              <Tag>{t(`desk.kind.${thing.kind}`)}</Tag>
              <Tag color={reason ? 'error' : 'success'}>
                {reason ? t(`reason.${reason}`) : t('desk.show')}
              </Tag>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function List() {
  const { t } = useTranslation('help');
  const query = useInfiniteQuery(waitingQuery);
  const [at, setAt] = useState(0);
  const [follow, setFollow] = useState(false);
  const [recent, setRecent] = useState<readonly Decision[]>([]);
  const decide = useDecide((decision) => setRecent((before) => [decision, ...before]));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const current = Math.min(at, items.length - 1);
  const move = (by: number) => {
    setFollow(true);
    setAt(Math.max(0, Math.min(current + by, items.length - 1)));
  };
  const settle = (thing: Waiting | undefined, reason: Reason | null) => {
    if (!thing || decide.isPending) return;
    setFollow(true);
    setAt(items.indexOf(thing));
    decide.mutate({ thing, reason });
  };

  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    a: () => settle(items[current], null),
    ...Object.fromEntries(REASONS.map((reason, i) => [String(i + 1), () => settle(items[current], reason)])),
  });

  if (query.isPending) return <Loading rows={8} />;
  if (!query.data) return <ProblemAlert error={query.error} onRetry={query.refetch} />;
  return (
    <>
      <ProblemAlert
        error={decide.error instanceof Problem && decide.error.status === 404 ? null : decide.error}
      />
      <Card title={t('desk.waiting')} extra={<span className="quiet">{query.data.pages[0]?.waiting}</span>}>
        {items.length === 0 && !query.hasNextPage && (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('desk.none')} />
        )}
        <ul className="list">
          {items.map((thing, i) => (
            <WaitingItem
              key={thing.id}
              thing={thing}
              current={i === current}
              follow={follow}
              busy={decide.isPending}
              onPick={() => setAt(i)}
              onDecide={(reason) => settle(thing, reason)}
            />
          ))}
        </ul>
        {query.hasNextPage && (
          <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('desk.more')}
          </Button>
        )}
      </Card>
      <Recent decisions={recent} />
    </>
  );
}

export default function DeskPage() {
  const { t } = useTranslation('help');

  return (
    <>
      <PageHead
        title={t('desk.title')}
        text={t('desk.text')}
        actions={<LinkButton to="/help-desk/articles" type="default" label={t('desk.articles')} />}
      />
      <ShortcutHelp
        keys={[
          ['j k', t('desk.keys.next')],
          ['a', t('desk.keys.show')],
          ...REASONS.map((reason, i): [string, string] => [
            String(i + 1),
            t('desk.keys.hide', { reason: t(`reason.${reason}`) }),
          ]),
        ]}
      />
      <List />
    </>
  );
}
