// Takes the bank's statement and shows what it was found to say. A file of the wrong kind or size does not travel.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { problemOf, Unreachable } from '~/api/problem';
import { speaks } from '~/app/languages';
import { Card } from '~/components/Card';
import { ProblemAlert } from '~/components/ProblemAlert';

type Taken = Schema['StatementTaken'];

const SIZE_BYTES_MAX = 16 * 1024 * 1024;
const MEDIA: Readonly<Record<string, string>> = { xml: 'application/xml', csv: 'text/csv' };

const mediaOf = (file: File) => MEDIA[file.name.split('.').at(-1)?.toLowerCase() ?? ''];

/** What keeps a file from travelling. */
function faultOf(file: File | undefined): 'missing' | 'kind' | 'empty' | 'large' | null {
  if (!file) return 'missing';
  if (!mediaOf(file)) return 'kind';
  if (file.size === 0) return 'empty';
  return file.size > SIZE_BYTES_MAX ? 'large' : null;
}

/** The bytes go as they are, in whatever encoding the bank wrote them. */
async function take(file: File): Promise<Taken> {
  const response = await fetch('/v1/bank/statements', {
    method: 'POST',
    headers: { 'Content-Type': mediaOf(file) ?? '', 'Accept-Language': speaks() },
    body: file,
  }).catch((cause: unknown) => {
    throw new Unreachable('no answer', { cause });
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(body, response);
  return body as Taken;
}

function Outcome({ taken }: { taken: Taken }) {
  const { t } = useTranslation('admin');

  return (
    <div role="status">
      <Alert
        type={taken.again ? 'info' : 'success'}
        showIcon
        title={t(taken.again ? 'bank.again' : 'bank.taken', { count: taken.entries })}
      />
      {taken.items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
        <section className="scroll" tabIndex={0} aria-label={t('bank.outcome')}>
          <table className="numbers">
            <caption>{t('bank.outcome')}</caption>
            <thead>
              <tr>
                <th scope="col" className="number">
                  {t('bank.line')}
                </th>
                <th scope="col">{t('bank.said')}</th>
                <th scope="col">{t('bank.transfer')}</th>
                <th scope="col">{t('bank.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {taken.items.map((item) => (
                <tr key={`${item.line}-${item.transfer}`}>
                  <td className="number">{item.line}</td>
                  <td>{t(`outcome.${item.outcome}`)}</td>
                  <td className="mono">{item.transfer}</td>
                  <td>{item.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {taken.items_left_out > 0 && <p>{t('bank.leftOut', { count: taken.items_left_out })}</p>}
    </div>
  );
}

export function Statement() {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>(null);
  const id = useId();
  const send = useMutation({
    mutationFn: take,
    onSuccess: () => client.invalidateQueries({ queryKey: ['payment-files'] }),
  });
  const submit = () => {
    const file = field.current?.files?.[0];
    const found = faultOf(file);
    setFault(found);
    if (found || !file) field.current?.focus();
    else send.mutate(file);
  };

  return (
    <Card title={t('bank.statement')}>
      <p>
        <label htmlFor={id}>{t('bank.choose')}</label>
      </p>
      <p className="once">
        <input
          id={id}
          ref={field}
          type="file"
          accept=".xml,.csv"
          aria-invalid={fault !== null}
          aria-describedby={`${id}-fault`}
          onChange={(event) => {
            const file = event.target.files?.[0];
            setFault(file ? faultOf(file) : null);
            send.reset();
          }}
        />
        <Button type="primary" loading={send.isPending} onClick={submit}>
          {t('bank.send')}
        </Button>
      </p>
      <p id={`${id}-fault`} role="alert" className="warning">
        {fault && t(`bank.fault.${fault}`)}
      </p>
      <ProblemAlert error={send.error} />
      {send.data && <Outcome taken={send.data} />}
    </Card>
  );
}
