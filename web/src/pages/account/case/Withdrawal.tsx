// Ends the change without any: said what that means, asked once.
import { useTranslation } from 'react-i18next';
import { api, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { ConfirmButton } from '~/components/ConfirmButton';
import { ProblemAlert } from '~/components/ProblemAlert';
import { placeOf } from './queries';
import { useCase, useTakeCase } from './useCase';

export function Withdrawal() {
  const { value, etag } = useCase();
  const { t } = useTranslation(value.kind as 'case'); // both have these words
  const announce = useAnnounce();
  const { take, refused } = useTakeCase();
  const withdraw = useWrite({
    send: (version: string, key) =>
      versioned(
        api.POST(`${placeOf(value.kind)}/withdrawal`, {
          params: { path: { id: value.id }, header: { 'If-Match': version, 'Idempotency-Key': key } },
          body: {},
        }),
      ),
    onDone: async (stepped) => {
      announce({ kind: 'info', text: t('withdrawal.done') });
      await take(stepped);
    },
  });

  return (
    <Card title={t('withdrawal.title')}>
      <p>{t('withdrawal.text')}</p>
      <ProblemAlert error={withdraw.error} />
      <ConfirmButton
        label={t('withdrawal.action')}
        title={t('withdrawal.confirm')}
        text={t('withdrawal.confirmText')}
        onConfirm={() => withdraw.mutateAsync(etag, { onError: refused })}
      />
    </Card>
  );
}
