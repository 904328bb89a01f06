// Who is signed in, and the way out.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api } from '~/api/client';
import { isSignedOut } from '~/api/problem';
import { useAnnounce } from '~/components/Announcements';
import { useKnownCaller } from './session';

export function Account() {
  const { t } = useTranslation();
  const caller = useKnownCaller();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const signOut = useMutation({
    mutationFn: () => answer(api.DELETE('/v1/session')),
    onSuccess: () => navigate('/signed-out', { replace: true }),
    onError: (error) => !isSignedOut(error) && announce({ kind: 'error', text: t('frame.signOutFailed') }),
  });

  if (!caller) return null;
  return (
    <>
      <span className="who">{caller.staff?.name ?? t(`caller.${caller.kind}`)}</span>
      <button type="button" className="plain" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
        {t('frame.signOut')}
      </button>
    </>
  );
}
