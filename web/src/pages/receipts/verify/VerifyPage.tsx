// Checks a receipt for anybody who has one and the log's key. The file stays in the browser: nothing is sent.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { logKeyQuery } from '../queries';
import { Findings } from './Findings';
import { readKey } from './note';
import { type Checked, checkReceipt, RECEIPT_SIZE_BYTES_MAX } from './receipt';

const KEY_MAX = 400;

interface Given {
  name: string;
  text: string;
}

/** The file as text; one that is too large is not read at all. */
async function read(file: File): Promise<Given> {
  return {
    name: file.name,
    text: file.size > RECEIPT_SIZE_BYTES_MAX ? ' '.repeat(file.size) : await file.text(),
  };
}

function KeyField({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (key: string) => void;
  error: string;
}) {
  const { t } = useTranslation('receipts');
  const client = useQueryClient();
  const [problem, setProblem] = useState<Error | null>(null);
  const ask = () =>
    client.fetchQuery(logKeyQuery).then(
      (key) => {
        setProblem(null);
        onChange(key);
      },
      (error: Error) => setProblem(error),
    );

  return (
    <div className="field">
      <label htmlFor="log-key">{t('verify.key')}</label>
      <p className="quiet" id="log-key-why">
        {t('verify.keyWhy')}
      </p>
      <Input.TextArea
        id="log-key"
        className="code"
        rows={3}
        maxLength={KEY_MAX}
        spellCheck={false}
        value={value}
        status={error ? 'error' : ''}
        aria-invalid={error !== ''}
        aria-describedby="log-key-why log-key-error"
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="field-error" id="log-key-error" role="alert">
        {error}
      </p>
      <Button onClick={() => void ask()}>{t('verify.keyAsk')}</Button>
      <ProblemAlert error={problem} onRetry={ask} />
    </div>
  );
}

function FileField({
  given,
  onGiven,
  error,
}: {
  given: Given | null;
  onGiven: (file: File) => void;
  error: string;
}) {
  const { t } = useTranslation('receipts');
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => files?.[0] && onGiven(files[0]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same
    <div
      className="taking"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files);
      }}
    >
      <input
        ref={input}
        type="file"
        className="for-readers"
        tabIndex={-1}
        aria-label={t('verify.file')}
        accept="application/json,.json"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = ''; // the same file once more is a change too
        }}
      />
      <Button onClick={() => input.current?.click()}>{t('verify.choose')}</Button>
      <span className="quiet">{given ? t('verify.chosen', { name: given.name }) : t('verify.drop')}</span>
      <p className="field-error" role="alert">
        {error}
      </p>
    </div>
  );
}

export default function VerifyPage() {
  const { t } = useTranslation('receipts');
  const [given, setGiven] = useState<Given | null>(null);
  const [key, setKey] = useState('');
  const [asked, setAsked] = useState(false);
  const [checked, setChecked] = useState<Checked | null>(null);
  const found = useRef<HTMLDivElement>(null);
  const noteKey = readKey(key);

  useEffect(() => {
    if (checked) found.current?.focus();
  }, [checked]);

  const check = () => {
    setAsked(true);
    if (given && noteKey) setChecked(checkReceipt(given.text, noteKey));
  };
  const change = (what: () => void) => {
    what();
    setChecked(null); // what was found is of what was given before
  };

  const keyFault =
    key.trim() === '' ? (asked ? t('verify.keyMissing') : '') : noteKey ? '' : t('verify.keyBad');
  return (
    <>
      <PageHead title={t('verify.title')} text={t('verify.text')} />
      <Card title={t('verify.give')}>
        <FileField
          given={given}
          error={asked && !given ? t('verify.fileMissing') : ''}
          onGiven={(file) => void read(file).then((next) => change(() => setGiven(next)))}
        />
        <KeyField value={key} error={keyFault} onChange={(next) => change(() => setKey(next))} />
        <Button type="primary" onClick={check}>
          {t('verify.action')}
        </Button>
      </Card>
      <div ref={found} tabIndex={-1} className="found">
        {checked && <Findings checked={checked} />}
      </div>
    </>
  );
}
