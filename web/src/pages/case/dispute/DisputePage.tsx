// Where a side of a change comes by a one-time link: what is being changed, and the objection to it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useSession } from '~/app/session';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading, State } from '~/components/State';
import { proceedingQuery } from '~/pages/account/queries';
import { Entrance } from '~/pages/people/enter/Entrance';
import { Disputable } from './Disputable';

function Case({ id }: { id: string }) {
  const query = useQuery(proceedingQuery('case', id));

  return <State query={query}>{(seen) => <Disputable seen={seen} />}</State>;
}

function Known() {
  const { t } = useTranslation('people');
  const session = useSession();

  if (session.isPending) return <Loading />;
  if (session.isError) return <ProblemAlert error={session.error} onRetry={session.refetch} />;
  if (session.data?.case_id) return <Case id={session.data.case_id} />;
  return <Entrance title={t('enter.title')} used={t('enter.usedDispute')} onEntered={() => {}} />;
}

export default function DisputePage() {
  const { t } = useTranslation('people');
  const { hash } = useLocation();
  const [coming, setComing] = useState(hash !== '');

  if (!coming) return <Known />;
  return (
    <Entrance title={t('enter.title')} used={t('enter.usedDispute')} onEntered={() => setComing(false)} />
  );
}
