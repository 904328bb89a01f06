// Where files are dropped, chosen or, on a phone, taken with the camera; what is wrong with one is said before it travels.
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FileFlaw, type GoodFile, MEDIA_TYPES, sortFiles } from './files';
import { useCase } from './useCase';

const MIB = 1024 * 1024;

interface Props {
  /** What they are for, said to screen readers. */
  name: string;
  filesMax: number;
  /** How many more are taken. */
  room: number;
  onFiles: (files: GoodFile[]) => void;
}

function Chooser({
  label,
  name,
  camera,
  onFiles,
}: {
  label: string;
  name: string;
  camera?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);

  return (
    <span className={camera ? 'camera' : undefined}>
      <Button onClick={() => input.current?.click()}>
        {label}
        <span className="for-readers">{name}</span>
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={!camera}
        accept={camera ? 'image/*' : MEDIA_TYPES.join(',')}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = ''; // so that the same file can be chosen again
        }}
      />
    </span>
  );
}

export function DropZone({ name, filesMax, room, onFiles }: Props) {
  const { t } = useTranslation('case');
  const { policy } = useCase();
  const [over, setOver] = useState(false);
  const [flaws, setFlaws] = useState<readonly FileFlaw[]>([]);
  const bytesMax = policy.limits.file_bytes_max;

  const take = async (files: readonly File[]) => {
    const sorted = await sortFiles(files, { bytesMax, room, filesMax });
    setFlaws(sorted.flaws);
    if (sorted.good.length > 0) onFiles(sorted.good);
  };
  return (
    <>
      {room > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the buttons, which everybody can use
        <div
          className={over ? 'drop over' : 'drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void take([...event.dataTransfer.files]);
          }}
        >
          <div className="buttons">
            <Chooser label={t('files.choose')} name={name} onFiles={(files) => void take(files)} />
            <Chooser label={t('files.camera')} name={name} camera onFiles={(files) => void take(files)} />
          </div>
          <p className="quiet">
            <span className="drop-hint">{t('files.drop')} </span>
            {t('files.limits', { size: Math.floor(bytesMax / MIB), count: filesMax })}
          </p>
        </div>
      )}
      {flaws.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('files.notSent')}
          description={flaws.map((flaw) => (
            <div key={`${flaw.name} ${flaw.reason}`}>
              {t(`files.flaw.${flaw.reason}`, { name: flaw.name, limit: flaw.limit })}
            </div>
          ))}
        />
      )}
    </>
  );
}
