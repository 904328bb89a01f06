// Proves in the browser that a smaller log is the beginning of a larger one: nothing was taken back or put between.
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';
import { fromBase64, sameBytes, toBase64 } from '~/pages/receipts/verify/bytes';
import type { Checkpoint } from '~/pages/receipts/verify/note';
import { isPowerOfTwo, judge, rootsOf, type Verdict } from './merkle';
import { consistency } from './queries';

interface Wish {
  from: string;
  to: string;
  kept?: string;
}

interface Judged {
  from: number;
  to: number;
  verdict: Verdict;
  old: Uint8Array | null;
}

/** From the smaller to the larger, and where that is not the newest, from there on to what was signed. */
async function compare(wish: Wish, newest: Checkpoint): Promise<Judged> {
  const [from, to] = [Number(wish.from), Number(wish.to)];
  const kept = fromBase64(wish.kept?.trim(), 32);
  const between = from === to ? [] : await consistency(from, to);
  if (to === newest.size || !between)
    return { from, to, ...judge(from, to, between ?? [], kept, newest.root) };
  const after = await consistency(to, newest.size);
  const roots = rootsOf(from, to, between, kept);
  if (!roots || !after) return { from, to, verdict: 'badProof', old: null };
  const { verdict } = judge(to, newest.size, after, roots.now, newest.root);
  if (verdict === 'consistent' && kept && !sameBytes(kept, roots.old))
    return { from, to, verdict: 'otherOldRoot', old: roots.old };
  return { from, to, verdict, old: roots.old };
}

function Outcome({ judged }: { judged: Judged }) {
  const { t } = useTranslation('log');
  const { from, to, verdict, old } = judged;

  return (
    <>
      <Alert
        role="status"
        type={verdict === 'consistent' ? 'success' : 'error'}
        showIcon
        title={t(`verdict.${verdict}`, { from, to })}
      />
      {old && (
        <Facts
          rows={[
            [
              t('oldRoot', { from }),
              <span key="old" className="mono">
                {toBase64(old)}
              </span>,
            ],
          ]}
        />
      )}
    </>
  );
}

export function Compare({ checkpoint }: { checkpoint: Checkpoint }) {
  const { t } = useTranslation('log');
  const [form] = Form.useForm<Wish>();
  const check = useMutation({
    mutationFn: (wish: Wish) => compare(wish, checkpoint),
  });
  const within = (low: number, high: number) => ({
    validator: async (_: unknown, text: string) => {
      const value = Number(text);
      if (!/^\d+$/.test(text) || value < low || value > high) throw new Error(t('sizeWrong', { low, high }));
    },
  });

  return (
    <Card title={t('compare')}>
      <p className="quiet">{t('compareText')}</p>
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ from: '', to: String(checkpoint.size), kept: '' }}
        onFinish={(wish) => check.mutate(wish, { onError: (error) => showFieldErrors(form, error, check) })}
        onValuesChange={() => check.reset()}
      >
        <ProblemAlert error={check.error} />
        <div className="side-by-side">
          <Form.Item name="to" label={t('to')} validateTrigger="onBlur" rules={[within(1, checkpoint.size)]}>
            <Input inputMode="numeric" autoComplete="off" maxLength={16} />
          </Form.Item>
          <Form.Item
            name="from"
            label={t('from')}
            dependencies={['to']}
            validateTrigger="onBlur"
            rules={[({ getFieldValue }) => within(1, Number(getFieldValue('to')) || checkpoint.size)]}
          >
            <Input inputMode="numeric" autoComplete="off" maxLength={16} />
          </Form.Item>
        </div>
        <Form.Item
          name="kept"
          label={t('kept')}
          extra={t('keptText')}
          dependencies={['from', 'to']}
          validateTrigger="onBlur"
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, text: string | undefined) => {
                const from = Number(getFieldValue('from'));
                const needed =
                  (Number.isSafeInteger(from) && isPowerOfTwo(from)) || from === Number(getFieldValue('to'));
                if (!text?.trim() && needed) throw new Error(t('keptNeeded', { from }));
                if (text?.trim() && !fromBase64(text.trim(), 32)) throw new Error(t('keptWrong'));
              },
            }),
          ]}
        >
          <Input className="mono" autoComplete="off" spellCheck={false} maxLength={64} />
        </Form.Item>
        <Form.Item>
          <Button type="primary" htmlType="submit" loading={check.isPending}>
            {t('check')}
          </Button>
        </Form.Item>
      </Form>
      {check.data && <Outcome judged={check.data} />}
    </Card>
  );
}
