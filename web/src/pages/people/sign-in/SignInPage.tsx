// Where the staff sign in; holders are told that they come by their platform.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { homeOf } from '~/app/pages';
import { sessionQuery, useSignedIn } from '~/app/session';
import { PageHead } from '~/components/PageHead';
import { SampleHint } from '~/pages/people/sample/SampleHint';
import { nextPath } from './next-path';
import { SignInForm } from './SignInForm';

export default function SignInPage() {
  const { t } = useTranslation('people');
  const [search] = useSearchParams();
  const client = useQueryClient();
  const signedIn = useSignedIn();
  const navigate = useNavigate();

  const goOn = async () => {
    await signedIn();
    const roles = client.getQueryData(sessionQuery.queryKey)?.roles ?? [];
    await navigate(nextPath(search.get('next')) ?? homeOf(roles), { replace: true });
  };

  return (
    <div className="narrow">
      <PageHead title={t('signIn.title')} text={t('signIn.text')} />
      <SampleHint />
      <SignInForm onSignedIn={goOn} />
      <p className="after">{t('signIn.holders')}</p>
    </div>
  );
}
