// Says that the session is over, and how to come back.
import { useTranslation } from 'react-i18next';
import { useForgetAll } from '~/app/session';
import { LinkButton } from '~/components/LinkButton';
import { Outcome } from '~/components/Outcome';

export default function SessionExpiredPage() {
  const { t } = useTranslation('people');

  useForgetAll();

  return (
    <Outcome
      status="info"
      title={t('over.title')}
      text={t('over.page')}
      extra={<LinkButton to="/sign-in" type="default" label={t('signIn.staff')} />}
    />
  );
}
