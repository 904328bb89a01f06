// A page that the caller's roles do not open.
import { useTranslation } from 'react-i18next';
import { LinkButton } from '~/components/LinkButton';
import { Outcome } from '~/components/Outcome';

export default function NotYoursPage() {
  const { t } = useTranslation();

  return (
    <Outcome
      status="warning"
      title={t('notYours.title')}
      text={t('notYours.text')}
      extra={<LinkButton to="/" label={t('actions.home')} />}
    />
  );
}
