// One way to change the owner: what it takes, what it costs in time, until when it ends.
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { yuanUp } from '~/components/money';
import { useTimes } from '~/components/useTimes';

interface Props {
  route: Schema['Plan']['routes'][number];
  details: Schema['PlannedRoute'];
  /** The earliest of several to end. */
  quickest: boolean;
  onChoose: () => void;
}

function Balance({ balance }: { balance: Schema['PlannedRoute']['balance'] }) {
  const { t } = useTranslation('guide');
  if (!balance?.needed) return null;

  const missing = Number(balance.shortfall ?? 0);
  const amounts = {
    needed: yuanUp(balance.needed),
    available: balance.available ?? '0',
    missing: yuanUp(balance.shortfall ?? '0'),
  };
  return (
    <p className={missing > 0 ? 'warning' : 'quiet'}>
      {t(missing > 0 ? 'route.balanceShort' : 'route.balance', amounts)}
    </p>
  );
}

export function RouteCard({ route, details, quickest, onChoose }: Props) {
  const { t } = useTranslation('guide');
  const { dateOf, exactTime } = useTimes();
  const name = localText(details.name);

  return (
    <article className="card route" aria-labelledby={`route-${route.id}`}>
      <div className="card-head">
        <h2 id={`route-${route.id}`}>{name}</h2>
        {quickest && <Tag color="success">{t('route.quickest')}</Tag>}
        <Tag>{t(`channel.${route.channel}`)}</Tag>
      </div>
      <p>{localText(details.effort)}</p>
      <p className="next-step">{t('route.endsBy', { date: dateOf(route.ends_by) })}</p>
      <h3>{t('route.materials')}</h3>
      {details.items.length > 0 ? (
        <ul>
          {details.items.map((item) => (
            <li key={item.id}>{localText(item.name)}</li>
          ))}
        </ul>
      ) : (
        <p>{t('route.noMaterials')}</p>
      )}
      <h3>{t('route.steps')}</h3>
      <ol className="steps">
        {details.steps.map((step) => (
          <li key={step.step}>
            {localText(step.text)} <span className="quiet">{exactTime(step.by)}</span>
          </li>
        ))}
      </ol>
      {details.provisional && <p className="quiet">{t('route.provisional')}</p>}
      <Balance balance={details.balance} />
      <Button
        type={quickest ? 'primary' : 'default'}
        onClick={onChoose}
        aria-describedby={`route-${route.id}`}
      >
        {t('route.choose')}
      </Button>
    </article>
  );
}
