// One month in a table, Monday first.
import { useTranslation } from 'react-i18next';
import { type Day, todayIn, weeksOf } from './months';

interface Props {
  year: number;
  month: number;
  /** What the official calendar says, by date. */
  days: ReadonlyMap<string, Day>;
}

const WEEK = [5, 6, 7, 8, 9, 10, 11].map((day) => Date.UTC(1970, 0, day)); // a Monday and what follows

function Cell({ date, day, weekend }: { date: string; day: Day | undefined; weekend: boolean }) {
  const { t } = useTranslation('admin');
  const kind = day ? (day.working ? 'makeup' : 'off') : weekend ? 'weekend' : '';
  const today = date === todayIn() ? ' today' : '';

  return (
    <td className={kind + today} title={day?.holiday}>
      {Number(date.slice(8))}
      {day && (
        <small>
          {t(day.working ? 'calendar.makeupMark' : 'calendar.offMark')}
          <span className="for-readers">{day.holiday}</span>
        </small>
      )}
    </td>
  );
}

export function Month({ year, month, days }: Props) {
  const { i18n } = useTranslation('admin');
  const format = (options: Intl.DateTimeFormatOptions, at: number) =>
    new Intl.DateTimeFormat(i18n.language, { ...options, timeZone: 'UTC' }).format(at);

  return (
    <table className="month">
      <caption>{format({ month: 'long' }, Date.UTC(1970, month - 1, 1))}</caption>
      <thead>
        <tr>
          {WEEK.map((at) => (
            <th key={at} scope="col" abbr={format({ weekday: 'long' }, at)}>
              {format({ weekday: 'narrow' }, at)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(year, month).map((week) => (
          <tr key={week.find((date) => date)}>
            {week.map((date, i) =>
              date ? (
                <Cell key={date} date={date} day={days.get(date)} weekend={i > 4} />
              ) : (
                <td key={WEEK[i]} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
