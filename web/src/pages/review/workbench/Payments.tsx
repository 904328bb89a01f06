// What the platform has on record as paid, to hold against proof of payment.
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { State } from '~/components/State';
import { useTimes } from '~/components/useTimes';
import { paymentsQuery } from '~/pages/account/queries';

export function Payments({ account }: { account: string }) {
  const { t } = useTranslation('review');
  const { dateOf } = useTimes();
  const payments = useQuery(paymentsQuery(account));

  return (
    <Card title={t('payments.title')}>
      <State query={payments} rows={2} empty={t('payments.none')} isEmpty={({ items }) => items.length === 0}>
        {({ items }) => (
          <ul className="list">
            {items.map((one) => (
              <li key={`${one.kind} ${one.reference}`} className="list-row">
                <div className="list-main">
                  <strong className="exact">{one.reference}</strong>
                  {one.in_force && <Tag color="success">{t('payments.inForce')}</Tag>}
                  <div className="quiet">
                    {[
                      t(`payments.kind.${one.kind}`),
                      t('payments.amount', { amount: one.amount }),
                      dateOf(one.paid_at),
                      one.issuer,
                      one.service,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                </div>
              </li>
            ))}
          </ul>
        )}
      </State>
    </Card>
  );
}
