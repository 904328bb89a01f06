// When something is due, in working days while they are counted, coloured by how near it is.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTimes } from './useTimes';

interface Props {
  dueAt: string | null;
  /** While the clock stands: how many it will have when it goes on. */
  workingDaysLeft?: number | null;
  /** It counts a year without an official calendar. */
  provisional?: boolean;
  /** In a row of many: without the year. */
  brief?: boolean;
}

export function DueTag({ dueAt, workingDaysLeft = null, provisional = false, brief = false }: Props) {
  const { t } = useTranslation();
  const { briefTime, exactTime } = useTimes();

  if (!dueAt)
    return workingDaysLeft === null ? null : <Tag>{t('due.stands', { count: workingDaysLeft })}</Tag>;
  const hours = (Date.parse(dueAt) - Date.now()) / 3_600_000;
  const color = hours < 0 ? 'error' : hours < 24 ? 'warning' : 'processing';
  const exact = (brief ? briefTime : exactTime)(dueAt);

  return (
    <Tag color={color}>
      {hours < 0 ? t('due.overdue', { exact }) : t(provisional ? 'due.provisional' : 'due.by', { exact })}
    </Tag>
  );
}
