// How the change ended, why where it was refused, and what one can do now.
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { LinkButton } from '~/components/LinkButton';
import { searchOf } from '~/pages/account/guide/wish';
import { certificatePath, GUIDE_PATH, REVERIFY_PATH } from './path';
import { useCase } from './useCase';

const CARRIED = ['rejected', 'expired', 'withdrawn']; // a new case takes over what was accepted in one of these

export function Ended() {
  const { t } = useTranslation('case');
  const { value, policy } = useCase();
  const route = policy.routes.find((one) => one.id === value.route);
  const again = CARRIED.includes(value.state) && route && value.old_owner;

  const completed = value.state === 'completed';

  const lapsed = value.state === 'lapsed';

  if (!value.ended_because && !again && !completed && !lapsed) return null;
  return (
    <Card title={t('ended.title')}>
      {value.ended_because && (
        <p>
          {t('ended.because')} {value.ended_because}
        </p>
      )}
      {completed && <LinkButton to={certificatePath(value.id)} label={t('ended.certificate')} />}
      {lapsed && (
        <>
          <p>{t('ended.lapsed')}</p>
          <LinkButton to={REVERIFY_PATH} label={t('ended.verify')} />
        </>
      )}
      {again && (
        <>
          <p>{t('ended.again')}</p>
          <LinkButton
            to={`${GUIDE_PATH}?${searchOf(
              { to: route.to, have: [], sameEnterprise: route.same_enterprise },
              { route: route.id, from: value.id },
            )}`}
            label={t('ended.action')}
          />
        </>
      )}
    </Card>
  );
}
