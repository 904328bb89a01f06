// The thread with the staff: what was written, and the place to write.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { useUnsent } from '~/components/unsaved';
import { When } from '~/components/When';
import { messagesQuery, placeOf } from './queries';
import { useCase } from './useCase';

const BODY_MAX = 2000;

interface Fields {
  body?: string;
}

function Writing() {
  const { t } = useTranslation('case');
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { value } = useCase();
  useUnsent(Boolean(Form.useWatch('body', form)?.trim()));
  const write = useWrite({
    send: (body: string, key) =>
      answer(
        api.POST(`${placeOf(value.kind)}/messages`, {
          params: { path: { id: value.id }, header: { 'Idempotency-Key': key } },
          body: { body },
        }),
      ),
    onDone: async () => {
      form.resetFields();
      announce({ kind: 'success', text: t('thread.done') });
      await client.invalidateQueries({ queryKey: ['proceeding', value.id] });
    },
  });

  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={({ body }) =>
        body?.trim() && write.mutate(body.trim(), { onError: (error) => showFieldErrors(form, error, write) })
      }
    >
      <ProblemAlert error={write.error} />
      <Form.Item
        name="body"
        label={t('thread.write')}
        validateTrigger="onSubmit"
        rules={[{ required: true, whitespace: true, message: t('thread.empty') }]}
      >
        <Input.TextArea rows={3} maxLength={BODY_MAX} />
      </Form.Item>
      <Button htmlType="submit" loading={write.isPending}>
        {t('thread.send')}
      </Button>
    </Form>
  );
}

export function Thread() {
  const { t } = useTranslation('case');
  const { value } = useCase();
  const messages = useQuery(messagesQuery(value.kind, value.id));
  const mayWrite = value.events.includes('write-message');

  if (!mayWrite && messages.data?.length === 0) return null;
  return (
    <Card title={t('thread.title')}>
      <State query={messages} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <p className="quiet">{t('thread.none')}</p>
          ) : (
            <ol className="thread">
              {all.map((message) => (
                <li
                  key={message.id}
                  className={message.from === 'holder' ? 'thread-message mine' : 'thread-message'}
                >
                  <div className="quiet apart">
                    <strong>{t(message.from === 'holder' ? 'by.you' : 'by.staff')}</strong>
                    <When at={message.written_at} />
                  </div>
                  <p className="thread-message-body">{message.body}</p>
                </li>
              ))}
            </ol>
          )
        }
      </State>
      {mayWrite && <Writing />}
    </Card>
  );
}
