// What was claimed: who the owner is said to be, who it was, and in whose words why. Beside the evidence, to be compared.
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { Masked } from '~/components/Masked';

type Owner = NonNullable<Schema['Owner']>;

function Text({ value }: { value: string }) {
  return value.includes('*') ? <Masked value={value} /> : <strong className="exact">{value}</strong>;
}

function OwnerFacts({ title, owner }: { title: string; owner: Owner }) {
  const { t } = useTranslation(['account', 'review']);

  return (
    <div className="claimed-owner">
      <h3>{title}</h3>
      <Facts
        rows={[
          [t('account:owner.kindLabel'), t(`account:owner.kind.${owner.kind}`)],
          [t(`account:owner.name.${owner.kind}`), <Text key="name" value={owner.name} />],
          [t(`account:number.${owner.number_kind}`), <Text key="number" value={owner.number} />],
        ]}
      />
    </div>
  );
}

export function Claimed({ proceeding }: { proceeding: Schema['Proceeding'] }) {
  const { t } = useTranslation(['review', 'proceedings']);
  const { old_owner, new_owner, owner, statement, ended_because } = proceeding;

  return (
    <Card title={t('review:claimed.title')}>
      {new_owner && <OwnerFacts title={t('proceedings:newOwner')} owner={new_owner} />}
      {owner && <OwnerFacts title={t('review:claimed.owner')} owner={owner} />}
      {old_owner && <OwnerFacts title={t('proceedings:oldOwner')} owner={old_owner} />}
      {statement && (
        <>
          <h3>{t('review:claimed.statement')}</h3>
          <p className="words">{statement}</p>
        </>
      )}
      {ended_because && (
        <>
          <h3>{t('review:claimed.ended')}</h3>
          <p className="words">{ended_because}</p>
        </>
      )}
    </Card>
  );
}
