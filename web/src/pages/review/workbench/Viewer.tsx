// The evidence: one file or two side by side, each with its zoom and turn. PDFs are fetched to be opened elsewhere.
import { useMutation } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '~/api/client';
import { useCaller } from '~/app/session';
import { ProblemAlert } from '~/components/ProblemAlert';
import { useShortcuts } from '~/components/shortcuts';
import { useTimes } from '~/components/useTimes';
import type { File } from '../queries';
import { type Look, Picture } from './Picture';

const ZOOM_STEP = 1.25;
const ZOOM_MAX = 8;
const ZOOM_MIN = 0.25;
const PLAIN: Look = { zoom: 1, turns: 0 };
const MINUTE_MS = 60_000;

export interface NamedFile {
  file: File;
  name: string;
}

/** Whoever looks, and when, to the minute. */
function useMark(): string {
  const { exactTime } = useTimes();
  const name = useCaller().staff?.name ?? '';
  const [now, setNow] = useState(() => new Date().toISOString());

  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return `${name} · ${exactTime(now)}`;
}

function Pdf({ file, name }: NamedFile) {
  const { t } = useTranslation('review');
  const fetchFile = useMutation({
    mutationFn: () =>
      answer<Blob>(
        api.GET('/v1/evidence/{id}/content', { params: { path: { id: file.id } }, parseAs: 'blob' }),
      ),
    onSuccess: (blob) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = `${file.material}-${file.id.slice(-6)}.pdf`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });

  return (
    <div className="picture pdf">
      <p>{t('viewer.pdf', { name })}</p>
      <Button loading={fetchFile.isPending} onClick={() => fetchFile.mutate()}>
        {t('viewer.download')}
      </Button>
      <ProblemAlert error={fetchFile.error} />
    </div>
  );
}

interface SlotProps {
  files: readonly NamedFile[];
  chosen: string;
  onChoose: (id: string) => void;
  mark: string;
  /** The slot that the keys are for. */
  hasKeys: boolean;
}

function Slot({ files, chosen, onChoose, mark, hasKeys }: SlotProps) {
  const { t } = useTranslation('review');
  const field = useId();
  const [looks, setLooks] = useState<Readonly<Record<string, Look>>>({});
  const at = files.findIndex(({ file }) => file.id === chosen);
  const shown = files[at];
  const look = looks[chosen] ?? PLAIN;
  const change = (by: (look: Look) => Look) =>
    setLooks((all) => ({ ...all, [chosen]: by(all[chosen] ?? PLAIN) }));
  const zoom = (factor: number) =>
    change((one) => ({ ...one, zoom: Math.min(Math.max(one.zoom * factor, ZOOM_MIN), ZOOM_MAX) }));
  const turn = () => change((one) => ({ ...one, turns: (one.turns + 1) % 4 }));
  const go = (by: number) => {
    const next = files[(at + by + files.length) % files.length];
    if (next) onChoose(next.file.id);
  };

  useShortcuts(
    hasKeys
      ? {
          '+': () => zoom(ZOOM_STEP),
          '=': () => zoom(ZOOM_STEP),
          '-': () => zoom(1 / ZOOM_STEP),
          '0': () => change(() => PLAIN),
          r: turn,
          n: () => go(1),
          b: () => go(-1),
        }
      : {},
  );

  if (!shown) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('viewer.none')} />;
  const isPdf = shown.file.media_type === 'application/pdf';
  return (
    <div className="slot">
      <div className="slot-tools">
        <label htmlFor={field} className="for-readers">
          {t('viewer.file')}
        </label>
        <select
          id={field}
          className="plain-select"
          value={chosen}
          onChange={(event) => onChoose(event.target.value)}
        >
          {files.map(({ file, name }, index) => (
            <option key={file.id} value={file.id}>
              {t('viewer.option', { number: index + 1, name, state: t(`fileState.${file.state}`) })}
            </option>
          ))}
        </select>
        {!isPdf && (
          <div className="slot-buttons">
            <Button size="small" onClick={() => zoom(1 / ZOOM_STEP)}>
              {t('viewer.smaller')}
            </Button>
            <span className="quiet">{`${Math.round(look.zoom * 100)}%`}</span>
            <Button size="small" onClick={() => zoom(ZOOM_STEP)}>
              {t('viewer.larger')}
            </Button>
            <Button size="small" onClick={turn}>
              {t('viewer.turn')}
            </Button>
          </div>
        )}
      </div>
      {isPdf ? <Pdf {...shown} /> : <Picture id={chosen} label={shown.name} mark={mark} look={look} />}
    </div>
  );
}

interface Props {
  files: readonly NamedFile[];
  chosen: string;
  onChoose: (id: string) => void;
}

export function Viewer({ files, chosen, onChoose }: Props) {
  const { t } = useTranslation('review');
  const mark = useMark();
  const [beside, setBeside] = useState<string | null>(null);
  const other = files.find(({ file }) => file.id !== chosen)?.file.id;
  const toggle = () => setBeside((now) => (now === null ? (other ?? null) : null));

  useShortcuts({ s: toggle });
  if (files.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('viewer.noFiles')} />;
  return (
    <>
      <Button size="small" disabled={files.length < 2} aria-pressed={beside !== null} onClick={toggle}>
        {t('viewer.beside')}
      </Button>
      <div className={beside === null ? 'slots' : 'slots two'}>
        <Slot files={files} chosen={chosen} onChoose={onChoose} mark={mark} hasKeys />
        {beside !== null && (
          <Slot files={files} chosen={beside} onChoose={setBeside} mark={mark} hasKeys={false} />
        )}
      </div>
    </>
  );
}
