// The form that begins a verification: person or company, the way, name and number.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, type Schema, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { focusChoice, showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';
import { useUnsent } from '~/components/unsaved';
import { attemptPath } from '../case/path';
import { claimOf, OwnerFields, type OwnerFieldValues } from '../owner/OwnerFields';
import { proceedingQuery } from '../queries';
import type { Way } from './ways';

const KINDS = ['personal', 'enterprise'] as const;

interface Fields {
  kind?: Schema['OwnerKind'];
  method?: Way['method'];
  owner?: OwnerFieldValues;
}

function WayLabel({ way }: { way: Way }) {
  const { t } = useTranslation('attempt');
  const count = way.method === 'corporate-transfer' ? way.arrival_days : way.review_days;

  return (
    <>
      {localText(way.name)}
      <span className="way-text quiet">{t(`way.${way.method as 'documents'}`, { count })}</span>
    </>
  );
}

export function BeginForm({ account, ways }: { account: string; ways: readonly Way[] }) {
  const { t } = useTranslation('attempt');
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const kinds = KINDS.filter((one) => ways.some((way) => way.owner === one));
  const only = kinds.length === 1 ? kinds[0] : undefined;
  const kind: Schema['OwnerKind'] | undefined = Form.useWatch('kind', form) ?? only;
  useUnsent(Boolean(Form.useWatch(['owner', 'name'], form)));
  const open = useWrite({
    send: (body: Schema['OpenAttempt'], key) =>
      versioned(
        api.POST('/v1/accounts/{id}/attempts', {
          params: { path: { id: account }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    onDone: async (opened) => {
      client.setQueryData(proceedingQuery('attempt', opened.value.id).queryKey, opened);
      announce({ kind: 'success', text: t('begin.done') });
      await navigate(attemptPath(opened.value.id), { replace: true });
      await client.invalidateQueries({ queryKey: ['account', account] });
    },
  });
  const finish = ({ method, owner }: Fields) => {
    const claim = kind && claimOf(kind, owner);
    if (method && claim)
      open.mutate({ method, owner: claim }, { onError: (error) => showFieldErrors(form, error, open) });
  };

  const fitting = ways.filter((way) => way.owner === kind);
  return (
    <Card title={t('begin.who')}>
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="fields"
        initialValues={{ kind: only }}
        onFinish={finish}
        onFinishFailed={focusChoice}
      >
        <Form.Item
          name="kind"
          label={t('begin.kind')}
          rules={[{ required: true, message: t('begin.kindMissing') }]}
        >
          <Radio.Group
            options={kinds.map((value) => ({ value, label: t(`begin.${value}`) }))}
            onChange={() => form.resetFields(['method', 'owner'])}
          />
        </Form.Item>
        {kind && (
          <>
            <Form.Item
              name="method"
              label={t('begin.way')}
              rules={[{ required: true, message: t('begin.wayMissing') }]}
              {...(fitting.length === 1 && fitting[0] ? { initialValue: fitting[0].method } : {})}
            >
              <Radio.Group
                className="choices"
                options={fitting.map((way) => ({ value: way.method, label: <WayLabel way={way} /> }))}
              />
            </Form.Item>
            <OwnerFields key={kind} kind={kind} under="owner" />
          </>
        )}
        <ProblemAlert error={open.error} />
        <Button type="primary" htmlType="submit" loading={open.isPending}>
          {t('begin.action')}
        </Button>
      </Form>
    </Card>
  );
}
