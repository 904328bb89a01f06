// The guide: to whom, which way, opened. It asks what it needs to know, says what there is with dates, and opens the case.
import { useQuery } from '@tanstack/react-query';
import { Alert, Steps } from 'antd';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { useCaller } from '~/app/session';
import { Card } from '~/components/Card';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { casePath, REVERIFY_PATH } from '~/pages/account/case/path';
import { accountQuery, policyQuery, proceedingsQuery, verificationQuery } from '~/pages/account/queries';
import { OpenForm } from './OpenForm';
import { Routes } from './Routes';
import { WishForm } from './WishForm';
import { searchOf, wishOf } from './wish';
import './guide.css';

/** The account signs in somewhere else and is verified there: the way to that site. */
function AtOrigin({ origin }: { origin: Schema['Policy']['origins'][number] }) {
  const { t } = useTranslation('guide');
  const name = localText(origin.name);

  return (
    <Card title={t('origin.title', { name })}>
      <p>{t('origin.text', { name })}</p>
      <p>
        <a href={origin.address} rel="noreferrer">
          {t('origin.go', { name })}
        </a>
      </p>
      <p className="quiet address">{origin.address}</p>
    </Card>
  );
}

interface AskedProps {
  account: string;
  policy: Schema['Policy'];
  from: Schema['OwnerKind'];
}

function Asked({ account, policy, from }: AskedProps) {
  const { t } = useTranslation('guide');
  const [search, setSearch] = useSearchParams();
  const wish = wishOf(search);
  const asking = search.get('ask') === 'again';
  const route = policy.routes.find(({ id, to }) => id === search.get('route') && to === wish?.to);
  const earlier = search.get('from');
  const step = !wish || asking ? 0 : route ? 2 : 1;

  const askAgain = () => {
    if (!wish) return;
    const again = searchOf(wish, { from: earlier });
    again.set('ask', 'again');
    setSearch(again);
  };
  return (
    <>
      <Steps
        current={step}
        responsive
        className="guide-steps"
        items={[{ title: t('step.wish') }, { title: t('step.route') }, { title: t('step.open') }]}
      />
      {step === 0 && (
        <Card title={t('step.wish')}>
          <WishForm
            wish={wish}
            from={from}
            banks={policy.banks}
            onWish={(told) => setSearch(searchOf(told, { from: earlier }))}
          />
        </Card>
      )}
      {step === 1 && wish && (
        <Routes
          account={account}
          wish={wish}
          policy={policy}
          onChoose={(chosen) => setSearch(searchOf(wish, { route: chosen, from: earlier }))}
          onBack={askAgain}
        />
      )}
      {step === 2 && wish && route && (
        <OpenForm
          key={route.id}
          account={account}
          wish={wish}
          route={route}
          from={earlier}
          onBack={() => setSearch(searchOf(wish, { from: earlier }))}
        />
      )}
    </>
  );
}

function Guide({ account: id }: { account: string }) {
  const { t } = useTranslation('guide');
  const account = useQuery(accountQuery(id));
  const verification = useQuery(verificationQuery(id));
  const policy = useQuery(policyQuery);
  const proceedings = useQuery(proceedingsQuery(id));
  const failed = [account, verification, policy, proceedings].find((query) => query.isError && !query.data);
  const ready = useDeferredValue([account, verification, policy, proceedings].every(({ data }) => data)); // as in State

  if (failed) return <ProblemAlert error={failed.error} onRetry={failed.refetch} />;
  if (!ready || !account.data || !verification.data || !policy.data || !proceedings.data)
    return <Loading rows={6} />;
  const origin = policy.data.origins.find((one) => one.origin === account.data.origin);
  const open = proceedings.data.items.find((row) => row.kind === 'case' && row.ended_at === null);
  if (account.data.origin_verified && origin) return <AtOrigin origin={origin} />;
  if (open)
    return (
      <Alert
        type="info"
        showIcon
        title={t('caseOpen.title')}
        description={t('caseOpen.text')}
        action={<LinkButton to={casePath(open.id)} label={t('caseOpen.go')} />}
      />
    );
  if (!verification.data.verified || !verification.data.kind)
    return (
      <Alert
        type="info"
        showIcon
        title={t('notVerified.title')}
        description={t('notVerified.text')}
        action={<LinkButton to={REVERIFY_PATH} label={t('notVerified.go')} />}
      />
    );
  return <Asked account={id} policy={policy.data} from={verification.data.kind} />;
}

export default function GuidePage() {
  const { t } = useTranslation('guide');

  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Guide account={useCaller().account_id ?? ''} />
    </>
  );
}
