// Says instants: how far they are, and exactly, in the language spoken and in the zone of the procedure.

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 days ago", "in 2 hours"; "now" below a minute. */
export function relativeTime(instant: string, now: number, language: string): string {
  const seconds = (Date.parse(instant) - now) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

const formats = new Map<string, Intl.DateTimeFormat>(); // costly to make, and asked for in every row of a list

function formatOf(language: string, timeZone: string, timeStyle?: 'short'): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${timeStyle}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle, timeZone });
    formats.set(key, format);
  }
  return format;
}

/** "2026年11月24日 15:51"; the zone is the policy's, not the machine's: due times are counted there. */
export function exactTime(instant: string, language: string, zone = 'Asia/Shanghai'): string {
  return formatOf(language, zone, 'short').format(Date.parse(instant));
}

/** "11月24日 15:51": for what is near, where room is short. */
export function briefTime(instant: string, language: string, zone = 'Asia/Shanghai'): string {
  const far = Math.abs(Date.parse(instant) - Date.now()) > 180 * 86_400_000;
  return new Intl.DateTimeFormat(language, {
    ...(far && { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(Date.parse(instant));
}

/** "2026年11月24日" */
export function dateOf(instant: string, language: string, zone = 'Asia/Shanghai'): string {
  return formatOf(language, zone).format(Date.parse(instant));
}
