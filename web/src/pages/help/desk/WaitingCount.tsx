// How much waits at the help desk, beside its name in the menu.
import { useTranslation } from 'react-i18next';
import { useWaitingCount } from '../queries';
import '../help.css';

export default function WaitingCount() {
  const { t } = useTranslation('help');
  const count = useWaitingCount();

  if (count === 0) return null;
  return (
    <span className="menu-count">
      <span aria-hidden="true">{count}</span>
      <span className="for-readers">{t('desk.count', { count })}</span>
    </span>
  );
}
