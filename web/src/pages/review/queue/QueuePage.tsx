// What waits for the staff, by state and due time. The filter stands in the address; the keys are those of mail readers.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { hasRole, useCaller } from '~/app/session';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { ShortcutHelp } from '~/components/ShortcutHelp';
import { Loading } from '~/components/State';
import { useShortcuts } from '~/components/shortcuts';
import { QueueRow } from './QueueRow';
import {
  countsQuery,
  type Filter,
  OURS,
  PAGE_ROWS,
  QUEUE_STATES,
  type QueueState,
  rowsQuery,
  useClaimNext,
  workbenchOf,
} from './queries';
import { type RowsHandle, VirtualRows } from './VirtualRows';
import '../review.css';

const ROW_PX = 64;
const COUNTED_MAX = 1000; // the server counts no further

/** Some counts together; a plus says that there are more. */
function countsText(counts: readonly number[]) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return `${total.toLocaleString('en')}${counts.some((count) => count >= COUNTED_MAX) ? '+' : ''}`;
}

function useFilter(): Filter {
  const [search] = useSearchParams();
  const caller = useCaller();
  const home = hasRole(caller, ['reviewer'])
    ? 'submitted'
    : hasRole(caller, ['approver'])
      ? 'second-review'
      : 'awaiting-parcel';
  const wanted = search.get('state');
  const state: QueueState =
    QUEUE_STATES.find((one) => one === wanted) ??
    (hasRole(caller, ['mail-clerk', 'reviewer', 'approver']) ? home : 'submitted');
  return { state, mine: search.get('mine') === 'true' };
}

function Tabs({ filter }: { filter: Filter }) {
  const { t } = useTranslation(['review', 'proceedings']);
  const counts = useQuery(countsQuery).data?.counts;
  const tab = (to: string, current: boolean, label: string, count?: number) => (
    <li key={to}>
      <Link to={to} replace aria-current={current ? 'page' : undefined}>
        {label}
        {count !== undefined && <span className="tab-count">{countsText([count])}</span>}
      </Link>
    </li>
  );

  return (
    <nav aria-label={t('review:queue.tabs')}>
      <ul className="tabs">
        {tab('?mine=true', filter.mine, t('review:queue.mine'))}
        {QUEUE_STATES.map((state) =>
          tab(
            `?state=${state}`,
            !filter.mine && filter.state === state,
            t(`proceedings:state.${state}`),
            counts?.[state],
          ),
        )}
      </ul>
    </nav>
  );
}

/** How much there is, and how much of it is urgent. */
function DueNumbers() {
  const { t } = useTranslation('review');
  const known = useQuery(countsQuery).data;
  const of = (states: readonly QueueState[]) => known && states.map((state) => known.counts[state] ?? 0);
  const number = (
    name: 'overdue' | 'today' | 'staff' | 'others',
    counts: number[] | undefined,
    look = '',
  ) => (
    <div className={counts?.some(Boolean) ? look : ''}>
      <dt>{t(`queue.due.${name}`)}</dt>
      <dd>{counts ? countsText(counts) : '–'}</dd>
    </div>
  );

  return (
    <section aria-label={t('queue.due.label')}>
      <dl className="due-numbers">
        {number('overdue', known && [known.due.overdue], 'late')}
        {number('today', known && [known.due.today], 'soon')}
        {number('staff', of(OURS))}
        {number('others', of(QUEUE_STATES.filter((state) => !OURS.includes(state))))}
      </dl>
    </section>
  );
}

function Rows({ filter }: { filter: Filter }) {
  const { t } = useTranslation(['review', 'proceedings']);
  const navigate = useNavigate();
  const query = useInfiniteQuery(rowsQuery(filter));
  const [at, setAt] = useState(-1);
  const rows = useRef<RowsHandle>(null);
  const pages = query.data?.pages ?? [];
  const count = pages.length === 0 ? 0 : (pages.length - 1) * PAGE_ROWS + (pages.at(-1)?.items.length ?? 0);
  const rowAt = (index: number) => pages[Math.floor(index / PAGE_ROWS)]?.items[index % PAGE_ROWS];

  const move = (by: number) => {
    const next = Math.min(Math.max(at + by, 0), count - 1);
    if (next < 0) return;
    setAt(next);
    rows.current?.goTo(next);
    seen(next);
  };
  const seen = (last: number) => {
    if (last > count - PAGE_ROWS / 2 && query.hasNextPage && !query.isFetchingNextPage)
      void query.fetchNextPage();
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    Enter: document.activeElement?.closest('a, button')
      ? undefined
      : () => {
          const row = rowAt(at);
          if (row) void navigate(workbenchOf(row));
        },
  });

  if (query.isPending) return <Loading rows={8} />;
  if (!query.data) return <ProblemAlert error={query.error} onRetry={query.refetch} />;
  if (count === 0)
    return (
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={t(filter.mine ? 'review:queue.noneMine' : 'review:queue.none')}
      />
    );
  return (
    <>
      <VirtualRows
        key={`${filter.state} ${filter.mine}`}
        handle={rows}
        count={count + (query.hasNextPage ? 1 : 0)}
        rowPx={ROW_PX}
        label={t('review:queue.list')}
        onSeen={seen}
        row={(index) => {
          const row = rowAt(index);
          return row ? (
            <QueueRow row={row} />
          ) : (
            <span className="queue-row quiet">{t('review:queue.more')}</span>
          );
        }}
      />
      <ProblemAlert error={query.error} onRetry={query.fetchNextPage} />
    </>
  );
}

export default function QueuePage() {
  const { t } = useTranslation('review');
  const filter = useFilter();
  const mayClaim = hasRole(useCaller(), ['reviewer', 'approver']);
  const claimNext = useClaimNext();

  useShortcuts({ c: mayClaim && !claimNext.isPending ? () => claimNext.mutate() : undefined });
  return (
    <>
      <PageHead
        title={t('queue.title')}
        text={t('queue.text')}
        actions={
          mayClaim && (
            <Button type="primary" loading={claimNext.isPending} onClick={() => claimNext.mutate()}>
              {t('queue.claimNext')}
            </Button>
          )
        }
      />
      <ProblemAlert error={claimNext.error} />
      <DueNumbers />
      <Tabs filter={filter} />
      <Rows key={`${filter.state} ${filter.mine}`} filter={filter} />
      <ShortcutHelp
        keys={[
          ['j', t('keys.down')],
          ['k', t('keys.up')],
          ['Enter', t('keys.open')],
          ...(mayClaim ? ([['c', t('keys.claimNext')]] as const) : []),
        ]}
      />
    </>
  );
}
