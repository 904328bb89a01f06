// What a holder sees first: who owns the account, what goes on with it, and whether the money lasts.
import { useTranslation } from 'react-i18next';
import { useCaller } from '~/app/session';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { GUIDE_PATH } from '~/pages/account/case/path';
import { ContinuityBanner } from './ContinuityBanner';
import { History } from './History';
import { OpenProceeding } from './OpenProceeding';
import { OwnerCard } from './OwnerCard';

export default function OverviewPage() {
  const { t } = useTranslation('account');
  const id = useCaller().account_id ?? '';

  return (
    <>
      <PageHead
        title={t('overview.title')}
        text={t('overview.text')}
        actions={<LinkButton to={GUIDE_PATH} label={t('overview.change')} />}
      />
      <ContinuityBanner account={id} />
      <OpenProceeding account={id} />
      <OwnerCard account={id} />
      <History account={id} />
    </>
  );
}
