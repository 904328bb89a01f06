// Who owns the account: verified as whom (masked), how, since when; or that nobody is verified.
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { Masked } from '~/components/Masked';
import { State } from '~/components/State';
import { When } from '~/components/When';
import { accountQuery, verificationQuery } from '../queries';

interface Answers {
  verification: Schema['VerificationAnswer'];
  account: Schema['Account'] | undefined;
}

function Owner({ verification, account }: Answers) {
  const { t } = useTranslation('account');
  const { subject, kind, since } = verification;
  const method = verification.method as Schema['Method'] | null;

  return (
    <Facts
      rows={[
        subject ? [t(`owner.name.${subject.kind}`), <Masked key="name" value={subject.name} />] : null,
        subject ? [t(`number.${subject.number_kind}`), <Masked key="number" value={subject.number} />] : null,
        kind ? [t('owner.kindLabel'), t(`owner.kind.${kind}`)] : null,
        method ? [t('owner.method'), t(`method.${method}`)] : null,
        since ? [t('owner.since'), <When key="since" at={since} />] : null,
        account ? [t('account.id'), account.external_id] : null,
        account ? [t('account.origin'), t(`origin.${account.origin}`)] : null,
      ]}
    />
  );
}

export function OwnerCard({ account: id }: { account: string }) {
  const { t } = useTranslation('account');
  const account = useQuery(accountQuery(id));
  const verification = useQuery(verificationQuery(id));

  return (
    <Card
      title={t('owner.title')}
      extra={
        verification.data && (
          <Tag color={verification.data.verified ? 'success' : 'default'}>
            {t(verification.data.verified ? 'owner.verified' : 'owner.notVerified')}
          </Tag>
        )
      }
    >
      <State query={verification}>
        {(answer) => (
          <>
            {!answer.verified && <p>{t('owner.none')}</p>}
            <Owner verification={answer} account={account.data} />
          </>
        )}
      </State>
      {account.data?.frozen && <p className="warning">{t('account.frozen')}</p>}
      {account.data?.origin_verified && <p className="quiet">{t('account.atOrigin')}</p>}
    </Card>
  );
}
