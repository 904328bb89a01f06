// Handing a verification in: documents to the reviewers, a bank account for the small payment, or the account at Alipay.
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Schema, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';
import { useCase, useTakeCase } from '../case/useCase';

const ALIPAY_MAX = 128;
const ACCOUNT_MAX = 40; // 34 digits and what people put between them
const ACCOUNT = /^\d[\d-]{6,32}\d$/;

interface Fields {
  bank?: string;
  account_number?: string;
  alipay_account?: string;
}

/** A bank account's number without what people put between its digits. */
const plainAccount = (text: string) => text.normalize('NFKC').replace(/\s/g, '');

function bodyOf({ bank, account_number, alipay_account }: Fields): Schema['AttemptSubmission'] {
  if (alipay_account) return { alipay_account: alipay_account.trim() };
  return bank && account_number ? { bank, account_number: plainAccount(account_number) } : {};
}

function useMissing(): string[] {
  const { t } = useTranslation('attempt');
  const { value } = useCase();
  const names = (value.missing_items?.split(', ') ?? []).map((id) =>
    localText(value.items.find((item) => item.id === id)?.name),
  );

  return [...(value.missing_consent !== null ? [t('submit.missingConsent')] : []), ...names];
}

function BankFields() {
  const { t } = useTranslation('attempt');
  const { policy } = useCase();

  return (
    <>
      <Form.Item
        name="bank"
        label={t('submit.bank')}
        rules={[{ required: true, message: t('submit.bankMissing') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          getPopupContainer={(select) => select.parentElement ?? document.body} // within the landmark
          options={policy.banks.map(({ code, name }) => ({ value: code, label: localText(name) }))}
        />
      </Form.Item>
      <Form.Item
        name="account_number"
        label={t('submit.account')}
        extra={t('submit.accountHint')}
        validateTrigger="onBlur"
        rules={[
          {
            validator: async (_, text: string | undefined) => {
              if (!text?.trim()) throw new Error(t('submit.accountMissing'));
              if (!ACCOUNT.test(plainAccount(text))) throw new Error(t('submit.accountWrong'));
            },
          },
        ]}
      >
        <Input inputMode="numeric" maxLength={ACCOUNT_MAX} autoComplete="off" aria-required />
      </Form.Item>
    </>
  );
}

function AlipayField() {
  const { t } = useTranslation('attempt');

  return (
    <Form.Item
      name="alipay_account"
      label={t('submit.alipay')}
      extra={t('submit.alipayHint')}
      validateTrigger="onBlur"
      rules={[{ required: true, whitespace: true, message: t('submit.alipayMissing') }]}
    >
      <Input maxLength={ALIPAY_MAX} autoComplete="off" spellCheck={false} aria-required />
    </Form.Item>
  );
}

export function AttemptSubmission() {
  const { t } = useTranslation('attempt');
  const [form] = Form.useForm<Fields>();
  const announce = useAnnounce();
  const { value, etag } = useCase();
  const { take, refused } = useTakeCase();
  const missing = useMissing();
  const again = value.state === 'needs-more';
  const method = value.method as 'documents' | 'corporate-transfer' | 'enterprise-alipay';
  const submit = useWrite({
    send: (body: Schema['AttemptSubmission'], key) => {
      const params = { path: { id: value.id }, header: { 'If-Match': etag, 'Idempotency-Key': key } };
      return versioned(
        again
          ? api.POST('/v1/attempts/{id}/resupply', { params, body: {} })
          : api.POST('/v1/attempts/{id}/submission', { params, body }),
      );
    },
    onDone: async (stepped) => {
      announce({ kind: 'success', text: t(`submit.done.${method}`) });
      await take(stepped);
    },
  });

  if (!value.events.includes(again ? 'resupply' : 'submit')) return null;
  const finish = (fields: Fields) =>
    submit.mutate(bodyOf(fields), {
      onError: (error) => {
        refused(error);
        showFieldErrors(form, error, submit);
      },
    });
  return (
    <Card title={t(again ? 'submit.titleAgain' : `submit.title.${method}`)}>
      <p>{t(again ? 'submit.textAgain' : `submit.text.${method}`)}</p>
      {missing.length > 0 && (
        <>
          <p id="missing">{t('submit.missing')}</p>
          <ul aria-labelledby="missing">
            {missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </>
      )}
      <Form<Fields> form={form} layout="vertical" requiredMark={false} className="fields" onFinish={finish}>
        <ProblemAlert error={submit.error} />
        {method === 'corporate-transfer' && <BankFields />}
        {method === 'enterprise-alipay' && <AlipayField />}
        <Button type="primary" htmlType="submit" disabled={missing.length > 0} loading={submit.isPending}>
          {t(again ? 'submit.actionAgain' : `submit.action.${method}`)}
        </Button>
      </Form>
    </Card>
  );
}
