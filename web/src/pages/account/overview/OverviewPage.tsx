// What a holder sees first: who owns the account, what goes on with it, and whether the money lasts.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCaller } from '~/app/session';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { Together } from '~/components/Together';
import { GUIDE_PATH, REVERIFY_PATH } from '~/pages/account/case/path';
import { accountQuery, proceedingsQuery, verificationQuery } from '../queries';
import { ContinuityBanner } from './ContinuityBanner';
import { History } from './History';
import { OpenProceeding } from './OpenProceeding';
import { OwnerCard } from './OwnerCard';

/** What one can begin here now: a change of a verified owner, else the verification; nothing while something is under way. */
function Begin({ account: id }: { account: string }) {
  const { t } = useTranslation('account');
  const account = useQuery(accountQuery(id)).data;
  const verification = useQuery(verificationQuery(id)).data;
  const proceedings = useQuery(proceedingsQuery(id)).data;

  if (!account || !verification || !proceedings || account.frozen) return null;
  if (proceedings.items.some((row) => row.ended_at === null)) return null;
  return verification.verified ? (
    <LinkButton to={GUIDE_PATH} label={t('overview.change')} />
  ) : (
    <LinkButton to={REVERIFY_PATH} label={t('overview.verify')} />
  );
}

export default function OverviewPage() {
  const { t } = useTranslation('account');
  const id = useCaller().account_id ?? '';

  return (
    <>
      <PageHead title={t('overview.title')} text={t('overview.text')} actions={<Begin account={id} />} />
      <Together rows={10}>
        <ContinuityBanner account={id} />
        <OpenProceeding account={id} />
        <OwnerCard account={id} />
        <History account={id} />
      </Together>
    </>
  );
}
