// Who of the staff has looked at the holder's papers, which and when: each look is an event of its change or verification.
import { useQueries, useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { Card } from '~/components/Card';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { useTimes } from '~/components/useTimes';
import { attemptPath, casePath } from '../case/path';
import { historyQuery } from '../case/queries';
import { policyQuery, proceedingsQuery } from '../queries';

type Row = Schema['ProceedingRow'];
type Event = Pick<Schema['History']['items'][number], 'id' | 'event' | 'by' | 'at'> & {
  detail: object | null;
};

interface Look {
  event: Event;
  of: Row;
}

function looksOf(
  rows: readonly Row[],
  histories: readonly ({ items: readonly Event[] } | undefined)[],
): Look[] {
  return rows
    .flatMap((of, place) =>
      (histories[place]?.items ?? [])
        .filter(({ event }) => event === 'view-evidence')
        .map((event) => ({ event, of })),
    )
    .sort((one, other) => Date.parse(other.event.at) - Date.parse(one.event.at));
}

/** What the policy calls the item that was looked at. */
function itemName(policy: Schema['Policy'] | undefined, event: Event): string {
  const id = event.detail && 'item' in event.detail ? event.detail.item : null;
  const items = [...(policy?.routes ?? []), ...(policy?.methods ?? [])].flatMap((one) => one.items);
  const name = localText(items.find((item) => item.id === id)?.name);
  return name || String(id ?? '');
}

function LookRow({ look: { event, of }, policy }: { look: Look; policy: Schema['Policy'] | undefined }) {
  const { t } = useTranslation('history');
  const { exactTime } = useTimes();
  const by =
    event.by === 'reviewer' || event.by === 'approver' || event.by === 'mail-clerk' ? event.by : 'staff';

  return (
    <li className="list-row">
      <div className="list-main">
        <strong>{itemName(policy, event)}</strong> <Tag>{t(`by.${by}`)}</Tag>
        <div className="quiet apart">
          <span>{exactTime(event.at)}</span>
          <Link to={of.kind === 'case' ? casePath(of.id) : attemptPath(of.id)}>{t(`for.${of.kind}`)}</Link>
        </div>
      </div>
    </li>
  );
}

export function Looks({ account }: { account: string }) {
  const { t } = useTranslation('history');
  const proceedings = useQuery(proceedingsQuery(account));
  const { data: policy } = useQuery(policyQuery);
  const rows = proceedings.data?.items ?? [];
  const histories = useQueries({ queries: rows.map((row) => historyQuery(row.kind, row.id)) });
  const failed = histories.find((history) => history.error);
  const waits = histories.some((history) => history.isPending);
  const looks = looksOf(
    rows,
    histories.map((history) => history.data),
  );

  return (
    <Card title={t('looks')}>
      <p className="quiet">{t('looksText')}</p>
      {failed && <ProblemAlert error={failed.error} onRetry={failed.refetch} />}
      <State query={proceedings} rows={2}>
        {() =>
          looks.length > 0 ? (
            <ul className="list">
              {looks.map((look) => (
                <LookRow key={look.event.id} look={look} policy={policy} />
              ))}
            </ul>
          ) : (
            !waits && !failed && <p>{t('noLooks')}</p>
          )
        }
      </State>
    </Card>
  );
}
