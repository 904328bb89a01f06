// Verifying an owner, for the first time or after a release: who it is to be, and in which way.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { useCaller } from '~/app/session';
import { Card } from '~/components/Card';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { useTimes } from '~/components/useTimes';
import { attemptPath, casePath, GUIDE_PATH } from '../case/path';
import { accountQuery, policyQuery, proceedingsQuery, verificationQuery } from '../queries';
import { BeginForm } from './BeginForm';
import { openAttempt, waitingCase, waysOf } from './ways';
import '../case/case.css';

/** The change that this verification completes, and until when. */
function Waiting({ row, policy }: { row: Schema['ProceedingRow']; policy: Schema['Policy'] }) {
  const { t } = useTranslation('attempt');
  const { exactTime } = useTimes();
  const route = policy.routes.find((one) => one.id === row.route);

  return (
    <Card title={t('begin.forCase', { route: localText(route?.name) })}>
      <p>
        {row.expires_at
          ? t('begin.forCaseUntil', { exact: exactTime(row.expires_at) })
          : t('begin.forCaseText')}
      </p>
      <LinkButton to={casePath(row.id)} label={t('begin.toCase')} type="default" />
    </Card>
  );
}

function AtOrigin({ account, policy }: { account: Schema['Account']; policy: Schema['Policy'] }) {
  const { t } = useTranslation('attempt');
  const site = policy.origins.find((one) => one.origin === account.origin);

  return (
    <Card title={t('begin.atOrigin')}>
      <p>{t('begin.atOriginText')}</p>
      {site && (
        <p>
          <a href={site.address} rel="noreferrer">
            {localText(site.name)}
          </a>
        </p>
      )}
    </Card>
  );
}

export default function ReverifyPage() {
  const { t } = useTranslation('attempt');
  const id = useCaller().account_id ?? '';
  const all = {
    account: useQuery(accountQuery(id)),
    policy: useQuery(policyQuery),
    proceedings: useQuery(proceedingsQuery(id)),
    verification: useQuery(verificationQuery(id)),
  };
  const failed = Object.values(all).find((query) => query.isError && query.data === undefined);
  const { account, policy, proceedings, verification } = all;

  const content = () => {
    if (failed) return <ProblemAlert error={failed.error} onRetry={failed.refetch} />;
    if (!account.data || !policy.data || !proceedings.data || !verification.data) return <Loading rows={8} />;
    const open = openAttempt(proceedings.data.items);
    const waiting = waitingCase(proceedings.data.items);
    if (open && proceedings.isFetching) return <Loading rows={8} />; // it may have ended since
    if (open) return <Navigate to={attemptPath(open.id)} replace />;
    if (account.data.origin_verified) return <AtOrigin account={account.data} policy={policy.data} />;
    if (verification.data.verified && !waiting)
      return (
        <Card title={t('begin.verified')}>
          <p>{t('begin.verifiedText')}</p>
          <LinkButton to={GUIDE_PATH} label={t('begin.toGuide')} />
        </Card>
      );
    return (
      <>
        {waiting && <Waiting row={waiting} policy={policy.data} />}
        <BeginForm account={id} ways={waysOf(policy.data, waiting)} />
      </>
    );
  };
  return (
    <>
      <PageHead title={t('begin.title')} text={t('begin.text')} />
      {content()}
    </>
  );
}
