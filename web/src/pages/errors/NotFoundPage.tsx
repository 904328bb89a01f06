// An address that names no page.
import { useTranslation } from 'react-i18next';
import { LinkButton } from '~/components/LinkButton';
import { Outcome } from '~/components/Outcome';

export default function NotFoundPage() {
  const { t } = useTranslation();

  return (
    <Outcome
      status="warning"
      title={t('notFound.title')}
      text={t('notFound.text')}
      extra={<LinkButton to="/" label={t('actions.home')} />}
    />
  );
}
