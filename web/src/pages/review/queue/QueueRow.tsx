// One case or attempt in the queue: what it is, how near its due time, who has it. No name, no number.
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { localText } from '~/app/languages';
import { DueTag } from '~/components/DueTag';
import { useTimes } from '~/components/useTimes';
import { policyQuery } from '~/pages/account/queries';
import { type Row, workbenchOf } from './queries';

/** The name of the route or the method in the policy at hand. */
export function useWayName(row: {
  kind: Row['kind'];
  route?: string | null;
  method?: string | null;
}): string {
  const { t } = useTranslation('proceedings');
  const policy = useQuery(policyQuery).data;
  const way = row.route
    ? policy?.routes.find((one) => one.id === row.route)
    : policy?.methods.find((one) => one.method === row.method);
  return way ? localText(way.name) : t(`kind.${row.kind}`);
}

export const QueueRow = memo(function QueueRow({ row, to }: { row: Row; to?: string }) {
  const { t } = useTranslation(['review', 'proceedings']);
  const { dateOf } = useTimes();
  const name = useWayName(row);

  return (
    <Link className="queue-row" to={to ?? workbenchOf(row)}>
      <span className="queue-name">{name}</span>
      <span className="queue-tags">
        <DueTag dueAt={row.due_at} brief />
        {row.claimed && (
          <Tag color={row.claimed_by_me ? 'processing' : 'default'}>
            {t(row.claimed_by_me ? 'review:held.byMe' : 'review:held.byOther')}
          </Tag>
        )}
      </span>
      <span className="queue-more quiet">
        {t(`proceedings:kind.${row.kind}`)}
        {' · '}
        {t('review:queue.opened', { date: dateOf(row.opened_at) })}
        {' · '}
        {row.id.slice(-6)}
      </span>
    </Link>
  );
});
