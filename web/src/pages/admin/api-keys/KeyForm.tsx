// Mints a key: what it is for, and what it may do.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema } from '~/api/client';
import { showFieldErrors } from '~/components/field-errors';
import { useFocusBack } from '~/components/focus-back';
import { ProblemAlert } from '~/components/ProblemAlert';
import { oneAtLeast } from '../one-at-least';

type Scope = Schema['Scope'];

/** Each with the name of its text, as a colon parts namespaces in those. */
const SCOPES: readonly (readonly [Scope, ScopeText])[] = [
  ['accounts:read', 'accountsRead'],
  ['accounts:write', 'accountsWrite'],
  ['links:write', 'linksWrite'],
  ['usage:write', 'usageWrite'],
  ['origin:write', 'originWrite'],
  ['cases:read', 'casesRead'],
  ['cases:write', 'casesWrite'],
  ['metrics:read', 'metricsRead'],
];
type ScopeText =
  | 'accountsRead'
  | 'accountsWrite'
  | 'linksWrite'
  | 'usageWrite'
  | 'originWrite'
  | 'casesRead'
  | 'casesWrite'
  | 'metricsRead';

interface Wish {
  name: string;
  scopes: Scope[];
}

export function KeyForm({ onMade, onClose }: { onMade: (key: string) => void; onClose: () => void }) {
  useFocusBack();
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const [form] = Form.useForm<Wish>();
  const mint = useMutation({
    mutationFn: (body: Wish) => answer(api.POST('/v1/api-keys', { body })),
    onSuccess: async ({ key }) => {
      onMade(key);
      await client.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });

  return (
    <Modal
      open
      title={t('keys.addTitle')}
      okText={t('keys.addAction')}
      cancelText={t('cancel')}
      confirmLoading={mint.isPending}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ scopes: [] }}
        onFinish={(wish) => mint.mutate(wish, { onError: (error) => showFieldErrors(form, error, mint) })}
      >
        <ProblemAlert error={mint.error} />
        <Form.Item
          name="name"
          label={t('keys.name')}
          extra={t('keys.nameText')}
          validateTrigger="onBlur"
          rules={[{ required: true, whitespace: true, message: t('keys.nameMissing') }]}
        >
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <Form.Item name="scopes" label={t('keys.scopes')} rules={[oneAtLeast(t('keys.scopesMissing'))]}>
          <Checkbox.Group
            className="choices"
            options={SCOPES.map(([scope, text]) => ({
              value: scope,
              label: (
                <>
                  {scope} <span className="quiet">{t(`scope.${text}`)}</span>
                </>
              ),
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
