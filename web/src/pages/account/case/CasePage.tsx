// One change of owner as its holder goes through it: the next step and its date, what to do, the thread, what happened.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { Together } from '~/components/Together';
import { ContinuityBanner } from '~/pages/account/overview/ContinuityBanner';
import { policyQuery, proceedingQuery } from '~/pages/account/queries';
import { Checklist } from './Checklist';
import { Claim } from './Claim';
import { Consents } from './Consents';
import { Ended } from './Ended';
import { Parcel } from './Parcel';
import { Standing } from './Standing';
import { Submission } from './Submission';
import { Thread } from './Thread';
import { Timeline } from './Timeline';
import { CaseAtHand } from './useCase';
import { Withdrawal } from './Withdrawal';
import './case.css';

const LOOK_AGAIN_MS = 30_000; // the staff may have acted meanwhile

function Parts({ value }: { value: Schema['Proceeding'] }) {
  const preparing = value.state === 'draft' || value.state === 'needs-more';
  const byMail = value.channel === 'mail';

  return (
    <>
      {value.ended_at === null && <ContinuityBanner account={value.account} />}
      <Standing />
      {value.ended_at !== null && <Ended />}
      {preparing && <Claim />}
      {(preparing || value.consents.length > 0) && value.ended_at === null && <Consents />}
      {value.items.length > 0 && <Checklist />}
      {byMail && value.state !== 'draft' && <Parcel />}
      {preparing && <Submission />}
      <Thread />
      <Timeline />
      {value.events.includes('withdraw') && <Withdrawal />}
    </>
  );
}

export default function CasePage() {
  const { t } = useTranslation('case');
  const { id = '' } = useParams();
  const policy = useQuery(policyQuery);
  const seen = useQuery({ ...proceedingQuery('case', id), refetchInterval: LOOK_AGAIN_MS });
  const route = policy.data?.routes.find((one) => one.id === seen.data?.value.route);

  return (
    <>
      <PageHead title={route ? localText(route.name) : t('title')} text={t('text')} />
      <Together rows={10}>
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
      </Together>
    </>
  );
}
