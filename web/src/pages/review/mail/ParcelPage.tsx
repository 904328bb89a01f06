// A parcel on the desk: received, checked off item by item, scanned, found complete or not; what becomes of the originals.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { api, type Schema, versioned } from '~/api/client';
import { localText } from '~/app/languages';
import { Card } from '~/components/Card';
import { DueTag } from '~/components/DueTag';
import { Facts } from '~/components/Facts';
import { useFocusBack } from '~/components/focus-back';
import { LinkButton } from '~/components/LinkButton';
import { Masked } from '~/components/Masked';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { When } from '~/components/When';
import { policyQuery, proceedingQuery } from '~/pages/account/queries';
import { type Item, type Seen, useProceedingWrite } from '../queries';
import { usePolicyOfItems } from '../workbench/Checklist';
import { RefuseForm } from '../workbench/RefuseForm';
import { Thread } from '../workbench/Thread';
import { Scan } from './Scan';
import '../review.css';

const TEXT_MAX = 2000;
const ORIGINALS = ['kept', 'returned', 'destroyed', 'none'] as const;
const ITEM_COLORS = { asked: 'default', received: 'success', accepted: 'success', refused: 'error' } as const;
const PARCEL_COLORS = {
  announced: 'default',
  received: 'processing',
  complete: 'success',
  incomplete: 'warning',
  failed: 'error',
} as const;

const STEPS = {
  'receive-parcel': '/v1/cases/{id}/parcels/receipt',
  'parcel-complete': '/v1/cases/{id}/parcels/completion',
  'parcel-incomplete': '/v1/cases/{id}/parcels/complaint',
  'parcel-failed': '/v1/cases/{id}/parcels/failure',
} as const;

type Step = keyof typeof STEPS;
const ALL_STEPS = Object.keys(STEPS) as Step[];

interface Fields {
  originals?: (typeof ORIGINALS)[number];
  reason_code?: string;
  text?: string;
}

