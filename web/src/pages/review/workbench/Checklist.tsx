// The checklist: each item with its files and its verdict, accepted at a key, refused with a reason.
import { useQuery } from '@tanstack/react-query';
import { Button, type FormInstance, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { Card } from '~/components/Card';
import { policyQuery } from '~/pages/account/queries';
import { type Item, standingOf } from '../queries';
import { RefuseForm } from './RefuseForm';

const COLORS = { asked: 'default', received: 'processing', accepted: 'success', refused: 'error' } as const;

/** The policy's reasons for items, and which items may be asked for more often. */
export function usePolicyOfItems(proceeding: Schema['Proceeding']) {
  const policy = useQuery(policyQuery).data;
  const way = proceeding.route
    ? policy?.routes.find(({ id }) => id === proceeding.route)
    : policy?.methods.find(
        ({ method, owner }) => method === proceeding.method && owner === proceeding.owner_kind,
      );
  const reasons = policy?.reasons ?? [];
  return {
    reasonText: (id: string) => localText(reasons.find((one) => one.id === id)?.text) || id,
    forEvidence: reasons
      .filter((one) => one.for_evidence)
      .map(({ id, text }) => ({ value: id, label: localText(text) })),
    forRejection: reasons
      .filter((one) => one.for_rejection)
      .map(({ id, text }) => ({ value: id, label: localText(text) })),
    isRaisable: (item: string) => way?.items.find(({ id }) => id === item)?.raisable ?? false,
    materialName: (id: string) => localText(policy?.materials.find((one) => one.id === id)?.name) || id,
  };
}

interface LineProps {
  item: Item;
  proceeding: Schema['Proceeding'];
  current: boolean;
  refusing: boolean;
  mayDecide: boolean;
  busy: boolean;
  onPick: () => void;
  onFile: (id: string) => void;
  onVerdict: (verdict: Schema['Verdict'], form?: FormInstance) => void;
  onRefusing: (on: boolean) => void;
}

function Line({
  item,
  proceeding,
  current,
  refusing,
  mayDecide,
  busy,
  onPick,
  onFile,
  onVerdict,
  onRefusing,
}: LineProps) {
  const { t } = useTranslation('review');
  const policy = usePolicyOfItems(proceeding);
  const standing = standingOf(item);

  return (
    <li
      className={current ? 'check current' : 'check'}
      aria-current={current ? 'true' : undefined}
      data-item={item.id}
    >
      <div className="check-head">
        <h3>
          <button type="button" className="plain" onClick={onPick}>
            {localText(item.name)}
          </button>
        </h3>
        <Tag color={COLORS[standing]}>{t(`itemState.${standing}`)}</Tag>
        <span className="quiet">{t(`side.${item.of}`)}</span>
        {(item.files.length > 0 || item.state !== 'accepted') && (
          <span className="quiet">{t('verdict.count', { given: item.given, needed: item.needed })}</span>
        )}
      </div>
      {(item.sealed_by_old || item.sealed_by_new) && (
        <p className="quiet">
          {[item.sealed_by_old && t('verdict.sealOld'), item.sealed_by_new && t('verdict.sealNew')]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      {item.reason_code && (
        <p className="warning">
          {[policy.reasonText(item.reason_code), item.text].filter(Boolean).join(' — ')}
        </p>
      )}
      {item.files.length > 0 && (
        <ul className="check-files">
          {item.files.map((file, index) => (
            <li key={file.id}>
              <button type="button" className="plain" onClick={() => onFile(file.id)}>
                {t('verdict.file', { number: index + 1, name: policy.materialName(file.material) })}
              </button>
              {file.state !== 'given' && <span className="quiet">{t(`fileState.${file.state}`)}</span>}
            </li>
          ))}
        </ul>
      )}
      {mayDecide && !refusing && (
        <div className="buttons">
          <Button
            size="small"
            type={item.state === 'accepted' ? 'primary' : 'default'}
            aria-label={t('verdict.acceptOf', { item: localText(item.name) })}
            onClick={() => onVerdict({ accepted: true })}
          >
            {t('verdict.accept')}
          </Button>
          <Button
            size="small"
            danger
            aria-label={t('verdict.refuseOf', { item: localText(item.name) })}
            onClick={() => onRefusing(true)}
          >
            {t('verdict.refuse')}
          </Button>
        </div>
      )}
      {mayDecide && refusing && (
        <RefuseForm
          item={item}
          reasons={policy.forEvidence}
          raisable={policy.isRaisable(item.id)}
          busy={busy}
          onRefuse={onVerdict}
          onCancel={() => onRefusing(false)}
        />
      )}
    </li>
  );
}

interface Props {
  proceeding: Schema['Proceeding'];
  current: string;
  refusing: string | null;
  mayDecide: boolean;
  busy: boolean;
  onPick: (item: string) => void;
  onFile: (item: string, file: string) => void;
  onVerdict: (item: string, verdict: Schema['Verdict'], form?: FormInstance) => void;
  onRefusing: (item: string | null) => void;
}

export function Checklist({
  proceeding,
  current,
  refusing,
  onPick,
  onFile,
  onVerdict,
  onRefusing,
  ...rest
}: Props) {
  const { t } = useTranslation('review');

  return (
    <Card title={t('verdict.title')}>
      <ul className="list">
        {proceeding.items.map((item) => (
          <Line
            key={item.id}
            item={item}
            proceeding={proceeding}
            current={item.id === current}
            refusing={item.id === refusing}
            onPick={() => onPick(item.id)}
            onFile={(file) => onFile(item.id, file)}
            onVerdict={(verdict, form) => onVerdict(item.id, verdict, form)}
            onRefusing={(on) => onRefusing(on ? item.id : null)}
            {...rest}
          />
        ))}
      </ul>
    </Card>
  );
}
