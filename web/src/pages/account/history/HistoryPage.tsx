// The history of an account: who was verified, what has ended, and who has looked at what was handed in.
import { useTranslation } from 'react-i18next';
import { useCaller } from '~/app/session';
import { PageHead } from '~/components/PageHead';
import { History } from '../overview/History';
import { Looks } from './Looks';

export default function HistoryPage() {
  const { t } = useTranslation('history');
  const id = useCaller().account_id ?? '';

  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Looks account={id} />
      <History account={id} />
    </>
  );
}
