// Where a verification stands: the next step, whose turn it is, until when; and at its end, what now.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { DueTag } from '~/components/DueTag';
import { Facts } from '~/components/Facts';
import { LinkButton } from '~/components/LinkButton';
import { Masked } from '~/components/Masked';
import { When } from '~/components/When';
import { certificatePath, REVERIFY_PATH } from '../case/path';
import { useCase } from '../case/useCase';

const PARTNERED = ['corporate-transfer', 'enterprise-alipay'];

function After() {
  const { t } = useTranslation('attempt');
  const { value } = useCase();

  if (value.state === 'passed')
    return (
      <div className="buttons">
        {value.case && <LinkButton to={certificatePath(value.case)} label={t('after.certificate')} />}
        <LinkButton to="/account" label={t('after.overview')} type={value.case ? 'default' : 'primary'} />
      </div>
    );
  return (
    <>
      {value.ended_because && <p>{t('after.because', { reason: value.ended_because })}</p>}
      <LinkButton to={REVERIFY_PATH} label={t('after.again')} />
    </>
  );
}

export function AttemptStanding() {
  const { t } = useTranslation('attempt');
  const { t: words } = useTranslation('proceedings');
  const { value } = useCase();
  const { state, owner, expires_at, due_at, working_days_left, provisional } = value;
  const ended = value.ended_at !== null;
  const colour = state === 'passed' ? 'success' : ended ? 'error' : 'processing';
  const partnered = state === 'submitted' && PARTNERED.includes(value.method ?? '');

  return (
    <Card
      title={t(ended ? 'standing.ended' : 'standing.title')}
      extra={<Tag color={colour}>{words(partnered ? 'state.awaiting-partner' : `state.${state}`)}</Tag>}
    >
      <p className="next-step">
        {partnered ? t(`next.${value.method as 'corporate-transfer'}`) : words(`next.${state}`)}
      </p>
      {!ended && !partnered && (
        <p className="due">
          <DueTag
            dueAt={due_at}
            state={state}
            workingDaysLeft={working_days_left}
            provisional={provisional}
          />
        </p>
      )}
      {!ended && expires_at && (
        <p className="due">
          {t('standing.until')} <When at={expires_at} />
        </p>
      )}
      {ended && <After />}
      <Facts
        rows={[
          owner ? [t(`standing.name.${owner.kind}`), <Masked key="name" value={owner.name} />] : null,
          owner ? [t('standing.number'), <Masked key="number" value={owner.number} />] : null,
          [words('opened'), <When key="opened" at={value.opened_at} />],
          value.submitted_at
            ? [t('standing.submitted'), <When key="submitted" at={value.submitted_at} />]
            : null,
          value.ended_at ? [words('ended'), <When key="ended" at={value.ended_at} />] : null,
        ]}
      />
    </Card>
  );
}
