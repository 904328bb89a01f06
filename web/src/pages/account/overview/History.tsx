// Who was verified before, and the changes that have ended.
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { Card } from '~/components/Card';
import { Masked } from '~/components/Masked';
import { State } from '~/components/State';
import { useTimes } from '~/components/useTimes';
import { attemptPath, casePath } from '../case/path';
import { policyQuery, proceedingsQuery, verificationsQuery } from '../queries';

function Verification({ row }: { row: Schema['Verification'] }) {
  const { t } = useTranslation('account');
  const { dateOf } = useTimes();
  const from = dateOf(row.verified_at);
  const to = row.released_at && dateOf(row.released_at);

  return (
    <li className="list-row">
      <div className="list-main">
        <strong>{row.subject ? <Masked value={row.subject.name} /> : t('history.earlierOwner')}</strong>{' '}
        <Tag>{t(`owner.kind.${row.kind}`)}</Tag>
        <div className="quiet apart">
          <span>{to ? t('history.period', { from, to }) : t('history.since', { from })}</span>
          <span>{t(`method.${row.method}`)}</span>
        </div>
      </div>
    </li>
  );
}

function Ended({ row }: { row: Schema['ProceedingRow'] }) {
  const { t } = useTranslation('proceedings');
  const { dateOf } = useTimes();
  const policy = useQuery({ ...policyQuery, enabled: row.route !== null });
  const route = policy.data?.routes.find((one) => one.id === row.route);

  return (
    <li className="list-row">
      <div className="list-main">
        <Link to={row.kind === 'case' ? casePath(row.id) : attemptPath(row.id)}>
          {route ? localText(route.name) : t(`kind.${row.kind}`)}
        </Link>{' '}
        <Tag>{t(`state.${row.state}`)}</Tag>
        <div className="quiet">{t('endedOn', { date: dateOf(row.ended_at ?? row.opened_at) })}</div>
      </div>
    </li>
  );
}

export function History({ account }: { account: string }) {
  const { t } = useTranslation('account');
  const verifications = useQuery(verificationsQuery(account));
  const proceedings = useQuery(proceedingsQuery(account));
  const ended = proceedings.data?.items.filter((row) => row.ended_at !== null) ?? [];

  return (
    <>
      <Card title={t('history.verifications')}>
        <State
          query={verifications}
          isEmpty={({ items }) => items.length === 0}
          empty={t('history.noVerifications')}
        >
          {({ items }) => (
            <ul className="list">
              {items.map((row) => (
                <Verification key={row.id} row={row} />
              ))}
            </ul>
          )}
        </State>
      </Card>
      {ended.length > 0 && (
        <Card title={t('history.ended')}>
          <ul className="list">
            {ended.map((row) => (
              <Ended key={row.id} row={row} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
