// The receipt of a change: fetched, checked in the browser, kept as a file, with the key by which anybody can check it again.
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { LinkButton } from '~/components/LinkButton';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { logKeyQuery, receiptsQuery } from '../queries';
import { toBase64 } from '../verify/bytes';
import { readKey } from '../verify/note';
import { type Checked, checkReceipt, isGood } from '../verify/receipt';

/** Has the browser keep a text as a file. */
function keep(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function LogFacts({ checked, logKey }: { checked: readonly Checked[]; logKey: string }) {
  const { t } = useTranslation('receipts');
  const newest = checked.at(-1)?.checkpoint;

  return (
    <Facts
      rows={[
        [t('receipt.entries'), checked.reduce((count, one) => count + one.entries.length, 0)],
        newest ? [t('verify.size'), newest.size] : null,
        newest ? [t('verify.root'), <code key="root">{toBase64(newest.root)}</code>] : null,
        [t('receipt.key'), <code key="key">{logKey}</code>],
      ]}
    />
  );
}

function Kept({ id, files, logKey }: { id: string; files: readonly string[]; logKey: string }) {
  const { t } = useTranslation('receipts');
  const announce = useAnnounce();
  const key = readKey(logKey);
  const checked = key ? files.map((text) => checkReceipt(text, key)) : [];
  const good = key !== null && checked.every(isGood);

  const keepAll = () => {
    files.forEach((text, place) => {
      keep(`shiming-receipt-${id}${place > 0 ? `-${place + 1}` : ''}.json`, text);
    });
    announce({ kind: 'success', text: t('receipt.kept') });
  };
  return (
    <>
      <p>
        <Tag color={good ? 'success' : 'error'}>{t(good ? 'receipt.good' : 'receipt.bad')}</Tag>
      </p>
      <p>{t('receipt.text')}</p>
      <LogFacts checked={checked} logKey={logKey} />
      <div className="actions">
        <Button type="primary" onClick={keepAll}>
          {t('receipt.keep')}
        </Button>
        <LinkButton to="/verify-receipt" label={t('receipt.verify')} type="default" />
      </div>
    </>
  );
}

export function Receipt({ id }: { id: string }) {
  const { t } = useTranslation('receipts');
  const receipts = useQuery(receiptsQuery(id));
  const { data: logKey, error, refetch } = useQuery(logKeyQuery);

  return (
    <Card title={t('receipt.title')}>
      <State query={receipts}>
        {(files) => (logKey ? <Kept id={id} files={files} logKey={logKey} /> : null)}
      </State>
      <ProblemAlert error={error} onRetry={refetch} />
    </Card>
  );
}
