// The log explorer: the newest checkpoint with its signature checked, a leaf's proof drawn, two sizes compared. All hashes are
// computed here; the server's word alone proves nothing.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { toBase64 } from '~/pages/receipts/verify/bytes';
import { Compare } from './Compare';
import { FindLeaf } from './FindLeaf';
import { type Newest, newestQuery } from './queries';
import '../admin.css';

function Known({ newest }: { newest: Newest }) {
  const { t } = useTranslation('log');
  const { checked } = newest;

  if (typeof checked === 'string')
    return <Alert type="error" showIcon title={t('badCheckpoint')} description={t(`fault.${checked}`)} />;
  const mono = (text: string) => <span className="mono">{text}</span>;
  return (
    <>
      <Card title={t('newest')}>
        <Alert role="status" type="success" showIcon title={t('signed')} />
        <Facts
          rows={[
            [t('origin'), mono(checked.origin)],
            [t('size'), String(checked.size)],
            [t('rootHash'), mono(toBase64(checked.root))],
            [t('key'), mono(newest.key)],
          ]}
        />
        <details>
          <summary>{t('note')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
          <pre className="scroll" tabIndex={0}>
            {newest.note}
          </pre>
        </details>
      </Card>
      <FindLeaf checkpoint={checked} />
      <Compare key={checked.size} checkpoint={checked} />
    </>
  );
}

export default function LogPage() {
  const { t } = useTranslation('log');
  const newest = useQuery(newestQuery);

  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <State query={newest} rows={8} isEmpty={(value) => value === null} empty={t('empty')}>
        {(value) => value && <Known newest={value} />}
      </State>
    </>
  );
}
