// The routes of the policy in a table: what the graph shows, for those who read rather than look.
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { reviewOf } from './review';

export function RoutesTable({ policy }: { policy: Schema['Policy'] }) {
  const { t } = useTranslation('admin');
  const methods = new Map(policy.methods.map((method) => [method.id, localText(method.name)]));

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className="scroll" tabIndex={0} aria-label={t('policy.routes')}>
      <table className="numbers routes-table">
        <caption>{t('policy.routes')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('policy.route')}</th>
            <th scope="col">{t('policy.channelHead')}</th>
            <th scope="col">{t('policy.reviewHead')}</th>
            <th scope="col">{t('policy.itemsHead')}</th>
            <th scope="col">{t('policy.onApprovalHead')}</th>
            <th scope="col">{t('policy.methodsHead')}</th>
          </tr>
        </thead>
        <tbody>
          {policy.routes.map((route) => (
            <tr key={route.id}>
              <th scope="row">{localText(route.name)}</th>
              <td>{t(`policy.channel.${route.channel}`)}</td>
              <td>{reviewOf(route, t)}</td>
              <td>{route.items.map((item) => localText(item.name)).join(t('policy.comma'))}</td>
              <td>{t(`policy.onApproval.${route.on_approval}`)}</td>
              <td>
                {route.methods.map((id) => methods.get(id) ?? id).join(t('policy.comma')) ||
                  t('policy.noMethod')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
