// Stands over a page whose session has ended, so that what was typed there stays: staff sign in again on the spot, holders
// come back by a new link of their platform in another tab.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { sessionOverKey } from '~/api/queries';
import { SignInForm } from '~/pages/people/sign-in/SignInForm';
import { homeOf } from './pages';
import { sessionQuery, useKnownCaller, useSignedIn } from './session';

export default function SessionOver() {
  const { t } = useTranslation('people');
  const caller = useKnownCaller();
  const client = useQueryClient();
  const signedIn = useSignedIn();
  const navigate = useNavigate();

  const goOn = async () => {
    const same = await signedIn();
    const now = client.getQueryData(sessionQuery.queryKey);
    if (!now) client.setQueryData(sessionOverKey, true);
    else if (!same) await navigate(homeOf(now.roles), { replace: true });
  };

  return (
    <Modal
      open
      title={t('over.title')}
      closable={false}
      keyboard={false}
      footer={null}
      mask={{ closable: false }}
    >
      {caller?.kind === 'staff' ? (
        <>
          <p>{t('over.staff')}</p>
          <SignInForm login={caller.staff?.login} onSignedIn={goOn} />
        </>
      ) : (
        <>
          <p>{t('over.holder')}</p>
          <Button type="primary" onClick={() => void goOn()}>
            {t('over.goOn')}
          </Button>
        </>
      )}
      <p className="after">
        <Button type="link" onClick={() => void navigate('/session-expired', { replace: true })}>
          {t('over.leave')}
        </Button>
      </p>
    </Modal>
  );
}
