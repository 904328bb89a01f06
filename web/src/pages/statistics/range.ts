// The range of days that is looked at: in the address, so that it can be shared and is there after a reload.

export interface Range {
  from: string;
  to: string;
}

export type RangeFault = 'noDate' | 'order' | 'long' | null;

export const DAYS_MAX = 366;
const DAY_MS = 86_400_000;

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** The last `days` days up to today, in the zone of the procedure. */
export function lately(days: number, now = Date.now(), zone = 'Asia/Shanghai'): Range {
  const day = (at: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
  return { from: day(now - (days - 1) * DAY_MS), to: day(now) };
}

/** What is wrong with it, before it is asked for. */
export function faultOf({ from, to }: Range): RangeFault {
  if (!isDate(from) || !isDate(to)) return 'noDate';
  if (to < from) return 'order';
  return (Date.parse(to) - Date.parse(from)) / DAY_MS >= DAYS_MAX ? 'long' : null;
}

/** That of the address where it is a good one, else the last thirty days. */
export function rangeOf(search: URLSearchParams): Range {
  const range = { from: search.get('from') ?? '', to: search.get('to') ?? '' };
  return faultOf(range) ? lately(30) : range;
}
