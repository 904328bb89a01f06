// A decision, with what must be said about it. What was typed stays when it is refused, or when the session ends meanwhile.
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from '~/components/focus-back';
import { ProblemAlert } from '~/components/ProblemAlert';
import { isOvertaken, type Seen, type Step, type StepWish, sendStep, useProceedingWrite } from '../queries';
import { usePolicyOfItems } from './Checklist';

const TEXT_MAX = 2000;

/** What a step wants to be told. */
const WANTS: Record<Step, { reason: boolean; text: 'no' | 'may' | 'must' }> = {
  'ask-more': { reason: false, text: 'may' },
  approve: { reason: false, text: 'no' },
  'send-back': { reason: false, text: 'must' },
  reject: { reason: true, text: 'may' },
  dispute: { reason: false, text: 'must' },
  resume: { reason: false, text: 'must' },
  'uphold-dispute': { reason: false, text: 'must' },
};

export const ENDS_BADLY: readonly Step[] = ['reject', 'dispute', 'uphold-dispute'];

interface Fields {
  reason_code?: string;
  text?: string;
}

interface Props {
  seen: Seen;
  step: Step;
  onClose: () => void;
}

export function StepDialog({ seen, step, onClose }: Props) {
  useFocusBack();
  const { t } = useTranslation(['review', 'common', 'proceedings']);
  const [form] = Form.useForm<Fields>();
  const policy = usePolicyOfItems(seen.value);
  const { reason, text } = WANTS[step];
  const write = useProceedingWrite<StepWish>(seen, {
    send: (wish, header) => sendStep(seen, wish, header),
    done: (_, now) => t('review:done.step', { state: t(`proceedings:state.${now.state}`) }),
    onDone: onClose,
  });
  const send = (fields: Fields) =>
    write.run(
      {
        step,
        words: {
          ...(fields.reason_code && { reason_code: fields.reason_code }),
          ...(fields.text?.trim() && { text: fields.text.trim() }),
        },
      },
      form,
    );

  return (
    <Modal
      open
      title={t(`review:step.${step}.title`)}
      okText={t(`review:step.${step}.action`)}
      okButtonProps={{ danger: ENDS_BADLY.includes(step), autoFocus: !reason && text === 'no' }}
      cancelText={t('common:actions.cancel')}
      confirmLoading={write.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t(`review:step.${step}.text`)}</p>
      {isOvertaken(write.error) && <p className="warning">{t('review:overtaken')}</p>}
      <ProblemAlert error={write.error} />
      <Form<Fields> form={form} layout="vertical" requiredMark={false} name={`step-${step}`} onFinish={send}>
        {reason && (
          <Form.Item
            name="reason_code"
            label={t('review:verdict.reason')}
            rules={[{ required: true, message: t('review:verdict.reasonMissing') }]}
          >
            <Select
              autoFocus
              virtual={false}
              showSearch={{ optionFilterProp: 'label' }}
              options={policy.forRejection}
            />
          </Form.Item>
        )}
        {text !== 'no' && (
          <Form.Item
            name="text"
            label={t(step === 'send-back' ? 'review:verdict.textStaff' : 'review:verdict.text')}
            dependencies={['reason_code']}
            rules={[
              ({ getFieldValue }) => ({
                required: text === 'must' || getFieldValue('reason_code') === 'other',
                whitespace: true,
                message: t('review:verdict.textMissing'),
              }),
            ]}
          >
            <Input.TextArea rows={3} maxLength={TEXT_MAX} showCount autoFocus={!reason} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
