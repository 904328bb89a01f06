// What a notice says, by its event and by who reads it: the same step is another thing to its holder and to the staff.
import { useTranslation } from 'react-i18next';
import { useKnownCaller } from '~/app/session';
import type texts from '~/locales/zh-CN/notices.json';

type HolderEvent = keyof (typeof texts)['holder'];
type StaffEvent = keyof (typeof texts)['staff'];

/** Gives the words of an event. One that is new since this page was made is told as something that happened. */
export function useNoticeWords(): (event: string) => string {
  const { t, i18n } = useTranslation('notices');
  const caller = useKnownCaller();

  return (event) => {
    if (caller?.kind === 'staff')
      return i18n.exists(`notices:staff.${event}`) ? t(`staff.${event as StaffEvent}`) : t('staff.other');
    return i18n.exists(`notices:holder.${event}`) ? t(`holder.${event as HolderEvent}`) : t('holder.other');
  };
}