function ParcelDialog({ seen, step, onClose }: { seen: Seen; step: Step; onClose: () => void }) {
  useFocusBack();
  const { t } = useTranslation(['mail', 'common', 'proceedings', 'review']);
  const [form] = Form.useForm<Fields>();
  const isFailure = step === 'parcel-failed';
  const write = useProceedingWrite<Schema['ParcelWords']>(seen, {
    send: (body, header) =>
      versioned(api.POST(STEPS[step], { params: { path: { id: seen.value.id }, header }, body })),
    done: () => t(`mail:step.${step}.done`),
    onDone: onClose,
  });
  const send = ({ originals, text }: Fields) =>
    write.run({ ...(originals && { originals }), ...(text?.trim() && { text: text.trim() }) }, form);

  return (
    <Modal
      open
      title={t(`mail:step.${step}.title`)}
      okText={t(`mail:step.${step}.action`)}
      cancelText={t('common:actions.cancel')}
      okButtonProps={{ danger: isFailure }}
      confirmLoading={write.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t(`mail:step.${step}.text`)}</p>
      <ProblemAlert error={write.error} />
      <Form<Fields> form={form} name={step} layout="vertical" requiredMark={false} onFinish={send}>
        {!isFailure && (
          <Form.Item name="originals" label={t('mail:originals.label')}>
            <Select
              allowClear
              virtual={false}
              options={ORIGINALS.map((value) => ({ value, label: t(`mail:originals.${value}`) }))}
            />
          </Form.Item>
        )}
        <Form.Item
          name="text"
          label={t('review:verdict.text')}
          rules={[{ required: isFailure, whitespace: true, message: t('review:verdict.textMissing') }]}
        >
          <Input.TextArea rows={3} maxLength={TEXT_MAX} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface CheckProps {
  seen: Seen;
  item: Item;
  mayCheck: boolean;
  bytesMax: number | undefined;
}

function Check({ seen, item, mayCheck, bytesMax }: CheckProps) {
  const { t } = useTranslation(['mail', 'review']);
  const client = useQueryClient();
  const [missing, setMissing] = useState(false);
  const policy = usePolicyOfItems(seen.value);
  const check = useProceedingWrite<Schema['Verdict']>(seen, {
    send: (body, header) =>
      versioned(
        api.PUT('/v1/cases/{id}/items/{item}/checking', {
          params: { path: { id: seen.value.id, item: item.id }, header },
          body,
        }),
      ),
    done: ({ accepted }) =>
      t(accepted ? 'mail:check.isThere' : 'mail:check.isMissing', { item: localText(item.name) }),
    onDone: () => setMissing(false),
  });
  const name = localText(item.name);

  return (
    <li className="check" data-item={item.id}>
      <div className="check-head">
        <h3>{name}</h3>
        <Tag color={ITEM_COLORS[item.state]}>{t(`mail:itemState.${item.state}`)}</Tag>
        <span className="quiet">{t(`review:side.${item.of}`)}</span>
        {item.files.length > 0 && (
          <span className="quiet">{t('mail:check.scans', { count: item.files.length })}</span>
        )}
      </div>
      {item.reason_code && (
        <p className="warning">
          {[policy.reasonText(item.reason_code), item.text].filter(Boolean).join(' — ')}
        </p>
      )}
      <ProblemAlert error={check.error} />
      {mayCheck && !missing && (
        <div className="buttons">
          <Button
            size="small"
            type={item.state === 'received' ? 'primary' : 'default'}
            aria-label={t('mail:check.thereOf', { item: name })}
            // disabled meanwhile, it would lose the focus
            onClick={() => !check.isPending && check.run({ accepted: true })}
          >
            {t('mail:check.there')}
          </Button>
          <Button
            size="small"
            danger
            aria-label={t('mail:check.missingOf', { item: name })}
            onClick={() => setMissing(true)}
          >
            {t('mail:check.missing')}
          </Button>
          <Scan
            proceeding={seen.value}
            item={item}
            bytesMax={bytesMax}
            onSent={() => client.invalidateQueries({ queryKey: ['proceeding', seen.value.id] })}
          />
        </div>
      )}
      {mayCheck && missing && (
        <RefuseForm
          item={item}
          reasons={policy.forEvidence}
          raisable={false}
          busy={check.isPending}
          onRefuse={check.run}
          onCancel={() => setMissing(false)}
        />
      )}
    </li>
  );
}

function Parcels({ parcels }: { parcels: Schema['Proceeding']['parcels'] }) {
  const { t } = useTranslation('mail');

  if (parcels.length === 0) return <p>{t('parcel.none')}</p>;
  return (
    <ul className="list">
      {[...parcels].reverse().map((parcel) => (
        <li key={parcel.announced_at} className="list-row">
          <div className="list-main">
            {parcel.courier} <strong className="exact">{parcel.tracking}</strong>
            <Tag color={PARCEL_COLORS[parcel.state]}>{t(`parcel.state.${parcel.state}`)}</Tag>
            <Facts
              rows={[
                [t('parcel.announced'), <When key="announced" at={parcel.announced_at} />],
                parcel.received_at
                  ? [t('parcel.received'), <When key="received" at={parcel.received_at} />]
                  : null,
                parcel.checked_at
                  ? [t('parcel.checked'), <When key="checked" at={parcel.checked_at} />]
                  : null,
                parcel.originals
                  ? [
                      t('originals.label'),
                      t(`originals.${parcel.originals}` as 'originals.kept', {
                        defaultValue: parcel.originals,
                      }),
                    ]
                  : null,
              ]}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Which steps stand open. One that has arrived does not arrive again, and what is missing must be told item by item first. */
function stepsOf({ events, parcels, items, expires_at }: Schema['Proceeding']) {
  // one that nobody announced leaves no row; once it is here the holder has no date to keep
  const isHere = parcels.length > 0 ? parcels.at(-1)?.state === 'received' : expires_at === null;
  return {
    steps: ALL_STEPS.filter((one) => events.includes(one) && !(one === 'receive-parcel' && isHere)),
    isMissing: items.some(({ state }) => state === 'refused'),
  };
}

function Parcel({ seen }: { seen: Seen }) {
  const { t } = useTranslation(['mail', 'proceedings']);
  const [step, setStep] = useState<Step | null>(null);
  const bytesMax = useQuery(policyQuery).data?.limits.file_bytes_max;
  const proceeding = seen.value;
  const { events, state, due_at, old_owner, new_owner, expires_at } = proceeding;
  const { steps, isMissing } = stepsOf(proceeding);

  return (
    <>
      <Card
        title={t('mail:parcel.title')}
        extra={<Tag color="processing">{t(`proceedings:state.${state}`)}</Tag>}
      >
        <DueTag dueAt={due_at ?? expires_at} />
        <Facts
          rows={[
            [
              t('mail:parcel.case'),
              <span key="case" className="exact">
                {proceeding.id}
              </span>,
            ],
            old_owner ? [t('proceedings:oldOwner'), <Masked key="old" value={old_owner.name} />] : null,
            new_owner ? [t('proceedings:newOwner'), <Masked key="new" value={new_owner.name} />] : null,
          ]}
        />
        <Parcels parcels={proceeding.parcels} />
        <div className="buttons">
          {steps.map((one) => (
            <Button
              key={one}
              type={one === 'parcel-complete' ? 'primary' : 'default'}
              danger={one === 'parcel-failed'}
              disabled={one === 'parcel-incomplete' && !isMissing}
              onClick={() => setStep(one)}
            >
              {t(`mail:step.${one}.action`)}
            </Button>
          ))}
        </div>
        {steps.includes('parcel-incomplete') && !isMissing && (
          <p className="quiet">{t('mail:step.parcel-incomplete.first')}</p>
        )}
      </Card>
      <Card title={t('mail:check.title')}>
        <ul className="list">
          {proceeding.items.map((item) => (
            <Check
              key={item.id}
              seen={seen}
              item={item}
              mayCheck={events.includes('check-off-item')}
              bytesMax={bytesMax}
            />
          ))}
        </ul>
      </Card>
      <Thread proceeding={proceeding} place="notes" readable={state === 'awaiting-parcel'} />
      <Thread proceeding={proceeding} place="messages" readable={state === 'awaiting-parcel'} />
      {step && <ParcelDialog key={step} seen={seen} step={step} onClose={() => setStep(null)} />}
    </>
  );
}

export default function ParcelPage() {
  const { t } = useTranslation('mail');
  const { id = '' } = useParams();
  const query = useQuery(proceedingQuery('case', id));

  return (
    <>
      <PageHead
        title={t('parcel.pageTitle')}
        text={t('parcel.text')}
        actions={<LinkButton to="/mail" type="default" label={t('toDesk')} />}
      />
      <State query={query} rows={8}>
        {(seen) => <Parcel seen={seen} />}
      </State>
    </>
  );
}
