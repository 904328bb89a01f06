// Says that one is signed out, and how to come back.
import { useTranslation } from 'react-i18next';
import { useForgetAll } from '~/app/session';
import { LinkButton } from '~/components/LinkButton';
import { Outcome } from '~/components/Outcome';
import { SampleHint } from '~/pages/people/sample/SampleHint';

export default function SignedOutPage() {
  const { t } = useTranslation('people');

  useForgetAll();

  return (
    <>
      <SampleHint />
      <Outcome
        status="success"
        title={t('signedOut.title')}
        text={t('signedOut.text')}
        extra={<LinkButton to="/sign-in" type="default" label={t('signIn.staff')} />}
      />
    </>
  );
}
