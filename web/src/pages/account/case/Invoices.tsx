// Which invoices an item wants that asks for those of every service in force.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { State } from '~/components/State';
import { paymentsQuery } from '~/pages/account/queries';
import { useCase } from './useCase';

export function Invoices({ item }: { item: string }) {
  const { t } = useTranslation('case');
  const { value, policy } = useCase();
  const line = policy.routes
    .find((route) => route.id === value.route)
    ?.items.find((one) => one.id === item && one.each_invoice);
  const payments = useQuery({ ...paymentsQuery(value.account), enabled: line !== undefined });

  if (!line) return null;
  return (
    <State query={payments} rows={2}>
      {({ items }) => {
        const wanted = items.filter((one) => one.kind === 'invoice' && one.in_force);
        if (wanted.length === 0) return <p className="quiet">{t('item.noInvoices')}</p>;
        return (
          <>
            <p>{t('item.invoices')}</p>
            <ul>
              {wanted.map((one) => (
                <li key={one.reference}>
                  <span className="number">{one.reference}</span>{' '}
                  <span className="quiet">
                    {[one.service, one.issuer, t('item.yuan', { amount: one.amount })]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </State>
  );
}
