// The workbench: the evidence at the left, what was claimed and the verdicts at the right, all of it by keyboard too.
import { useQuery } from '@tanstack/react-query';
import { Button, type FormInstance, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { hasRole, useCaller } from '~/app/session';
import { Card } from '~/components/Card';
import { DueTag } from '~/components/DueTag';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { ShortcutHelp } from '~/components/ShortcutHelp';
import { State } from '~/components/State';
import { useShortcuts } from '~/components/shortcuts';
import { proceedingQuery } from '~/pages/account/queries';
import NotFoundPage from '~/pages/errors/NotFoundPage';
import {
  ALL_STEPS,
  type Kind,
  type Seen,
  type Step,
  sendVerdict,
  standingOf,
  useProceedingWrite,
  type VerdictWish,
} from '../queries';
import { useWayName } from '../queue/QueueRow';
import { useClaimNext } from '../queue/queries';
import { Checklist, usePolicyOfItems } from './Checklist';
import { Claimed } from './Claimed';
import { HistoryList } from './HistoryList';
import { Lease, useLease } from './Lease';
import { Objection } from './Objection';
import { Payments } from './Payments';
import { ENDS_BADLY, StepDialog } from './StepDialog';
import { Thread } from './Thread';
import { type NamedFile, Viewer } from './Viewer';
import '../review.css';

/** Keys of the decisions. */
const STEP_KEYS: Readonly<Partial<Record<Step, string>>> = {
  'ask-more': 'm',
  approve: 'p',
  reject: 'e',
  'send-back': 'o',
};

/** The verdicts, and which item they are about: the next undecided one once one is decided. */
function useVerdicts(seen: Seen) {
  const { t } = useTranslation('review');
  const { items } = seen.value;
  const [picked, setPicked] = useState<string | null>(null);
  const [refusing, setRefusing] = useState<string | null>(null);
  const undecided = items.find((item) => standingOf(item) === 'received') ?? items[0];
  const current = items.find(({ id }) => id === picked) ?? undecided;
  const write = useProceedingWrite<VerdictWish>(seen, {
    send: (wish, header) => sendVerdict(seen, wish, header),
    done: ({ item, verdict }, now) =>
      t(verdict.accepted ? 'done.accepted' : 'done.refused', {
        item: localText(now.items.find(({ id }) => id === item)?.name),
      }),
    onDone: (_, now) => {
      setRefusing(null);
      setPicked(now.items.find((item) => standingOf(item) === 'received')?.id ?? null);
    },
  });
  const move = (by: number) => {
    const at = items.findIndex(({ id }) => id === current?.id);
    const next = items[Math.min(Math.max(at + by, 0), items.length - 1)];
    setPicked(next?.id ?? null);
    if (next) document.querySelector(`[data-item="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  return { current: current?.id ?? '', pick: setPicked, refusing, setRefusing, write, move };
}

/** All files, those of the item at hand first in sight. */
function useFiles(proceeding: Schema['Proceeding'], item: string) {
  const { materialName } = usePolicyOfItems(proceeding);
  const [picked, setPicked] = useState<{ item: string; file: string } | null>(null);
  const files: NamedFile[] = proceeding.items.flatMap((one) =>
    one.files.map((file) => ({ file, name: `${localText(one.name)} · ${materialName(file.material)}` })),
  );
  const ofItem = proceeding.items.find(({ id }) => id === item)?.files ?? [];
  const newest = ofItem.filter(({ state }) => state !== 'refused').at(0) ?? ofItem.at(-1);
  const chosen = picked?.item === item ? picked.file : (newest?.id ?? files[0]?.file.id ?? '');
  return { files, chosen, choose: (file: string, of = item) => setPicked({ item: of, file }) };
}

interface DecisionsProps {
  steps: readonly Step[];
  /** Whoever claims it may decide more. */
  claimable: boolean;
  onStep: (step: Step) => void;
}

function Decisions({ steps, claimable, onStep }: DecisionsProps) {
  const { t } = useTranslation('review');

  if (steps.length === 0 && !claimable) return null;
  return (
    <Card title={t('decide.title')}>
      {claimable && <p className="quiet">{t('decide.claimFirst')}</p>}
      <div className="buttons">
        {steps.map((step) => (
          <Button
            key={step}
            type={step === 'approve' ? 'primary' : 'default'}
            danger={ENDS_BADLY.includes(step)}
            onClick={() => onStep(step)}
          >
            {t(`step.${step}.action`)}
          </Button>
        ))}
      </div>
    </Card>
  );
}

function Keys() {
  const { t } = useTranslation('review');

  return (
    <ShortcutHelp
      keys={[
        ['j / k', t('keys.items')],
        ['a', t('keys.accept')],
        ['x', t('keys.refuse')],
        ['n / b', t('keys.files')],
        ['+ / - / 0', t('keys.zoom')],
        ['r', t('keys.turn')],
        ['s', t('keys.beside')],
        ['p', t('keys.approve')],
        ['m', t('keys.askMore')],
        ['e', t('keys.reject')],
        ['o', t('keys.sendBack')],
        ['c', t('keys.claim')],
      ]}
    />
  );
}

/** Whose evidence is at hand: only then is it fetched. */
function isAtHand({ claimed_by_me, state }: Schema['Proceeding'], approver: boolean): boolean {
  return claimed_by_me || (state === 'disputed' && approver);
}

function Workbench({ seen }: { seen: Seen }) {
  const { t } = useTranslation('review');
  const proceeding = seen.value;
  const approver = hasRole(useCaller(), ['approver']);
  const [step, setStep] = useState<Step | null>(null);
  const verdicts = useVerdicts(seen);
  const files = useFiles(proceeding, verdicts.current);
  const lease = useLease(seen);
  const claimNext = useClaimNext();
  const mayDecide = proceeding.events.includes('decide-item');
  const steps = ALL_STEPS.filter((one) => proceeding.events.includes(one));
  const atHand = isAtHand(proceeding, approver);
  const decide = (item: string, verdict: Schema['Verdict'], form?: FormInstance) => {
    // a button that is disabled meanwhile would lose the focus
    if (!verdicts.write.isPending) verdicts.write.run({ item, verdict }, form);
  };
  const stepKeys = Object.fromEntries(
    steps.flatMap((one) => (STEP_KEYS[one] ? [[STEP_KEYS[one], () => setStep(one)]] : [])),
  );

  useShortcuts({
    ...stepKeys,
    j: () => verdicts.move(1),
    k: () => verdicts.move(-1),
    a:
      mayDecide && !verdicts.write.isPending ? () => decide(verdicts.current, { accepted: true }) : undefined,
    x: mayDecide ? () => verdicts.setRefusing(verdicts.current) : undefined,
    c: proceeding.events.includes('claim')
      ? () => lease.claim.run()
      : !claimNext.isPending && !atHand
        ? () => claimNext.mutate()
        : undefined,
  });

  return (
    <>
      <div className="workbench">
        <section className="bench-left" aria-label={t('viewer.title')}>
          {atHand ? (
            <Viewer files={files.files} chosen={files.chosen} onChoose={files.choose} />
          ) : (
            <p className="quiet bench-closed">
              {t(proceeding.events.includes('claim') ? 'viewer.notAtHand' : 'viewer.closed')}
            </p>
          )}
        </section>
        <div className="bench-right">
          <Lease seen={seen} lease={lease} />
          {!atHand && !proceeding.events.includes('claim') && (
            <Button loading={claimNext.isPending} onClick={() => claimNext.mutate()}>
              {t('queue.claimNext')}
            </Button>
          )}
          <ProblemAlert error={claimNext.error} />
          <Claimed proceeding={proceeding} />
          <ProblemAlert error={verdicts.write.error} />
          <Checklist
            proceeding={proceeding}
            current={verdicts.current}
            refusing={verdicts.refusing}
            mayDecide={mayDecide}
            busy={verdicts.write.isPending}
            onPick={verdicts.pick}
            onFile={(item, file) => {
              verdicts.pick(item);
              files.choose(file, item);
            }}
            onVerdict={decide}
            onRefusing={(item) => {
              if (item) verdicts.pick(item);
              verdicts.setRefusing(item);
            }}
          />
          <Objection proceeding={proceeding} />
          <Decisions
            steps={steps}
            claimable={!atHand && proceeding.events.includes('claim')}
            onStep={setStep}
          />
        </div>
      </div>
      <div className="bench-more">
        <div>
          <Thread proceeding={proceeding} place="messages" readable={atHand} />
          <Thread proceeding={proceeding} place="notes" readable={atHand} />
        </div>
        <div>
          <Payments account={proceeding.account} />
          <HistoryList proceeding={proceeding} />
        </div>
      </div>
      <Keys />
      {step && <StepDialog key={step} seen={seen} step={step} onClose={() => setStep(null)} />}
    </>
  );
}

function Head({ proceeding }: { proceeding: Schema['Proceeding'] }) {
  const { t } = useTranslation(['review', 'proceedings']);
  const name = useWayName(proceeding);

  return (
    <PageHead
      title={name}
      text={
        <>
          <Tag color="processing">{t(`proceedings:state.${proceeding.state}`)}</Tag>
          <DueTag
            dueAt={proceeding.due_at}
            state={proceeding.state}
            workingDaysLeft={proceeding.working_days_left}
            provisional={proceeding.provisional}
          />
          <span className="exact">{t('review:caseNumber', { id: proceeding.id })}</span>
        </>
      }
      actions={<LinkButton to="/review" type="default" label={t('review:toQueue')} />}
    />
  );
}

function Proceeding({ kind, id }: { kind: Kind; id: string }) {
  const query = useQuery({ ...proceedingQuery(kind, id), refetchOnWindowFocus: 'always' });

  return (
    <State query={query} rows={8}>
      {(seen) => (
        <>
          <Head proceeding={seen.value} />
          <Workbench seen={seen} />
        </>
      )}
    </State>
  );
}

export default function WorkbenchPage() {
  const { kind, id } = useParams();

  if ((kind !== 'case' && kind !== 'attempt') || !id) return <NotFoundPage />;
  return <Proceeding key={id} kind={kind} id={id} />;
}
