// What happened to it, newest first.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { hasRole, useCaller } from '~/app/session';
import { Card } from '~/components/Card';
import { State } from '~/components/State';
import { When } from '~/components/When';
import { historyQuery } from '../queries';
import { usePolicyOfItems } from './Checklist';

type Entry = Schema['History']['items'][number];

function itemOf(entry: Entry, proceeding: Schema['Proceeding']): string {
  const id = (entry.detail as { item?: string } | null)?.item;
  return localText(proceeding.items.find((one) => one.id === id)?.name);
}

export function HistoryList({ proceeding }: { proceeding: Schema['Proceeding'] }) {
  const { t } = useTranslation(['review', 'proceedings']);
  const history = useQuery(historyQuery(proceeding.kind, proceeding.id));
  const policy = usePolicyOfItems(proceeding);
  const audits = hasRole(useCaller(), ['auditor', 'administrator']);

  return (
    <Card title={t('review:history.title')}>
      <State query={history} rows={3}>
        {({ items }) => (
          <ol className="list" reversed>
            {[...items].reverse().map((entry) => (
              <li key={entry.id} className="review-message">
                <span>
                  {t(`review:event.${entry.event}` as 'review:event.submit', { defaultValue: entry.event })}
                  {itemOf(entry, proceeding) && t('review:history.item', { item: itemOf(entry, proceeding) })}
                </span>
                <div className="quiet">
                  {t(`review:by.${entry.by}` as 'review:by.holder', { defaultValue: entry.by })}
                  {' · '}
                  <When at={entry.at} />
                  {audits && (
                    <>
                      {' · '}
                      <Link to={`/log?leaf=${entry.id}`}>{t('review:history.proof')}</Link>
                    </>
                  )}
                </div>
                {entry.reason_code && <p className="words">{policy.reasonText(entry.reason_code)}</p>}
                {entry.text && <p className="words">{entry.text}</p>}
              </li>
            ))}
          </ol>
        )}
      </State>
    </Card>
  );
}
