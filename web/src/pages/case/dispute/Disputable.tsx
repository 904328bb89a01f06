// The case as its former owner sees it, and the form of an objection where one may still be raised.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema, type Versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { showFieldErrors } from '~/components/field-errors';
import { useFocusBack } from '~/components/focus-back';
import { Masked } from '~/components/Masked';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { useUnsent } from '~/components/unsaved';
import { When } from '~/components/When';
import { Timeline } from '~/pages/account/case/Timeline';
import { CaseAtHand } from '~/pages/account/case/useCase';
import { policyQuery } from '~/pages/account/queries';
import '~/pages/account/case/case.css';

const TEXT_MAX = 2000;

interface Wish {
  text: string;
}

function ObjectionForm({ id, etag }: { id: string; etag: string }) {
  useFocusBack();
  const { t } = useTranslation('proceedings');
  const client = useQueryClient();
  const announce = useAnnounce();
  const [form] = Form.useForm<Wish>();
  useUnsent(Boolean(Form.useWatch('text', form)?.trim()));
  const dispute = useWrite({
    send: ({ text }: Wish, key) =>
      answer(
        api.POST('/v1/cases/{id}/dispute', {
          params: { path: { id }, header: { 'If-Match': etag, 'Idempotency-Key': key } },
          body: { text },
        }),
      ),
    onDone: async () => {
      announce({ kind: 'success', text: t('dispute.done') });
      await client.invalidateQueries({ queryKey: ['proceeding', id] });
    },
  });

  return (
    <Form<Wish>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={(wish) => dispute.mutate(wish, { onError: (error) => showFieldErrors(form, error, dispute) })}
    >
      <ProblemAlert error={dispute.error} />
      <Form.Item
        name="text"
        label={t('dispute.why')}
        rules={[{ required: true, whitespace: true, message: t('dispute.whyMissing') }]}
      >
        <Input.TextArea rows={5} maxLength={TEXT_MAX} showCount />
      </Form.Item>
      <Button type="primary" danger htmlType="submit" loading={dispute.isPending}>
        {t('dispute.action')}
      </Button>
    </Form>
  );
}

/** What has happened so far, as far as it is this side's to see. */
function Happened({ value, etag }: Versioned<Schema['Proceeding']>) {
  const policy = useQuery(policyQuery);

  return (
    <State query={policy} rows={2}>
      {(inForce) => (
        <CaseAtHand value={{ value, etag, policy: inForce }}>
          <Timeline />
        </CaseAtHand>
      )}
    </State>
  );
}

export function Disputable({ seen: { value, etag } }: { seen: Versioned<Schema['Proceeding']> }) {
  const { t } = useTranslation('proceedings');
  const mayDispute = value.events.includes('dispute');

  return (
    <>
      <PageHead title={t('dispute.title')} text={t('dispute.text')} />
      <Card title={t('kind.case')} extra={<Tag color="processing">{t(`state.${value.state}`)}</Tag>}>
        <p className="next-step">{t(`party.${value.state}`)}</p>
        <Facts
          rows={[
            value.old_owner ? [t('oldOwner'), <Masked key="old" value={value.old_owner.name} />] : null,
            value.new_owner ? [t('newOwner'), <Masked key="new" value={value.new_owner.name} />] : null,
            [t('opened'), <When key="opened" at={value.opened_at} />],
            value.ended_at ? [t('ended'), <When key="ended" at={value.ended_at} />] : null,
          ]}
        />
      </Card>
      <Card title={t('dispute.formTitle')}>
        {mayDispute ? <ObjectionForm id={value.id} etag={etag} /> : <p>{t('dispute.notNow')}</p>}
      </Card>
      <Card title={t('dispute.followsTitle')}>
        <ol className="steps">
          <li>{t('dispute.follows.rests')}</li>
          <li>{t('dispute.follows.asked')}</li>
          <li>{t('dispute.follows.decided')}</li>
        </ol>
      </Card>
      <Happened value={value} etag={etag} />
    </>
  );
}
