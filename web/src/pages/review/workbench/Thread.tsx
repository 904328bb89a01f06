// The thread with the holder, and apart from it the notes that only staff see.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Schema, type Versioned, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { When } from '~/components/When';
import { messagesQuery } from '../queries';

const TEXT_MAX = 2000;

type Place = 'messages' | 'notes';

const ADDRESS = {
  messages: { case: '/v1/cases/{id}/messages', attempt: '/v1/attempts/{id}/messages' },
  notes: { case: '/v1/cases/{id}/notes', attempt: '/v1/attempts/{id}/notes' },
} as const;

interface Fields {
  body: string;
}

function Writing({ proceeding, place }: { proceeding: Schema['Proceeding']; place: Place }) {
  const { t } = useTranslation('review');
  const client = useQueryClient();
  const announce = useAnnounce();
  const [form] = Form.useForm<Fields>();
  const write = useWrite<Versioned<Schema['Proceeding']>, Fields>({
    send: (body, key) =>
      versioned(
        // all have the same form, so that one of them stands for the types
        api.POST(ADDRESS[place][proceeding.kind] as '/v1/cases/{id}/notes', {
          params: { path: { id: proceeding.id }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    onDone: async (now) => {
      form.resetFields();
      client.setQueryData(['proceeding', proceeding.id], now);
      announce({ kind: 'success', text: t(`${place}.done`) });
      await client.invalidateQueries({ queryKey: ['proceeding', proceeding.id, 'messages'] });
    },
  });

  return (
    <Form<Fields>
      form={form}
      name={place}
      layout="vertical"
      requiredMark={false}
      onFinish={({ body }) =>
        write.mutate({ body: body.trim() }, { onError: (error) => showFieldErrors(form, error, write) })
      }
    >
      <ProblemAlert error={write.error} />
      <Form.Item
        name="body"
        label={t(`${place}.label`)}
        rules={[{ required: true, whitespace: true, message: t(`${place}.empty`) }]}
      >
        <Input.TextArea rows={2} maxLength={TEXT_MAX} />
      </Form.Item>
      <Button htmlType="submit" loading={write.isPending}>
        {t(`${place}.action`)}
      </Button>
    </Form>
  );
}

interface Props {
  proceeding: Schema['Proceeding'];
  place: Place;
  /** Words are shown to whoever has the case at hand. */
  readable: boolean;
}

export function Thread({ proceeding, place, readable }: Props) {
  const { t } = useTranslation(['review', 'common']);
  const messages = useQuery(messagesQuery(proceeding.kind, proceeding.id));
  const mayWrite = proceeding.events.includes(place === 'notes' ? 'write-note' : 'write-message');

  return (
    <Card title={t(`review:${place}.title`)}>
      <p className="quiet">{t(readable ? `review:${place}.text` : 'review:wordsClosed')}</p>
      <State query={messages} rows={2}>
        {(all) => (
          <ul className="list">
            {all
              .filter(({ internal }) => internal === (place === 'notes'))
              .map((one) => (
                <li key={one.id} className="review-message">
                  <div className="quiet">
                    {t(`review:by.${one.from}` as 'review:by.holder', { defaultValue: one.from })}
                    {' · '}
                    <When at={one.written_at} />
                  </div>
                  <p className="words">{one.body}</p>
                </li>
              ))}
          </ul>
        )}
      </State>
      {mayWrite && <Writing proceeding={proceeding} place={place} />}
    </Card>
  );
}
