// Says that the session is over, and how to come back.
import { useTranslation } from 'react-i18next';
import { useForgetAll } from '~/app/session';
import { LinkButton } from '~/components/LinkButton';
import { Outcome } from '~/components/Outcome';
import { SampleHint } from '~/pages/people/sample/SampleHint';

export default function SessionExpiredPage() {
  const { t } = useTranslation('people');

  useForgetAll();

  return (
    <>
      <SampleHint />
      <Outcome
        status="info"
        title={t('over.title')}
        text={t('over.page')}
        extra={<LinkButton to="/sign-in" type="default" label={t('signIn.staff')} />}
      />
    </>
  );
}
