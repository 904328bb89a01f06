// When something is due, in working days while they are counted, coloured by how near it is.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { useTimes } from './useTimes';

/** The clock stands while the holder gives more or a dispute is settled; elsewhere it has not begun, or is over. */
const STANDS: readonly Schema['ProceedingState'][] = ['needs-more', 'disputed'];

interface Props {
  dueAt: string | null;
  /** Tells whether the clock stands where nothing is due … */
  state?: Schema['ProceedingState'];
  /** … and then how many it will have when it goes on. */
  workingDaysLeft?: number;
  /** It counts a year without an official calendar. */
  provisional?: boolean;
  /** In a row of many: without the year. */
  brief?: boolean;
}

export function DueTag({ dueAt, state, workingDaysLeft = 0, provisional = false, brief = false }: Props) {
  const { t } = useTranslation();
  const { briefTime, exactTime } = useTimes();

  if (!dueAt)
    return state && STANDS.includes(state) ? <Tag>{t('due.stands', { count: workingDaysLeft })}</Tag> : null;
  const hours = (Date.parse(dueAt) - Date.now()) / 3_600_000;
  const color = hours < 0 ? 'error' : hours < 24 ? 'warning' : 'processing';
  const exact = (brief ? briefTime : exactTime)(dueAt);

  return (
    <Tag color={color}>
      {hours < 0 ? t('due.overdue', { exact }) : t(provisional ? 'due.provisional' : 'due.by', { exact })}
    </Tag>
  );
}
