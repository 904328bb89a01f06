// A scan for an item of a parcel: chosen, checked for kind and size before it travels, sent.
import { Button } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { ProblemAlert } from '~/components/ProblemAlert';
import type { Item } from '../queries';
import { usePolicyOfItems } from '../workbench/Checklist';

const KINDS = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
const BYTES_MAX = 10_485_760; // while the policy is not known
const MIB = 1_048_576;

interface Wish {
  file: globalThis.File;
  material: string;
}

interface Props {
  proceeding: Schema['Proceeding'];
  item: Item;
  bytesMax: number | undefined;
  onSent: () => Promise<unknown>;
}

export function Scan({ proceeding, item, bytesMax = BYTES_MAX, onSent }: Props) {
  const { t } = useTranslation('mail');
  const announce = useAnnounce();
  const field = useId();
  const input = useRef<HTMLInputElement>(null);
  const { materialName } = usePolicyOfItems(proceeding);
  const [material, setMaterial] = useState(item.any_of[0] ?? '');
  const [refused, setRefused] = useState<string | null>(null);
  const send = useWrite<Schema['Evidence'], Wish>({
    send: ({ file, material: of }, key) =>
      answer(
        api.POST('/v1/cases/{id}/items/{item}/files', {
          params: {
            path: { id: proceeding.id, item: item.id },
            query: { material: of },
            header: { 'Idempotency-Key': key },
          },
          headers: { 'Content-Type': file.type },
          body: file as never, // the contract leaves a file's bytes without a type
          bodySerializer: (body: unknown) => body as BodyInit,
        }),
      ),
    onDone: async () => {
      announce({ kind: 'success', text: t('scan.done') });
      await onSent();
    },
  });

  const chosen = (file: globalThis.File | undefined) => {
    if (!file) return;
    const wrong = !KINDS.some((kind) => kind === file.type)
      ? t('scan.kind')
      : file.size > bytesMax
        ? t('scan.size', { max: Math.floor(bytesMax / MIB) })
        : null;
    setRefused(wrong);
    if (!wrong) send.mutate({ file, material });
    if (input.current) input.current.value = '';
  };

  return (
    <div className="scan">
      {item.any_of.length > 1 && (
        <>
          <label htmlFor={`${field}-material`}>{t('scan.material')}</label>
          <select
            id={`${field}-material`}
            className="plain-select"
            value={material}
            onChange={(event) => setMaterial(event.target.value)}
          >
            {item.any_of.map((id) => (
              <option key={id} value={id}>
                {materialName(id)}
              </option>
            ))}
          </select>
        </>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept={KINDS.join(',')}
        aria-label={t('scan.of')}
        onChange={(event) => chosen(event.target.files?.[0])}
      />
      <Button size="small" loading={send.isPending} onClick={() => input.current?.click()}>
        {t('scan.action')}
      </Button>
      {refused && (
        <p role="alert" className="warning">
          {refused}
        </p>
      )}
      <ProblemAlert error={send.error} />
    </div>
  );
}
