// Who the account is to belong to, where the change itself binds it and nobody was named yet; or the change of that.
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { showFieldErrors } from '~/components/field-errors';
import { Masked } from '~/components/Masked';
import { ProblemAlert } from '~/components/ProblemAlert';
import { useUnsent } from '~/components/unsaved';
import { claimOf, OwnerFields, type OwnerFieldValues } from '~/pages/account/owner/OwnerFields';
import { useCase, useTakeCase } from './useCase';

interface Fields {
  new_owner?: OwnerFieldValues;
}

function ClaimForm({ kind, onDone }: { kind: Schema['OwnerKind']; onDone: () => void }) {
  const { t } = useTranslation('case');
  const [form] = Form.useForm<Fields>();
  const announce = useAnnounce();
  const { value, etag } = useCase();
  const { take, refused } = useTakeCase();
  useUnsent(Boolean(Form.useWatch(['new_owner', 'name'], form)));
  const amend = useWrite({
    send: (body: Schema['AmendCase'], key) =>
      versioned(
        api.PATCH('/v1/cases/{id}', {
          params: { path: { id: value.id }, header: { 'If-Match': etag, 'Idempotency-Key': key } },
          body,
        }),
      ),
    onDone: async (stepped) => {
      await take(stepped);
      announce({ kind: 'success', text: t('claim.done') });
      onDone();
    },
  });
  const finish = (fields: Fields) => {
    const claim = claimOf(kind, fields.new_owner);
    if (!claim) return;
    amend.mutate(
      { new_owner: claim },
      {
        onError: (error) => {
          refused(error);
          showFieldErrors(form, error, amend);
        },
      },
    );
  };

  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} className="fields" onFinish={finish}>
      <ProblemAlert error={amend.error} />
      <OwnerFields kind={kind} />
      <Button type="primary" htmlType="submit" loading={amend.isPending}>
        {t('claim.save')}
      </Button>
    </Form>
  );
}

export function Claim() {
  const { t } = useTranslation('case');
  const { value, policy } = useCase();
  const [open, setOpen] = useState(false);
  const kind = policy.routes.find((route) => route.id === value.route)?.to;

  if (!kind || !value.events.includes('amend')) return null;
  if (!value.missing_claim && !value.new_owner) return null;
  return (
    <Card
      title={t('claim.title')}
      extra={
        !value.missing_claim && (
          <Button type="link" onClick={() => setOpen(!open)}>
            {t(open ? 'claim.keep' : 'claim.change')}
          </Button>
        )
      }
    >
      {value.new_owner && (
        <p>
          <Masked value={value.new_owner.name} /> <Masked value={value.new_owner.number} />
        </p>
      )}
      {(open || value.missing_claim) && <ClaimForm kind={kind} onDone={() => setOpen(false)} />}
    </Card>
  );
}
