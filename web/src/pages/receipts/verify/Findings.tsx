// What checking a receipt found: whether it proves what it says, else precisely what of it does not.
import { Alert, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { exactTime } from '~/components/times';
import { toBase64 } from './bytes';
import type { Checked, CheckedEntry } from './receipt';

type Subject = 'case' | 'verification' | 'attempt' | 'evidence' | 'account';
const SUBJECTS: readonly Subject[] = ['case', 'verification', 'attempt', 'evidence', 'account'];

/** "case.submit": what it is about, in words, and its name in the log. */
function Kind({ kind }: { kind: string }) {
  const { t } = useTranslation('receipts');
  const subject = SUBJECTS.find((one) => kind.startsWith(`${one}.`)) ?? 'other';

  return (
    <>
      <strong>{t(`leaf.${subject}`)}</strong> <code>{kind}</code>
    </>
  );
}

function Proven({ proven }: { proven: NonNullable<CheckedEntry['proven']> }) {
  const { t, i18n } = useTranslation('receipts');
  const { index, leaf, content } = proven;

  return (
    <>
      <Kind kind={leaf.kind} />
      <div className="quiet apart">
        <span>{exactTime(leaf.time, i18n.language)}</span>
        <span>{t('leaf.place', { index })}</span>
      </div>
      {content ? (
        <details>
          <summary>{t('leaf.content')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>{JSON.stringify(content, null, 2)}</pre>
        </details>
      ) : (
        <div className="quiet">{t('leaf.noContent')}</div>
      )}
    </>
  );
}

function Entry({ entry }: { entry: CheckedEntry }) {
  const { t } = useTranslation('receipts');

  return (
    <li className="list-row">
      <div className="list-main">
        {entry.proven && <Proven proven={entry.proven} />}
        {entry.fault && (
          <>
            <strong>{t(`entryFault.${entry.fault}`)}</strong> <code>{entry.pointer}</code>
          </>
        )}
      </div>
      <Tag color={entry.fault ? 'error' : 'success'}>
        {t(entry.fault ? 'verify.entryBad' : 'verify.entryGood')}
      </Tag>
    </li>
  );
}

export function Findings({ checked }: { checked: Checked }) {
  const { t } = useTranslation('receipts');

  if (checked.fault)
    return (
      <Alert
        type="error"
        showIcon
        role="alert"
        title={t('verify.worthless')}
        description={t(`fileFault.${checked.fault}`)}
      />
    );
  const { checkpoint, entries } = checked;
  const bad = entries.filter((entry) => entry.fault).length;
  return (
    <>
      <Alert
        type={bad ? 'error' : 'success'}
        showIcon
        role="alert"
        title={bad ? t('verify.partly', { count: bad }) : t('verify.good')}
        description={bad ? t('verify.partlyText') : t('verify.goodText', { count: entries.length })}
      />
      <Card title={t('verify.log')}>
        <Facts
          rows={[
            [t('verify.origin'), checkpoint.origin],
            [t('verify.size'), checkpoint.size],
            [t('verify.root'), <code key="root">{toBase64(checkpoint.root)}</code>],
          ]}
        />
      </Card>
      <Card title={t('verify.entries')}>
        <ul className="list">
          {entries.map((entry) => (
            <Entry key={entry.pointer} entry={entry} />
          ))}
        </ul>
      </Card>
    </>
  );
}
