// Sets a password by the one-time link that an administrator has given.
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api } from '~/api/client';
import { isProblem } from '~/api/problem';
import { showFieldErrors } from '~/components/field-errors';
import { LinkButton } from '~/components/LinkButton';
import { Outcome } from '~/components/Outcome';
import { useOneTimeToken } from '~/components/one-time-token';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';

const LENGTH_MIN = 12;
const LENGTH_MAX = 256;

interface Wish {
  password: string;
  again: string;
}

export default function PasswordPage() {
  const { t } = useTranslation('people');
  const token = useOneTimeToken();
  const [form] = Form.useForm<Wish>();
  const set = useMutation({
    mutationFn: ({ password }: Wish) => answer(api.POST('/v1/passwords', { body: { token, password } })),
  });

  if (set.isSuccess)
    return (
      <Outcome
        status="success"
        title={t('password.doneTitle')}
        text={t('password.doneText')}
        extra={<LinkButton to="/sign-in" label={t('signIn.action')} />}
      />
    );
  if (!token || isProblem(set.error, 'link-invalid'))
    return <Outcome status="warning" title={t('enter.badTitle')} text={t('password.used')} />;
  return (
    <div className="narrow">
      <PageHead title={t('password.title')} text={t('password.text')} />
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(wish) => set.mutate(wish, { onError: (error) => showFieldErrors(form, error, set) })}
      >
        <ProblemAlert error={set.error} />
        <Form.Item
          name="password"
          label={t('password.new')}
          extra={t('password.rule', { count: LENGTH_MIN })}
          validateTrigger="onBlur"
          rules={[{ required: true, min: LENGTH_MIN, message: t('password.short', { count: LENGTH_MIN }) }]}
        >
          <Input type="password" autoComplete="new-password" maxLength={LENGTH_MAX} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('password.again')}
          dependencies={['password']}
          validateTrigger="onBlur"
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, again) => {
                if (again !== getFieldValue('password')) throw new Error(t('password.differs'));
              },
            }),
          ]}
        >
          <Input type="password" autoComplete="new-password" maxLength={LENGTH_MAX} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={set.isPending}>
          {t('password.action')}
        </Button>
      </Form>
    </div>
  );
}
