// The guide's third step: who the new owner is, why, and the case is opened.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, type Schema, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';
import { useUnsent } from '~/components/unsaved';
import { casePath } from '~/pages/account/case/path';
import { claimOf, OwnerFields, type OwnerFieldValues } from '~/pages/account/owner/OwnerFields';
import { proceedingQuery } from '~/pages/account/queries';
import type { Wish } from './wish';

const STATEMENT_MAX = 2000;

interface Fields {
  new_owner?: OwnerFieldValues;
  statement?: string;
}

interface Props {
  account: string;
  wish: Wish;
  route: Schema['PolicyRoute'];
  /** The ended case that this one goes on from. */
  from: string | null;
  onBack: () => void;
}

export function OpenForm({ account, wish, route, from, onBack }: Props) {
  const { t } = useTranslation('guide');
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const typed = Form.useWatch(
    (fields: Fields) => [fields.new_owner?.name, fields.new_owner?.number, fields.statement].some(Boolean),
    form,
  );
  const bound = route.on_approval === 'replace';
  const open = useWrite({
    send: (body: Schema['OpenCase'], key) =>
      versioned(
        api.POST('/v1/accounts/{id}/cases', {
          params: { path: { id: account }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    onDone: async (opened) => {
      client.setQueryData(proceedingQuery('case', opened.value.id).queryKey, opened);
      await client.invalidateQueries({ queryKey: ['account', account] });
      announce({ kind: 'success', text: t('open.done') });
      await navigate(casePath(opened.value.id), { replace: true });
    },
  });
  useUnsent(Boolean(typed) && !open.isSuccess);
  const wishFor = (fields: Fields): Schema['OpenCase'] => {
    const claim = claimOf(route.to, fields.new_owner);
    const statement = fields.statement?.trim();
    return {
      route: route.id,
      ...(wish.bank && route.need === 'corporate-account' ? { bank: wish.bank } : {}),
      ...(claim ? { new_owner: claim } : {}),
      ...(statement ? { statement } : {}),
      ...(from ? { opened_from: from } : {}),
    };
  };

  return (
    <Card title={localText(route.name)}>
      <p>{t(`open.text.${route.same_enterprise ? 'rename' : bound ? 'bound' : 'free'}`)}</p>
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="fields"
        onFinish={(fields) =>
          open.mutate(wishFor(fields), { onError: (error) => showFieldErrors(form, error, open) })
        }
      >
        <ProblemAlert error={open.error} />
        <OwnerFields kind={route.to} optional={!bound} />
        <Form.Item name="statement" label={t('open.statement')} extra={t('open.statementHint')}>
          <Input.TextArea rows={3} maxLength={STATEMENT_MAX} />
        </Form.Item>
        <p className="quiet">{t('open.next')}</p>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={open.isPending}>
            {t('open.action')}
          </Button>
          <Button onClick={onBack}>{t('back')}</Button>
        </div>
      </Form>
    </Card>
  );
}
