import { expect, test } from 'vitest';
import { exactTime, relativeTime } from '~/components/times';

const NOW = Date.parse('2026-11-24T08:00:00Z');

test.each([
  ['2026-11-24T07:59:40Z', 'now', '现在'],
  ['2026-11-24T07:57:00Z', '3 minutes ago', '3分钟前'],
  ['2026-11-24T10:30:00Z', 'in 2 hours', '2小时后'],
  ['2026-11-21T08:00:00Z', '3 days ago', '3天前'],
  ['2018-05-01T00:00:00Z', '8 years ago', '8年前'],
])('%s is %s', (instant, en, zh) => {
  expect(relativeTime(instant, NOW, 'en')).toBe(en);
  expect(relativeTime(instant, NOW, 'zh-CN')).toBe(zh);
});

test('the exact time is told in the zone of the procedure, whatever the machine’s', () => {
  expect(exactTime('2026-11-24T16:30:00Z', 'en')).toBe('November 25, 2026 at 12:30 AM');
  expect(exactTime('2026-11-24T16:30:00Z', 'zh-CN')).toBe('2026年11月25日 00:30');
});
