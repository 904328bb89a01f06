// Handing the change in, or what was asked for again: what is still missing, what will happen then.
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Schema, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';
import { useCase, useTakeCase } from './useCase';

const ALIPAY_MAX = 128;

/** What stands in the way, in words; empty where nothing does. */
function useMissing(): string[] {
  const { t } = useTranslation('case');
  const { value } = useCase();
  const ids = value.channel === 'mail' ? [] : (value.missing_items?.split(', ') ?? []);
  const names = ids.map((id) => localText(value.items.find((item) => item.id === id)?.name));

  return [
    ...(value.missing_claim ? [t('submission.missingClaim')] : []),
    ...(value.missing_consent !== null ? [t('submission.missingConsent')] : []),
    ...names,
  ];
}

interface Fields {
  alipay_account?: string;
}

export function Submission() {
  const { t } = useTranslation('case');
  const [form] = Form.useForm<Fields>();
  const announce = useAnnounce();
  const { value, etag, policy } = useCase();
  const { take, refused } = useTakeCase();
  const missing = useMissing();
  const route = policy.routes.find((one) => one.id === value.route);
  const again = value.state === 'needs-more';
  const online = value.channel === 'online';
  const submit = useWrite({
    send: ({ body, version }: { body: Schema['CaseSubmission']; version: string }, key) => {
      const params = { path: { id: value.id }, header: { 'If-Match': version, 'Idempotency-Key': key } };
      return versioned(
        again
          ? api.POST('/v1/cases/{id}/resupply', { params, body: {} })
          : api.POST('/v1/cases/{id}/submission', { params, body }),
      );
    },
    onDone: async (stepped) => {
      announce({ kind: 'success', text: t(again ? 'submission.doneAgain' : 'submission.done') });
      await take(stepped);
    },
  });

  if (again ? !value.events.includes('resupply') : !value.events.includes('submit')) return null;
  const kind = again ? 'again' : (value.channel ?? 'ticket');
  const finish = ({ alipay_account }: Fields) =>
    submit.mutate(
      { body: online && alipay_account ? { alipay_account: alipay_account.trim() } : {}, version: etag },
      {
        onError: (error) => {
          refused(error);
          showFieldErrors(form, error, submit);
        },
      },
    );
  return (
    <Card title={t(again ? 'submission.titleAgain' : 'submission.title')}>
      <p>{t(`submission.text.${kind}`, { count: route?.review_days ?? 0 })}</p>
      {missing.length > 0 && (
        <>
          <p id="missing">{t('submission.missing')}</p>
          <ul aria-labelledby="missing">
            {missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </>
      )}
      <Form<Fields> form={form} layout="vertical" requiredMark={false} className="fields" onFinish={finish}>
        <ProblemAlert error={submit.error} />
        {online && (
          <Form.Item
            name="alipay_account"
            label={t('submission.alipay')}
            extra={t('submission.alipayHint')}
            rules={[{ required: true, whitespace: true, message: t('submission.alipayMissing') }]}
          >
            <Input maxLength={ALIPAY_MAX} autoComplete="off" spellCheck={false} aria-required />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" disabled={missing.length > 0} loading={submit.isPending}>
          {t(again ? 'submission.actionAgain' : 'submission.action')}
        </Button>
      </Form>
    </Card>
  );
}
