// Weeks of a month, Monday first, without a clock or a zone in them.

export interface Day {
  date: string;
  working: boolean;
  holiday: string;
}

/** "2026-11-24", in the zone of the procedure. */
export function todayIn(zone = 'Asia/Shanghai', now = Date.now()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}

/** The month's dates in rows of seven; null outside it. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = new Date(0);
  first.setUTCFullYear(year, month - 1, 1);
  const last = new Date(first);
  last.setUTCFullYear(year, month, 0);
  const before = (first.getUTCDay() + 6) % 7;
  const dates: (string | null)[] = Array.from({ length: before }, () => null);
  const prefix = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-`;
  for (let day = 1; day <= last.getUTCDate(); day++) dates.push(prefix + String(day).padStart(2, '0'));
  while (dates.length % 7) dates.push(null);
  return Array.from({ length: dates.length / 7 }, (_, week) => dates.slice(week * 7, week * 7 + 7));
}
