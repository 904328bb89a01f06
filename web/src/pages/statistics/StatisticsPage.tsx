// How the work goes: what waits and how long, deadlines kept, decisions by reason, way and reviewer, what was done each day.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { answer, api, type Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { policyQuery } from '~/pages/admin/queries';
import { Chart, type Series } from './Chart';
import { RangePicker } from './RangePicker';
import { type Range, rangeOf } from './range';
import './statistics.css';

type Statistics = Schema['Statistics'];
type Decision = keyof Schema['Decisions'];

const DECISIONS: readonly Decision[] = ['approved', 'rejected', 'asked_more', 'passed_on', 'sent_back'];

const statisticsQuery = (range: Range) =>
  queryOptions({
    queryKey: ['statistics', range],
    staleTime: 60_000,
    queryFn: () => answer(api.GET('/v1/statistics', { params: { query: range } })),
    placeholderData: keepPreviousData,
  });

/** What the policy in force calls routes, methods and reasons; an id where it has none. */
function useNames() {
  const policy = useQuery(policyQuery).data;
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { id, name } of [...(policy?.routes ?? []), ...(policy?.methods ?? [])])
      names.set(id, localText(name));
    for (const { id, text } of policy?.reasons ?? []) names.set(`reason ${id}`, localText(text));
    for (const { method, name } of policy?.methods ?? []) names.set(method, localText(name));
    return (id: string) => names.get(id) ?? id.replace(/^reason /, '');
  }, [policy]);
}

function OpenByAge({ statistics }: { statistics: Statistics }) {
  const { t } = useTranslation(['statistics', 'proceedings']);
  const names = useMemo(() => {
    const ends = statistics.age_days;
    return [...ends, null].map((end, i) => {
      if (i === 0) return t('age.first', { days: end });
      return end === null
        ? t('age.last', { days: ends.at(-1) })
        : t('age.between', { from: ends[i - 1], to: end });
    });
  }, [statistics.age_days, t]);
  const series = useMemo(() => {
    const byState = new Map<string, number[]>();
    for (const { state, ages } of statistics.open) {
      const sum = byState.get(state) ?? ages.map(() => 0);
      byState.set(
        state,
        sum.map((count, i) => count + (ages[i] ?? 0)),
      );
    }
    return [...byState].map(([state, values]): Series => {
      const known = state as Statistics['open'][number]['state'];
      return { name: t(`proceedings:state.${known}`), values };
    });
  }, [statistics.open, t]);

  return (
    <Chart
      title={t('open')}
      head={t('age.head')}
      names={series.length ? names : []}
      series={series}
      kind="stack"
    />
  );
}

function Kept({ months }: { months: Statistics['months'] }) {
  const { t } = useTranslation('statistics');
  const names = useMemo(() => months.map(({ month }) => month), [months]);
  const series = useMemo(
    () => [
      {
        name: t('kept.percent'),
        values: months.map(({ decided, kept }) =>
          decided ? Math.round((kept / decided) * 1000) / 10 : null,
        ),
      },
    ],
    [months, t],
  );

  return (
    <Chart
      title={t('kept.title')}
      head={t('kept.month')}
      names={names}
      series={series}
      kind="bars"
      unit="%"
      max={100}
    />
  );
}

function Reasons({ reasons }: { reasons: Statistics['reasons'] }) {
  const { t } = useTranslation('statistics');
  const nameOf = useNames();
  const byCode = useMemo(() => {
    const sums = new Map<string, number>();
    for (const { code, count } of reasons) sums.set(code, (sums.get(code) ?? 0) + count);
    return [...sums].sort(([, one], [, other]) => other - one);
  }, [reasons]);
  const names = useMemo(() => byCode.map(([code]) => nameOf(`reason ${code}`)), [byCode, nameOf]);
  const series = useMemo(() => [{ name: t('times'), values: byCode.map(([, count]) => count) }], [byCode, t]);

  return <Chart title={t('reasons')} head={t('reason')} names={names} series={series} kind="rows" />;
}

interface Decided {
  name: string;
  decisions: Schema['Decisions'];
}

function Decisions({ title, head, rows }: { title: string; head: string; rows: readonly Decided[] }) {
  const { t } = useTranslation('statistics');
  const names = useMemo(() => rows.map(({ name }) => name), [rows]);
  const series = useMemo(
    () =>
      DECISIONS.filter((decision) => rows.some(({ decisions }) => decisions[decision] > 0)).map(
        (decision) => ({
          name: t(`decision.${decision}`),
          values: rows.map(({ decisions }) => decisions[decision]),
        }),
      ),
    [rows, t],
  );

  return <Chart title={title} head={head} names={names} series={series} kind="rows" />;
}

function Days({ days }: { days: Statistics['days'] }) {
  const { t } = useTranslation('statistics');
  const names = useMemo(() => days.map(({ date }) => date), [days]);
  const series = useMemo(
    () =>
      (['opened', 'submitted', 'decided', 'ended'] as const).map((what) => ({
        name: t(`day.${what}`),
        values: days.map((day) => day[what]),
      })),
    [days, t],
  );

  return <Chart title={t('day.title')} head={t('day.head')} names={names} series={series} kind="lines" />;
}

function Charts({ statistics }: { statistics: Statistics }) {
  const { t } = useTranslation('statistics');
  const nameOf = useNames();
  const routes = useMemo(
    () => statistics.routes.map(({ id, decisions }) => ({ name: nameOf(id), decisions })),
    [statistics.routes, nameOf],
  );
  const reviewers = useMemo(
    () => statistics.reviewers.map(({ id, name, decisions }) => ({ name: name ?? id.slice(-12), decisions })),
    [statistics.reviewers],
  );

  return (
    <div className="charts">
      <OpenByAge statistics={statistics} />
      <Kept months={statistics.months} />
      <Days days={statistics.days} />
      <Reasons reasons={statistics.reasons} />
      <Decisions title={t('routes')} head={t('route')} rows={routes} />
      <Decisions title={t('reviewers')} head={t('reviewer')} rows={reviewers} />
    </div>
  );
}

export default function StatisticsPage() {
  const { t } = useTranslation('statistics');
  const [search, setSearch] = useSearchParams();
  const range = rangeOf(search);
  const statistics = useQuery(statisticsQuery(range));

  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <RangePicker range={range} onPick={(picked) => setSearch({ ...picked }, { replace: true })} />
      <State query={statistics} rows={12}>
        {(value) => <Charts statistics={value} />}
      </State>
    </>
  );
}
