// Why a case is disputed: the latest objection, where it is decided on.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { Card } from '~/components/Card';
import { When } from '~/components/When';
import { historyQuery } from '../queries';

export function Objection({ proceeding }: { proceeding: Schema['Proceeding'] }) {
  const { t } = useTranslation('review');
  const history = useQuery(historyQuery(proceeding.kind, proceeding.id)).data;
  const raised = history?.items.filter((entry) => entry.to === 'disputed').at(-1);

  if (proceeding.state !== 'disputed' || !raised) return null;
  return (
    <Card title={t('objection.title')}>
      {raised.text && <p className="words">{raised.text}</p>}
      <div className="quiet">
        {t(`by.${raised.by}` as 'by.holder', { defaultValue: raised.by })}
        {' · '}
        <When at={raised.at} />
      </div>
    </Card>
  );
}
