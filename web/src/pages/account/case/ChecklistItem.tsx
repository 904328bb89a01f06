// One line of the checklist: what is wanted and how, why it was refused, the files that are there, and the place for more.
import { Alert, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { DropZone } from './DropZone';
import { GivenFile, SendingFile } from './FileRows';
import { HowTo } from './HowTo';
import { Invoices } from './Invoices';
import type { Uploads } from './uploads';
import { useCase } from './useCase';

type Item = Schema['ProceedingItem'];
type Material = Schema['PolicyMaterial'];

const COLOURS = { asked: 'default', received: 'processing', accepted: 'success', refused: 'error' } as const;

/** What is given again after a refusal, or is there in a draft, waits to be looked at like anything else. */
function shownState(item: Item): Item['state'] {
  return item.state !== 'accepted' && item.needed > 0 && item.given >= item.needed ? 'received' : item.state;
}

function Refusal({ item }: { item: Item }) {
  const { t } = useTranslation('case');
  const { policy } = useCase();
  const reason = policy.reasons.find(({ id }) => id === item.reason_code);

  if (!item.reason_code || ['accepted', 'received'].includes(shownState(item))) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={reason ? localText(reason.text) : t('item.refused')}
      description={item.text ?? undefined}
    />
  );
}

/** The paper itself, where the program draws it. */
function PaperLink({ material }: { material: Material }) {
  const { t } = useTranslation('case');
  const { value } = useCase();

  return (
    material.form &&
    value.kind === 'case' && (
      <p>
        <a href={`/v1/cases/${value.id}/forms/${material.form}`} download>
          {t('item.form', { name: localText(material.name) })}
        </a>
      </p>
    )
  );
}

function Guidance({ materials }: { materials: Material[] }) {
  if (materials.length === 1 && materials[0])
    return (
      <>
        <p className="quiet">{localText(materials[0].guidance)}</p>
        <PaperLink material={materials[0]} />
      </>
    );
  return (
    <dl className="guidance">
      {materials.map((material) => (
        <div key={material.id}>
          <dt>{localText(material.name)}</dt>
          <dd className="quiet">{localText(material.guidance)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Seals({ item }: { item: Item }) {
  const { t } = useTranslation('case');
  const which = item.sealed_by_old
    ? item.sealed_by_new
      ? 'both'
      : 'old'
    : item.sealed_by_new
      ? 'new'
      : null;

  return which && <p className="warning">{t(`item.seals.${which}`)}</p>;
}

function Giving({ item, materials, uploads }: { item: Item; materials: Material[]; uploads: Uploads }) {
  const { t } = useTranslation('case');
  const [chosen, setChosen] = useState<string>();
  const material = materials.length === 1 ? materials[0] : materials.find(({ id }) => id === chosen);
  const onTheWay = uploads.all.filter(
    (upload) => upload.item === item.id && upload.material === material?.id,
  );
  const given = item.files.filter((file) => file.material === material?.id && file.state === 'given');

  return (
    <>
      {materials.length > 1 && (
        <Radio.Group
          className="choices"
          aria-label={t('item.whichKind')}
          value={chosen}
          onChange={(event) => setChosen(String(event.target.value))}
          options={materials.map(({ id, name }) => ({ value: id, label: localText(name) }))}
        />
      )}
      {material ? (
        <>
          {given.length === 0 && <HowTo picture={material.picture} />}
          <DropZone
            name={localText(item.name)}
            filesMax={material.files_max}
            room={Math.max(material.files_max - given.length - onTheWay.length, 0)}
            onFiles={(files) => uploads.add(item.id, material.id, files)}
          />
        </>
      ) : (
        <p className="quiet">{t('item.chooseKind')}</p>
      )}
    </>
  );
}

export function ChecklistItem({ item, uploads }: { item: Item; uploads: Uploads }) {
  const { t } = useTranslation('case');
  const { value, policy } = useCase();
  const materials = policy.materials.filter(({ id }) => item.any_of.includes(id));
  const sending = uploads.all.filter((upload) => upload.item === item.id);
  const takes =
    value.channel !== 'mail' && value.events.includes('attach-evidence') && value.missing_consent === null;
  const asked =
    value.state === 'draft' ||
    value.state === 'open' ||
    item.state === 'refused' ||
    item.given < item.needed ||
    sending.length > 0;
  const idle = item.state === 'accepted' && !asked;

  return (
    <li className="item">
      <div className="card-head">
        <h3>{localText(item.name)}</h3>
        <Tag color={COLOURS[shownState(item)]}>{t(`item.state.${shownState(item)}`)}</Tag>
        {item.needed > 1 && (
          <span className="quiet">{t('item.count', { given: item.given, needed: item.needed })}</span>
        )}
      </div>
      <Refusal item={item} />
      {!idle && value.ended_at === null && <Guidance materials={materials} />}
      {value.ended_at === null && <Seals item={item} />}
      {!idle && value.ended_at === null && <Invoices item={item.id} />}
      {(item.files.length > 0 || sending.length > 0) && (
        <ul className="files">
          {item.files.map((file) => (
            <GivenFile key={file.id} file={file} />
          ))}
          {sending.map((upload) => (
            <SendingFile key={upload.key} upload={upload} uploads={uploads} />
          ))}
        </ul>
      )}
      {takes && asked && <Giving item={item} materials={materials} uploads={uploads} />}
    </li>
  );
}
