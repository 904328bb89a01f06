// Why an item is refused, for the holder: a reason of the policy, words, and how many files are asked for from now on.
import { Button, Form, type FormInstance, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { useFocusBack } from '~/components/focus-back';
import type { Item } from '../queries';

const TEXT_MAX = 2000;
const NEEDED_MAX = 20;

export interface Reason {
  value: string;
  label: string;
}

interface Fields {
  reason_code: string;
  text?: string;
  needed?: number | null;
}

interface Props {
  item: Item;
  reasons: readonly Reason[];
  /** Whether more files than before may be asked for. */
  raisable: boolean;
  busy: boolean;
  onRefuse: (verdict: Schema['Verdict'], form: FormInstance) => void;
  onCancel: () => void;
}

export function RefuseForm({ item, reasons, raisable, busy, onRefuse, onCancel }: Props) {
  useFocusBack();
  const { t } = useTranslation(['review', 'common']);
  const [form] = Form.useForm<Fields>();
  const send = ({ reason_code, text, needed }: Fields) =>
    onRefuse(
      {
        accepted: false,
        reason_code,
        ...(text?.trim() && { text: text.trim() }),
        ...(needed && needed > item.needed && { needed }),
      },
      form,
    );

  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      name={`refuse-${item.id}`}
      onFinish={send}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <Form.Item
        name="reason_code"
        label={t('review:verdict.reason')}
        rules={[{ required: true, message: t('review:verdict.reasonMissing') }]}
      >
        <Select autoFocus showSearch={{ optionFilterProp: 'label' }} options={[...reasons]} virtual={false} />
      </Form.Item>
      <Form.Item
        name="text"
        label={t('review:verdict.text')}
        dependencies={['reason_code']}
        rules={[
          ({ getFieldValue }) => ({
            required: getFieldValue('reason_code') === 'other',
            whitespace: true,
            message: t('review:verdict.textMissing'),
          }),
        ]}
      >
        <Input.TextArea rows={2} maxLength={TEXT_MAX} />
      </Form.Item>
      {raisable && (
        <Form.Item name="needed" label={t('review:verdict.needed', { now: item.needed })}>
          <InputNumber min={Math.max(item.needed, 1)} max={NEEDED_MAX} precision={0} />
        </Form.Item>
      )}
      <div className="buttons">
        <Button danger htmlType="submit" loading={busy}>
          {t('review:verdict.refuse')}
        </Button>
        <Button onClick={onCancel}>{t('common:actions.cancel')}</Button>
      </div>
    </Form>
  );
}
