// The year as the deadlines count it: days off and make-up workdays, told by words as well as by colour.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Schema } from '~/api/client';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { calendarQuery } from '../queries';
import { Month } from './Month';
import { type Day, todayIn } from './months';
import '../admin.css';

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function Year({ calendar }: { calendar: Schema['CalendarYear'] }) {
  const { t } = useTranslation('admin');
  const days = new Map<string, Day>(calendar.days.map((day) => [day.date, day]));
  const off = calendar.days.filter((day) => !day.working).length;

  return (
    <>
      {calendar.known ? (
        <p>{t('calendar.sum', { off, makeup: calendar.days.length - off })}</p>
      ) : (
        <Alert type="warning" showIcon title={t('calendar.unknown', { year: calendar.year })} />
      )}
      <div className="year">
        {MONTHS.map((month) => (
          <Month key={`${calendar.year}-${month}`} year={calendar.year} month={month} days={days} />
        ))}
      </div>
      {calendar.sources.length > 0 && (
        <>
          <h2>{t('calendar.sources')}</h2>
          <ul>
            {calendar.sources.map((source) => (
              <li key={source} className="mono">
                {/^https?:\/\//.test(source) ? <a href={source}>{source}</a> : source}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

export default function CalendarPage() {
  const { t } = useTranslation('admin');
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get('year'));
  const year = Number.isInteger(asked) && asked >= 1 && asked <= 9999 ? asked : Number(todayIn().slice(0, 4));
  const calendar = useQuery({ ...calendarQuery(year), placeholderData: keepPreviousData });
  const go = (to: number) => setSearch({ year: String(to) }, { replace: true });

  return (
    <>
      <PageHead title={t('calendar.title')} text={t('calendar.text')} />
      <section className="card">
        <div className="card-head">
          <div className="year-pick">
            <Button aria-label={t('calendar.before')} disabled={year <= 1} onClick={() => go(year - 1)}>
              {'‹'}
            </Button>
            <h2 aria-live="polite">{t('calendar.year', { year })}</h2>
            <Button aria-label={t('calendar.after')} disabled={year >= 9999} onClick={() => go(year + 1)}>
              {'›'}
            </Button>
          </div>
          {calendar.data && (
            <span className="quiet">
              {t('calendar.known', { from: calendar.data.years[0], to: calendar.data.years.at(-1) })}
            </span>
          )}
        </div>
        <State query={calendar} rows={12}>
          {(value) => <Year calendar={value} />}
        </State>
      </section>
    </>
  );
}
