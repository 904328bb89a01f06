// The guide's first step: to whom the account is to belong, and what the new owner has.
import { Button, Checkbox, Form, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { focusChoice } from '~/components/field-errors';
import type { Have, Wish } from './wish';

interface Props {
  wish: Wish | null;
  from: Schema['OwnerKind'];
  banks: Schema['Policy']['banks'];
  onWish: (wish: Wish) => void;
}

interface Fields {
  to?: Wish['to'];
  have?: Have[];
  bank?: string;
  same?: 'yes' | 'no';
}

export function WishForm({ wish, from, banks, onWish }: Props) {
  const { t } = useTranslation('guide');
  const [form] = Form.useForm<Fields>();
  const to = Form.useWatch('to', form);
  const have = Form.useWatch('have', form) ?? [];
  const same = Form.useWatch('same', form);
  const asksSame = from === 'enterprise' && to === 'enterprise';
  const asksHave = from === 'personal' && to === 'enterprise';

  const finish = (fields: Fields) => {
    if (!fields.to) return;
    onWish({
      to: fields.to,
      have: asksHave ? (fields.have ?? []) : [],
      ...(asksHave && have.includes('corporate-account') && fields.bank ? { bank: fields.bank } : {}),
      sameEnterprise: asksSame && fields.same === 'yes',
    });
  };

  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{
        to: wish?.to,
        have: wish?.have ?? [],
        bank: wish?.bank,
        same: wish ? (wish.sameEnterprise ? 'yes' : 'no') : undefined,
      }}
      onFinish={finish}
      onFinishFailed={focusChoice}
    >
      <Form.Item name="to" label={t('wish.to')} rules={[{ required: true, message: t('wish.toMissing') }]}>
        <Radio.Group
          className="choices"
          options={[
            { value: 'personal', label: t('wish.toPersonal') },
            { value: 'enterprise', label: t('wish.toEnterprise') },
          ]}
        />
      </Form.Item>
      {asksSame && (
        <Form.Item
          name="same"
          label={t('wish.same')}
          rules={[{ required: true, message: t('wish.sameMissing') }]}
        >
          <Radio.Group
            className="choices"
            options={[
              { value: 'yes', label: t('wish.sameYes') },
              { value: 'no', label: t('wish.sameNo') },
            ]}
          />
        </Form.Item>
      )}
      {asksHave && (
        <Form.Item name="have" label={t('wish.have')} extra={t('wish.haveHint')}>
          <Checkbox.Group
            className="choices"
            options={[
              { value: 'enterprise-alipay', label: t('wish.haveAlipay') },
              { value: 'corporate-account', label: t('wish.haveAccount') },
            ]}
          />
        </Form.Item>
      )}
      {asksHave && have.includes('corporate-account') && (
        <Form.Item
          name="bank"
          label={t('wish.bank')}
          rules={[{ required: true, message: t('wish.bankMissing') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              ...banks.map((bank) => ({ value: bank.code, label: localText(bank.name) })),
              { value: 'other', label: t('wish.bankOther') },
            ]}
          />
        </Form.Item>
      )}
      {asksSame && same === 'yes' && <p className="quiet">{t('wish.sameHint')}</p>}
      <Button type="primary" htmlType="submit">
        {t('wish.action')}
      </Button>
    </Form>
  );
}
