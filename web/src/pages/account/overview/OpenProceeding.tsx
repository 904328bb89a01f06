// The change or verification under way: where it stands, whose turn it is, until when.
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { Card } from '~/components/Card';
import { DueTag } from '~/components/DueTag';
import { Facts } from '~/components/Facts';
import { LinkButton } from '~/components/LinkButton';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { useTimes } from '~/components/useTimes';
import { When } from '~/components/When';
import { attemptPath, casePath } from '~/pages/account/case/path';
import { policyQuery, proceedingQuery, proceedingsQuery } from '../queries';

function Standing({ proceeding }: { proceeding: Schema['Proceeding'] }) {
  const { t } = useTranslation('proceedings');
  const { exactTime } = useTimes();
  const { state, due_at, working_days_left, expires_at, opened_at, provisional } = proceeding;

  return (
    <>
      <p className="next-step">{t(`next.${state}`)}</p>
      <p>
        <DueTag dueAt={due_at} state={state} workingDaysLeft={working_days_left} provisional={provisional} />
        {expires_at && <Tag>{t('expires', { exact: exactTime(expires_at) })}</Tag>}
      </p>
      <Facts
        rows={[
          [t('opened'), <When key="opened" at={opened_at} />],
          proceeding.missing_items
            ? [t('missing'), t('missingCount', { count: missingCount(proceeding) })]
            : null,
        ]}
      />
    </>
  );
}

function missingCount(proceeding: Schema['Proceeding']): number {
  return proceeding.missing_items?.split(', ').length ?? 0;
}

export function OpenProceeding({ account }: { account: string }) {
  const { t } = useTranslation('proceedings');
  const list = useQuery(proceedingsQuery(account));
  const open = list.data?.items.find((row) => row.ended_at === null);
  const one = useQuery({
    ...proceedingQuery(open?.kind ?? 'case', open?.id ?? ''),
    enabled: open !== undefined,
  });
  const policy = useQuery({ ...policyQuery, enabled: open?.route != null });
  const route = policy.data?.routes.find((row) => row.id === open?.route);

  if (!open) return <ProblemAlert error={list.error} onRetry={list.refetch} />;
  return (
    <Card
      title={route ? localText(route.name) : t(`kind.${open.kind}`)}
      extra={<Tag color="processing">{t(`state.${open.state}`)}</Tag>}
    >
      {one.data && <Standing proceeding={one.data.value} />}
      <LinkButton to={open.kind === 'case' ? casePath(open.id) : attemptPath(open.id)} label={t('goOn')} />
      {one.isPending && <Loading rows={2} />}
      <ProblemAlert error={one.error} onRetry={one.refetch} />
    </Card>
  );
}
