// Changes a one-time link for a session, once, and says what to do where it is not good any more.
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '~/api/client';
import { isProblem } from '~/api/problem';
import { useSignedIn } from '~/app/session';
import { Outcome } from '~/components/Outcome';
import { useOneTimeToken } from '~/components/one-time-token';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { SampleHint } from '~/pages/people/sample/SampleHint';

interface Props {
  title: string;
  /** What to do where the link was used, is too old, or not whole. */
  used: string;
  onEntered: () => unknown;
}

export function Entrance({ title, used, onEntered }: Props) {
  const { t } = useTranslation('people');
  const token = useOneTimeToken();
  const sent = useRef('');
  const signedIn = useSignedIn();
  const { mutate, error } = useMutation({
    mutationFn: (body: { token: string }) => answer(api.POST('/v1/sessions/link', { body })),
    onSuccess: async () => {
      await signedIn();
      await onEntered();
    },
  });

  useEffect(() => {
    if (!token || sent.current === token) return;
    sent.current = token;
    mutate({ token });
  }, [token, mutate]);

  if (!token || isProblem(error, 'link-invalid', 'malformed-value', 'too-long'))
    return (
      <>
        <SampleHint />
        <Outcome status="warning" title={t('enter.badTitle')} text={used} />
      </>
    );
  return (
    <div className="narrow">
      <PageHead title={title} />
      {error ? <ProblemAlert error={error} onRetry={() => mutate({ token })} /> : <Loading rows={2} />}
    </div>
  );
}
