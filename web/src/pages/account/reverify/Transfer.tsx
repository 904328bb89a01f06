// The small payment to the company's account: where it is, and the amount as the holder reads it from their bank.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema, versioned } from '~/api/client';
import { isProblem } from '~/api/problem';
import { useWrite } from '~/api/writes';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { showFieldErrors } from '~/components/field-errors';
import { Masked } from '~/components/Masked';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { useTimes } from '~/components/useTimes';
import { useCase, useTakeCase } from '../case/useCase';

const AMOUNT = /^0?\.(?!00?$)\d{1,2}$/;
const LOOK_AGAIN_MS = 30_000; // the bank's statement comes in between

const transferQuery = (attempt: string) =>
  queryOptions({
    queryKey: ['proceeding', attempt, 'transfer'],
    queryFn: () => answer(api.GET('/v1/attempts/{id}/transfer', { params: { path: { id: attempt } } })),
  });

/** "０．３７" is "0.37", ".4" is "0.40": as it may stand in a bank's list. */
function plainAmount(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\s¥\u5143]/g, '');
  const [, cents = ''] = plain.split('.');
  return AMOUNT.test(plain) ? `0.${cents.padEnd(2, '0')}` : plain;
}

interface Fields {
  amount?: string;
}

function AmountForm({ transfer }: { transfer: Schema['Transfer'] }) {
  const { t } = useTranslation('attempt');
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { value, etag } = useCase();
  const { take, lookAgain, refused } = useTakeCase();
  const confirm = useWrite({
    // the same amount twice is the same wish, and counts once
    send: (body: Schema['TransferConfirmation'], key) =>
      versioned(
        api.POST('/v1/attempts/{id}/transfer/confirmation', {
          params: { path: { id: value.id }, header: { 'If-Match': etag, 'Idempotency-Key': key } },
          body,
        }),
      ),
    onDone: async (stepped) => {
      announce({ kind: 'success', text: t('transfer.right') });
      await Promise.all([
        take(stepped),
        client.invalidateQueries({ queryKey: transferQuery(value.id).queryKey }),
      ]);
    },
  });
  const finish = ({ amount = '' }: Fields) =>
    confirm.mutate(
      { amount: plainAmount(amount) },
      {
        onError: async (error) => {
          refused(error);
          if (isProblem(error, 'amount-wrong')) {
            await client.invalidateQueries({ queryKey: transferQuery(value.id).queryKey });
            await lookAgain();
          }
          showFieldErrors(form, error, confirm);
        },
      },
    );

  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} className="fields" onFinish={finish}>
      <ProblemAlert error={confirm.error} />
      <Form.Item
        name="amount"
        label={t('transfer.amount')}
        extra={t('transfer.amountHint', { count: transfer.tries_left })}
        validateTrigger="onBlur"
        rules={[
          {
            validator: async (_, text: string | undefined) => {
              if (!text?.trim()) throw new Error(t('transfer.amountMissing'));
              if (!AMOUNT.test(plainAmount(text))) throw new Error(t('transfer.amountShape'));
            },
          },
        ]}
      >
        <Input inputMode="decimal" maxLength={16} autoComplete="off" className="amount" aria-required />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={confirm.isPending}>
        {t('transfer.action')}
      </Button>
    </Form>
  );
}

function Payment({ transfer }: { transfer: Schema['Transfer'] }) {
  const { t } = useTranslation('attempt');
  const { exactTime } = useTimes();
  const { value, policy } = useCase();
  const bank = policy.banks.find(({ code }) => code === transfer.bank);
  const at = (instant: string) => exactTime(instant);
  const running = value.state === 'submitted';
  const under = running && (transfer.state === 'filed' || transfer.state === 'sent');

  return (
    <>
      <p className="next-step">{t(`transfer.state.${transfer.state}`)}</p>
      {value.state === 'failed' && transfer.locked_until && (
        <Alert
          type="warning"
          showIcon
          title={t('transfer.locked', { exact: at(transfer.locked_until) })}
          description={t('transfer.lockedText')}
        />
      )}
      <Facts
        rows={[
          [t('submit.bank'), localText(bank?.name) || transfer.bank],
          [t('submit.account'), <Masked key="account" value={transfer.account_number} />],
          [t('transfer.name'), <Masked key="name" value={transfer.account_name} />],
          running ? [t('transfer.arrivesBy'), at(transfer.arrives_by)] : null,
          running && transfer.expires_at ? [t('transfer.enterBy'), at(transfer.expires_at)] : null,
          running ? [t('transfer.triesLeft'), transfer.tries_left] : null,
        ]}
      />
      {under && <AmountForm transfer={transfer} />}
    </>
  );
}

export function Transfer() {
  const { t } = useTranslation('attempt');
  const { value } = useCase();
  const transfer = useQuery({
    ...transferQuery(value.id),
    refetchInterval: value.ended_at === null && LOOK_AGAIN_MS,
  });

  return (
    <Card title={t('transfer.title')}>
      <State query={transfer}>{(known) => <Payment transfer={known} />}</State>
    </Card>
  );
}
