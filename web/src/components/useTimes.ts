// Says instants in the language spoken and in the zone of the policy in force.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { policyQuery } from '~/pages/account/queries';
import { briefTime, dateOf, exactTime } from './times';

export function useTimes() {
  const { language } = useTranslation().i18n;
  const zone = useQuery(policyQuery).data?.zone;

  return {
    exactTime: (instant: string) => exactTime(instant, language, zone),
    briefTime: (instant: string) => briefTime(instant, language, zone),
    dateOf: (instant: string) => dateOf(instant, language, zone),
  };
}
