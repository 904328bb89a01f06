// What is asked for, item by item: given as files, or sent on paper; how far it is.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { useUnsent } from '~/components/unsaved';
import { proceedingQuery } from '~/pages/account/queries';
import { ChecklistItem } from './ChecklistItem';
import { useUploads } from './uploads';
import { useCase } from './useCase';

const TO_SEND: readonly Schema['ProceedingState'][] = ['draft', 'awaiting-parcel'];

export function Checklist() {
  const { t } = useTranslation('case');
  const client = useQueryClient();
  const announce = useAnnounce();
  const { value } = useCase();
  const onPaper = value.channel === 'mail';
  const uploads = useUploads({
    base: `${value.kind === 'case' ? '/v1/cases' : '/v1/attempts'}/${value.id}`,
    onGiven: async ({ item, file }) => {
      const name = localText(value.items.find(({ id }) => id === item)?.name);
      announce({ kind: 'success', text: t('files.given', { file: file.name, item: name }) });
      await client.invalidateQueries({ queryKey: proceedingQuery(value.kind, value.id).queryKey });
    },
    onRefused: () => client.invalidateQueries({ queryKey: proceedingQuery(value.kind, value.id).queryKey }),
  });
  useUnsent(uploads.all.length > 0);
  const missing = value.missing_items?.split(', ') ?? [];
  const there = value.items.length - missing.length;

  return (
    <Card title={t(onPaper ? 'checklist.onPaper' : 'checklist.title')}>
      {onPaper ? (
        TO_SEND.includes(value.state) && <p>{t('checklist.paperText')}</p>
      ) : (
        <p>
          <progress max={value.items.length} value={there} aria-label={t('checklist.progress')} />{' '}
          <span className="count">{t('checklist.there', { there, all: value.items.length })}</span>
        </p>
      )}
      {!onPaper && value.missing_consent !== null && value.events.includes('attach-evidence') && (
        <p className="warning">{t('checklist.consentFirst')}</p>
      )}
      <ul className="list">
        {value.items.map((item) => (
          <ChecklistItem key={item.id} item={item} uploads={uploads} />
        ))}
      </ul>
    </Card>
  );
}
