// Where the change stands: the next step, whose turn it is, until when.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { DueTag } from '~/components/DueTag';
import { Facts } from '~/components/Facts';
import { LinkButton } from '~/components/LinkButton';
import { Masked } from '~/components/Masked';
import { useTimes } from '~/components/useTimes';
import { When } from '~/components/When';
import { REVERIFY_PATH } from './path';
import { useCase } from './useCase';

function Due() {
  const { t } = useTranslation('case');
  const { exactTime } = useTimes();
  const { value } = useCase();
  const { state, due_at, working_days_left, expires_at, provisional } = value;

  return (
    <>
      {due_at && (
        <p className="due">
          {t('due.decided')} <When at={due_at} />
          <span>
            {working_days_left > 0 ? t('due.workingDays', { count: working_days_left }) : t('due.today')}
          </span>
          <DueTag dueAt={due_at} provisional={provisional} />
        </p>
      )}
      {!due_at && (
        <p className="due">
          <DueTag dueAt={null} state={state} workingDaysLeft={working_days_left} />
        </p>
      )}
      {state === 'awaiting-parcel' && <p>{t('due.afterParcel', { count: working_days_left })}</p>}
      {expires_at && (
        <p className="due">
          {t('due.yours')} {exactTime(expires_at)}{' '}
          <span className="quiet">
            <When at={expires_at} />
          </span>
        </p>
      )}
    </>
  );
}

/** A parcel that is on its way or here leaves the holder nothing to do. */
function useNextStep(): string {
  const { t } = useTranslation('case');
  const { t: words } = useTranslation('proceedings');
  const { value } = useCase();
  const isParcel = (wanted: string) =>
    value.state === 'awaiting-parcel' && value.parcels.some(({ state }) => state === wanted);

  if (isParcel('received')) return t('standing.parcelHere');
  return isParcel('announced') ? t('standing.parcelOnItsWay') : words(`next.${value.state}`);
}

export function Standing() {
  const { t } = useTranslation('case');
  const { t: words } = useTranslation('proceedings');
  const { value } = useCase();
  const next = useNextStep();
  const ended = value.ended_at !== null;

  return (
    <Card
      title={t(ended ? 'standing.ended' : 'standing.title')}
      extra={<Tag color={ended ? 'default' : 'processing'}>{words(`state.${value.state}`)}</Tag>}
    >
      <p className="next-step">{next}</p>
      {!ended && <Due />}
      {value.state === 're-verifying' && (
        <p>
          <LinkButton to={`${REVERIFY_PATH}?case=${value.id}`} label={t('standing.reverify')} />
        </p>
      )}
      <Facts
        rows={[
          value.old_owner ? [words('oldOwner'), <Masked key="old" value={value.old_owner.name} />] : null,
          value.new_owner ? [words('newOwner'), <Masked key="new" value={value.new_owner.name} />] : null,
          [words('opened'), <When key="opened" at={value.opened_at} />],
          value.submitted_at
            ? [t('standing.submitted'), <When key="submitted" at={value.submitted_at} />]
            : null,
          value.ended_at ? [words('ended'), <When key="ended" at={value.ended_at} />] : null,
          [
            t('standing.number'),
            <span key="number" className="number">
              {value.id}
            </span>,
          ],
        ]}
      />
    </Card>
  );
}
