// A file that is there, with its picture and a way to take it back; and one on its way, with how far it is.
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema } from '~/api/client';
import { isPassing, isSignedOut } from '~/api/problem';
import { useWrite } from '~/api/writes';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { ConfirmButton } from '~/components/ConfirmButton';
import { ProblemAlert } from '~/components/ProblemAlert';
import { sizeText } from './files';
import type { Upload, Uploads } from './uploads';
import { useCase, useTakeCase } from './useCase';

export function GivenFile({ file }: { file: Schema['ProceedingFile'] }) {
  const { t, i18n } = useTranslation('case');
  const announce = useAnnounce();
  const { value, policy } = useCase();
  const { lookAgain } = useTakeCase();
  const name = localText(policy.materials.find(({ id }) => id === file.material)?.name) || file.material;
  const address = `/v1/evidence/${file.id}/content`;
  const mayRemove =
    file.state === 'given' && file.uploaded_by === 'holder' && value.events.includes('withdraw-evidence');
  const remove = useWrite({
    send: (id: string, key) =>
      answer(
        api.DELETE('/v1/evidence/{id}', { params: { path: { id }, header: { 'Idempotency-Key': key } } }),
      ),
    onDone: async () => {
      await lookAgain();
      announce({ kind: 'info', text: t('files.removed') });
    },
  });

  return (
    <li className="file">
      {file.media_type === 'application/pdf' ? (
        <a href={address} download className="thumbnail pdf">
          {t('files.pdf')}
        </a>
      ) : (
        <a href={address} target="_blank" rel="noreferrer">
          <img className="thumbnail" src={address} alt={t('files.picture', { name })} loading="lazy" />
        </a>
      )}
      <div className="file-main">
        <div>
          {name} <span className="quiet">{sizeText(file.size_bytes, i18n.language)}</span>
        </div>
        {(file.state === 'accepted' || file.state === 'refused') && (
          <Tag color={file.state === 'accepted' ? 'success' : 'error'}>{t(`files.state.${file.state}`)}</Tag>
        )}
        {mayRemove && (
          <ConfirmButton
            size="small"
            label={t('files.remove')}
            title={t('files.removeTitle')}
            text={t('files.removeText', { name })}
            onConfirm={() => remove.mutateAsync(file.id)}
          />
        )}
        <ProblemAlert error={remove.error} />
      </div>
    </li>
  );
}

export function SendingFile({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { t, i18n } = useTranslation('case');
  const { key, file, preview, sentBytes, error } = upload;

  return (
    <li className="file">
      {preview ? (
        <img className="thumbnail" src={preview} alt="" />
      ) : (
        <span className="thumbnail pdf">{t('files.pdf')}</span>
      )}
      <div className="file-main">
        <div className="file-name">
          {file.name} <span className="quiet">{sizeText(file.size, i18n.language)}</span>
        </div>
        {error ? (
          <>
            <ProblemAlert error={error} />
            {(isPassing(error) || isSignedOut(error)) && <p className="warning">{t('files.brokenOff')}</p>}
            <Button type="primary" size="small" onClick={() => uploads.retry(key)}>
              {t('files.retry')}
            </Button>{' '}
          </>
        ) : (
          <>
            <progress
              max={file.size}
              value={Math.min(sentBytes, file.size)}
              aria-label={t('files.progress', { name: file.name })}
            />{' '}
          </>
        )}
        <Button size="small" onClick={() => uploads.cancel(key)}>
          {t('files.cancel')}
          <span className="for-readers">{file.name}</span>
        </Button>
      </div>
    </li>
  );
}
