// The certificate of a change that is complete: what was changed into what, when, by which rules, and the receipt that proves
// it, checked here and now, to keep.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { LinkButton } from '~/components/LinkButton';
import { Masked } from '~/components/Masked';
import { Outcome } from '~/components/Outcome';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { useTimes } from '~/components/useTimes';
import { casePath } from '~/pages/account/case/path';
import { accountQuery, policyQuery, proceedingQuery } from '~/pages/account/queries';
import { Receipt } from './Receipt';

function Change({ value }: { value: Schema['Proceeding'] }) {
  const { t } = useTranslation('receipts');
  const { exactTime } = useTimes();
  const account = useQuery(accountQuery(value.account));
  const policy = useQuery(policyQuery);
  const route = policy.data?.routes.find((one) => one.id === value.route);
  const at = (instant: string) => exactTime(instant);

  return (
    <Card title={route ? localText(route.name) : t('certificate.change')}>
      <Facts
        rows={[
          account.data ? [t('certificate.account'), account.data.external_id] : null,
          value.old_owner
            ? [t('certificate.from'), <Masked key="from" value={value.old_owner.name} />]
            : null,
          value.new_owner ? [t('certificate.to'), <Masked key="to" value={value.new_owner.name} />] : null,
          value.new_owner
            ? [t('certificate.number'), <Masked key="number" value={value.new_owner.number} />]
            : null,
          [t('certificate.opened'), at(value.opened_at)],
          value.submitted_at ? [t('certificate.submitted'), at(value.submitted_at)] : null,
          value.ended_at ? [t('certificate.completed'), at(value.ended_at)] : null,
          [t('certificate.case'), <code key="case">{value.id}</code>],
          [t('certificate.policy'), <code key="policy">{value.policy}</code>],
        ]}
      />
    </Card>
  );
}

function Certificate({ value }: { value: Schema['Proceeding'] }) {
  const { t } = useTranslation('receipts');

  if (value.state !== 'completed')
    return (
      <Outcome
        status="info"
        title={t('certificate.notYetTitle')}
        text={t('certificate.notYetText')}
        extra={<LinkButton to={casePath(value.id)} label={t('certificate.toCase')} />}
      />
    );
  return (
    <>
      <PageHead
        title={t('certificate.title')}
        text={t('certificate.text')}
        actions={<Button onClick={() => window.print()}>{t('certificate.print')}</Button>}
      />
      <Change value={value} />
      <Receipt id={value.id} />
    </>
  );
}

export default function CertificatePage() {
  const { id = '' } = useParams();
  const query = useQuery(proceedingQuery('case', id));

  return <State query={query}>{({ value }) => <Certificate value={value} />}</State>;
}
