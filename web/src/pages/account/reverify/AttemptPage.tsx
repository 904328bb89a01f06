// One verification as its holder goes through it: what is next, what to give or to enter, what happened.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { Checklist } from '../case/Checklist';
import { Consents } from '../case/Consents';
import { Thread } from '../case/Thread';
import { Timeline } from '../case/Timeline';
import { CaseAtHand } from '../case/useCase';
import { Withdrawal } from '../case/Withdrawal';
import { policyQuery, proceedingQuery } from '../queries';
import { AttemptStanding } from './AttemptStanding';
import { AttemptSubmission } from './AttemptSubmission';
import { Transfer } from './Transfer';
import '../case/case.css';

const LOOK_AGAIN_MS = 30_000; // the staff or the bank may have acted meanwhile

function Parts({ value }: { value: Schema['Proceeding'] }) {
  const preparing = value.state === 'open' || value.state === 'needs-more';
  const byTransfer = value.method === 'corporate-transfer';

  return (
    <>
      <AttemptStanding />
      {byTransfer && value.submitted_at !== null && <Transfer />}
      {value.ended_at === null && (preparing || value.consents.length > 0) && <Consents />}
      {value.items.length > 0 && <Checklist />}
      {preparing && <AttemptSubmission />}
      <Thread />
      <Timeline />
      {value.events.includes('withdraw') && <Withdrawal />}
    </>
  );
}

export default function AttemptPage() {
  const { t } = useTranslation('attempt');
  const { id = '' } = useParams();
  const policy = useQuery(policyQuery);
  const seen = useQuery({ ...proceedingQuery('attempt', id), refetchInterval: LOOK_AGAIN_MS });
  const way = policy.data?.methods.find(
    ({ method, owner }) => method === seen.data?.value.method && owner === seen.data.value.owner_kind,
  );

  return (
    <>
      <PageHead title={way ? localText(way.name) : t('title')} text={t('text')} />
      <State query={policy}>
        {(inForce) => (
          <State query={seen} rows={8}>
            {({ value, etag }) => (
              <CaseAtHand value={{ value, etag, policy: inForce }}>
                <Parts value={value} />
              </CaseAtHand>
            )}
          </State>
        )}
      </State>
    </>
  );
}
