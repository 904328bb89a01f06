// What happened to the change, in words, newest first.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { useKnownCaller } from '~/app/session';
import { Card } from '~/components/Card';
import { State } from '~/components/State';
import { useTimes } from '~/components/useTimes';
import { When } from '~/components/When';
import { historyQuery } from './queries';
import { useCase } from './useCase';

type Happening = Schema['History']['items'][number];

const SHOWN_AT_FIRST = 8;
/** Of no meaning to a holder: who of the staff has it on the desk. */
const INSIDE = ['claim', 'unclaim', 'lease-lapse', 'escalate', 'send-back'];

function useWords() {
  const { t, i18n } = useTranslation('case');
  const { value, policy } = useCase();

  return (happening: Happening) => {
    const { event } = happening;
    const about = (happening.detail ?? {}) as { item?: string; purpose?: string };
    const item = localText(value.items.find(({ id }) => id === about.item)?.name);
    const consent = t(about.purpose === 'identity-pictures' ? 'consents.pictures' : 'consents.verification');
    const key = `events.${event}`;
    const own = value.kind === 'attempt' && i18n.exists(key, { ns: 'attempt' }); // else it has the words of a change
    const ns = (own ? 'attempt' : 'case') as 'case';
    const words = i18n.exists(key, { ns }) ? t(key as 'events.open', { ns, item, consent }) : event;
    const reason = policy.reasons.find(({ id }) => id === happening.reason_code);
    return { words, more: [reason && localText(reason.text), happening.text].filter(Boolean) };
  };
}

/** "You" is the holder to the holder, and the former owner to whom a link to object was sent. */
function byWhom(
  by: string,
  isParty: boolean,
): 'you' | 'applicant' | 'system' | 'platform' | 'party' | 'staff' {
  if (by === (isParty ? 'party' : 'holder')) return 'you';
  if (by === 'holder') return 'applicant';
  return by === 'system' || by === 'platform' || by === 'party' ? by : 'staff';
}

function Row({ happening }: { happening: Happening }) {
  const { t } = useTranslation('case');
  const isParty = useKnownCaller()?.kind === 'party';
  const { exactTime } = useTimes();
  const { words, more } = useWords()(happening);

  return (
    <li>
      <div>
        {words}
        {more.map((text) => (
          <div key={text} className="quiet">
            {text}
          </div>
        ))}
        {happening.due_at && happening.from !== happening.to && (
          <div className="quiet">{t('due.until', { exact: exactTime(happening.due_at) })}</div>
        )}
      </div>
      <div className="quiet apart">
        <span>{t(`by.${byWhom(happening.by, isParty)}`)}</span>
        <When at={happening.at} />
      </div>
    </li>
  );
}

export function Timeline() {
  const { t } = useTranslation('case');
  const { value } = useCase();
  const history = useQuery(historyQuery(value.kind, value.id));

  return (
    <Card title={t('timeline.title')}>
      <State query={history} rows={4}>
        {({ items }) => {
          const rows = items.filter(({ event }) => !INSIDE.includes(event)).reverse();
          const list = (some: Happening[]) => (
            <ol className="timeline">
              {some.map((happening) => (
                <Row key={happening.id} happening={happening} />
              ))}
            </ol>
          );
          return (
            <>
              {list(rows.slice(0, SHOWN_AT_FIRST))}
              {rows.length > SHOWN_AT_FIRST && (
                <details className="others">
                  <summary>{t('timeline.earlier', { count: rows.length - SHOWN_AT_FIRST })}</summary>
                  {list(rows.slice(SHOWN_AT_FIRST))}
                </details>
              )}
            </>
          );
        }}
      </State>
    </Card>
  );
}
