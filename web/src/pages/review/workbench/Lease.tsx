// How long the case is still at hand, and the way to keep it so; or who has it.
import { Button, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '~/components/ProblemAlert';
import { type Seen, sendClaim, sendUnclaim, useProceedingWrite } from '../queries';

const TICK_MS = 1000;
const SOON_S = 300;

function useSecondsLeft(until: string | null | undefined): number | null {
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    if (!until) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [until]);
  return until ? Math.max(Math.round((Date.parse(until) - now) / 1000), 0) : null;
}

/** Taking the case, renewing and giving back. */
export function useLease(seen: Seen) {
  const { t } = useTranslation('review');
  const claim = useProceedingWrite<void>(seen, {
    send: (_, header) => sendClaim(seen, header),
    done: () => t(seen.value.claimed_by_me ? 'done.renew' : 'done.claim'),
  });
  const unclaim = useProceedingWrite<void>(seen, {
    send: (_, header) => sendUnclaim(seen, header),
    done: () => t('done.unclaim'),
  });
  return { claim, unclaim };
}

export function Lease({
  seen,
  lease: { claim, unclaim },
}: {
  seen: Seen;
  lease: ReturnType<typeof useLease>;
}) {
  const { t } = useTranslation('review');
  const { claimed, claimed_by_me, lease_until, events } = seen.value;
  const left = useSecondsLeft(claimed ? lease_until : null);
  const clock = left === null ? '' : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;

  return (
    <div className="lease">
      {claimed && (
        <Tag color={claimed_by_me ? (left !== null && left < SOON_S ? 'warning' : 'processing') : 'default'}>
          {t(claimed_by_me ? 'held.byMe' : 'held.byOther')}
          {left !== null && ` · ${t(left === 0 ? 'held.over' : 'held.left', { clock })}`}
        </Tag>
      )}
      {events.includes('claim') && (
        <Button
          size={claimed_by_me ? 'small' : 'middle'}
          type={claimed_by_me ? 'default' : 'primary'}
          loading={claim.isPending}
          onClick={() => claim.run()}
        >
          {t(claimed_by_me ? 'held.renew' : 'held.claim')}
        </Button>
      )}
      {events.includes('unclaim') && (
        <Button size="small" loading={unclaim.isPending} onClick={() => unclaim.run()}>
          {t('held.unclaim')}
        </Button>
      )}
      <ProblemAlert error={claim.error ?? unclaim.error} />
    </div>
  );
}
