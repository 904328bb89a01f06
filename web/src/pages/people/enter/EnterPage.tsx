// Comes in by the one-time link that a platform has given its user.
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Entrance } from './Entrance';

export default function EnterPage() {
  const { t } = useTranslation('people');
  const navigate = useNavigate();

  return (
    <Entrance
      title={t('enter.title')}
      used={t('enter.used')}
      onEntered={() => navigate('/account', { replace: true })}
    />
  );
}
