// Says in time that the money will not last, what stops first, and how much is missing; nothing while it lasts.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { yuanUp } from '~/components/money';
import { useTimes } from '~/components/useTimes';
import { continuityQuery } from '../queries';

export function ContinuityBanner({ account }: { account: string }) {
  const { t } = useTranslation('account');
  const { dateOf, exactTime } = useTimes();
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
        until: dateOf(data.until),
      })}
      description={
        first?.stops_at
          ? t('continuity.stops', { product: first.name, at: exactTime(first.stops_at) })
          : t('continuity.text')
      }
    />
  );
}
