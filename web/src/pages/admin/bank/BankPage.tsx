// Payments out to the bank, its statements in. An auditor sees the files and makes none.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '~/api/client';
import { problemOf } from '~/api/problem';
import { useWrite } from '~/api/writes';
import { hasRole, useCaller } from '~/app/session';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { ConfirmButton } from '~/components/ConfirmButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { When } from '~/components/When';
import { More } from '../More';
import { paymentFilesQuery } from '../queries';
import { Statement } from './Statement';
import '../admin.css';

function Files({ mayFetch }: { mayFetch: boolean }) {
  const { t } = useTranslation('admin');
  const files = useInfiniteQuery(paymentFilesQuery);

  return (
    <>
      <State
        query={files}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={t('bank.none')}
      >
        {({ pages }) => (
          <ul className="list">
            {pages.flatMap(({ items }) =>
              items.map((file) => (
                <li key={file.id} className="list-row">
                  <div className="list-main">
                    <strong>{t('bank.file', { count: file.count, total: file.total })}</strong>
                    <div className="quiet apart">
                      <span>
                        {t('bank.made')} <When at={file.made_at} />
                      </span>
                      <span>{t('bank.execution', { date: file.execution_date })}</span>
                    </div>
                  </div>
                  {mayFetch && (
                    <a href={`/v1/bank/payment-files/${file.id}`} download={`payments-${file.id}.xml`}>
                      {t('bank.download')}
                      <span className="for-readers">{file.execution_date}</span>
                    </a>
                  )}
                </li>
              )),
            )}
          </ul>
        )}
      </State>
      <More query={files} />
    </>
  );
}

export default function BankPage() {
  const { t } = useTranslation('admin');
  const mayChange = hasRole(useCaller(), ['administrator']);
  const client = useQueryClient();
  const announce = useAnnounce();
  const make = useWrite({
    send: async (_: undefined, key) => {
      const { data, error, response } = await api.POST('/v1/bank/payment-files', {
        params: { header: { 'Idempotency-Key': key } },
      });
      if (!response.ok) throw problemOf(error, response);
      return data ?? null; // nothing waits to be paid: 204
    },
    onDone: async (file) => {
      if (file)
        announce({ kind: 'success', text: t('bank.madeNow', { count: file.count, total: file.total }) });
      else announce({ kind: 'info', text: t('bank.nothing') });
      await client.invalidateQueries({ queryKey: ['payment-files'] });
    },
  });

  return (
    <>
      <PageHead title={t('bank.title')} text={t('bank.text')} />
      <ProblemAlert error={make.error} />
      <Card
        title={t('bank.files')}
        extra={
          mayChange && (
            <ConfirmButton
              label={t('bank.make')}
              title={t('bank.makeTitle')}
              text={t('bank.makeText')}
              danger={false}
              type="primary"
              onConfirm={() => make.mutateAsync(undefined)}
            />
          )
        }
      >
        <Files mayFetch={mayChange} />
      </Card>
      {mayChange && <Statement />}
    </>
  );
}
