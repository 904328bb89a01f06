// The guide's second step: the ways that apply, and the others with the reason.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { State } from '~/components/State';
import { planQuery } from './queries';
import { RouteCard } from './RouteCard';
import type { Wish } from './wish';

interface Props {
  account: string;
  wish: Wish;
  policy: Schema['Policy'];
  onChoose: (route: string) => void;
  onBack: () => void;
}

function Refused({
  plan,
  policy,
  reasons,
}: {
  plan: Schema['Plan'];
  policy: Schema['Policy'];
  reasons: Schema['Plan']['refused'];
}) {
  return (
    <ul className="list">
      {reasons.map(({ id }) => (
        <li key={id} className="list-row refused">
          <div className="list-main">
            <strong>{localText(policy.routes.find((route) => route.id === id)?.name)}</strong>
            <div>{localText(plan.details.refused[id]?.text)}</div>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Plan({
  plan,
  policy,
  onChoose,
}: {
  plan: Schema['Plan'];
  policy: Schema['Policy'];
  onChoose: Props['onChoose'];
}) {
  const { t } = useTranslation('guide');
  const near = plan.refused.filter(({ reason }) => reason !== 'wrong-kind');
  const far = plan.refused.filter(({ reason }) => reason === 'wrong-kind');

  return (
    <>
      {plan.routes.length === 0 && <Alert type="info" showIcon title={t('route.none')} />}
      {plan.routes.length > 1 && <p>{t('route.several', { count: plan.routes.length })}</p>}
      <div className="routes">
        {plan.routes.map((route, place) => {
          const details = plan.details.routes[route.id];
          return (
            details && (
              <RouteCard
                key={route.id}
                route={route}
                details={details}
                quickest={place === 0 && plan.routes.length > 1}
                onChoose={() => onChoose(route.id)}
              />
            )
          );
        })}
      </div>
      {near.length > 0 && (
        <section className="card">
          <h2>{t('route.refused')}</h2>
          <Refused plan={plan} policy={policy} reasons={near} />
        </section>
      )}
      {far.length > 0 && (
        <details className="guide-others">
          <summary>{t('route.others', { count: far.length })}</summary>
          <Refused plan={plan} policy={policy} reasons={far} />
        </details>
      )}
    </>
  );
}

export function Routes({ account, wish, policy, onChoose, onBack }: Props) {
  const { t } = useTranslation('guide');
  const plan = useQuery(planQuery(account, wish));

  return (
    <>
      <State query={plan} rows={8}>
        {(found) => <Plan plan={found} policy={policy} onChoose={onChoose} />}
      </State>
      <Button onClick={onBack}>{t('back')}</Button>
    </>
  );
}
