// Makes a member of staff, or changes one: name, roles, and their own number, which is only ever told, never shown.
import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { showFieldErrors } from '~/components/field-errors';
import { useFocusBack } from '~/components/focus-back';
import { ProblemAlert } from '~/components/ProblemAlert';
import { oneAtLeast } from '../one-at-least';

type Member = Schema['Staff'];
type Role = Member['roles'][number];

const ROLES: readonly Role[] = ['reviewer', 'approver', 'mail-clerk', 'auditor', 'administrator'];
const LOGIN = /^[A-Za-z0-9._@-]{1,64}$/;

interface Wish {
  login: string;
  name: string;
  roles: Role[];
  number?: string;
}

interface Props {
  /** Null: a new one. */
  member: Member | null;
  onAdded: (member: Member) => void;
  onClose: () => void;
}

/** An empty number is none. */
function numberOf({ number }: Wish): { number?: string } {
  return number?.trim() ? { number: number.trim() } : {};
}

function send(member: Member | null, wish: Wish, key: string): Promise<Member> {
  const { login, name, roles } = wish;
  if (!member)
    return answer(
      api.POST('/v1/staff', {
        params: { header: { 'Idempotency-Key': key } },
        body: { login, name, roles, ...numberOf(wish) },
      }),
    );
  return answer(
    api.PATCH('/v1/staff/{id}', {
      params: {
        path: { id: member.id },
        header: { 'If-Match': `"${member.version}"`, 'Idempotency-Key': key },
      },
      body: { name, roles, ...numberOf(wish) },
    }),
  );
}

export function MemberForm({ member, onAdded, onClose }: Props) {
  useFocusBack();
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const announce = useAnnounce();
  const [form] = Form.useForm<Wish>();
  const write = useWrite({
    send: (wish: Wish, key) => send(member, wish, key),
    onDone: async (now) => {
      announce({ kind: 'success', text: t(member ? 'people.saved' : 'people.added', { name: now.name }) });
      onClose();
      if (!member) onAdded(now);
      await client.invalidateQueries({ queryKey: ['staff'] });
    },
  });
  const submit = (wish: Wish) =>
    write.mutate(wish, { onError: (error) => showFieldErrors(form, error, write) });

  return (
    <Modal
      open
      title={member ? t('people.editTitle', { name: member.name }) : t('people.addTitle')}
      okText={t(member ? 'people.save' : 'people.addAction')}
      cancelText={t('cancel')}
      confirmLoading={write.isPending}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ login: member?.login, name: member?.name, roles: member?.roles ?? [] }}
        onFinish={submit}
      >
        <ProblemAlert error={write.error} />
        {!member && (
          <Form.Item
            name="login"
            label={t('people.login')}
            extra={t('people.loginRule')}
            validateTrigger="onBlur"
            rules={[{ required: true, pattern: LOGIN, message: t('people.loginWrong') }]}
          >
            <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
          </Form.Item>
        )}
        <Form.Item
          name="name"
          label={t('people.name')}
          validateTrigger="onBlur"
          rules={[{ required: true, whitespace: true, message: t('people.nameMissing') }]}
        >
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <Form.Item name="roles" label={t('people.roles')} rules={[oneAtLeast(t('people.rolesMissing'))]}>
          <Checkbox.Group
            className="choices"
            options={ROLES.map((role) => ({
              value: role,
              label: (
                <>
                  {t(`role.${role}`)} <span className="quiet">{t(`roleText.${role}`)}</span>
                </>
              ),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="number"
          label={t(member?.number_known ? 'people.numberAnew' : 'people.number')}
          extra={t('people.numberText')}
        >
          <Input autoComplete="off" maxLength={90} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
