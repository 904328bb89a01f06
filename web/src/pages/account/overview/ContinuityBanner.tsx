// Says in time that the money will not last, what stops first, and how much is missing; nothing while it lasts.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { yuanUp } from '~/components/money';
import { dateOf, exactTime } from '~/components/times';
import { continuityQuery } from '../queries';

export function ContinuityBanner({ account }: { account: string }) {
  const { t, i18n } = useTranslation('account');
  const { data } = useQuery(continuityQuery(account));
  const missing = Number(data?.shortfall ?? 0);

  if (!data?.known || !(missing > 0)) return null;
  const first = data.products.find((product) => product.stops_at);
  return (
    <Alert
      type="warning"
      showIcon
      title={t('continuity.title', {
        missing: yuanUp(data.shortfall ?? '0'),
        until: dateOf(data.until, i18n.language),
      })}
      description={
        first?.stops_at
          ? t('continuity.stops', { product: first.name, at: exactTime(first.stops_at, i18n.language) })
          : t('continuity.text')
      }
    />
  );
}
