// Where one stands outside, on a sample's server: the way to its people.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '~/components/LinkButton';
import { sampleQuery } from './queries';

export function SampleHint() {
  const { t } = useTranslation('people');
  const sample = useQuery(sampleQuery);

  if (!sample.data?.accounts.length) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t('sample.hint')}
      action={<LinkButton to="/sample" label={t('sample.choose')} />}
    />
  );
}
