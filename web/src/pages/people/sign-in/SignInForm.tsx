// Name and password of a member of staff; on its page, and over one whose session has ended.
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { answer, api } from '~/api/client';
import { isProblem } from '~/api/problem';
import { showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';

interface Credentials {
  login: string;
  password: string;
}

interface Props {
  login?: string | undefined;
  onSignedIn: () => Promise<void>;
}

export function SignInForm({ login, onSignedIn }: Props) {
  const { t } = useTranslation('people');
  const [form] = Form.useForm<Credentials>();
  const signIn = useMutation({
    mutationFn: (body: Credentials) => answer(api.POST('/v1/sessions', { body })),
    onSuccess: onSignedIn,
    onError: (error) => {
      showFieldErrors(form, error, signIn);
      if (isProblem(error, 'bad-credentials')) form.getFieldInstance('password')?.focus();
    },
  });
  const required = (message: string) => [{ required: true, message }];

  return (
    <Form<Credentials>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ login: login ?? '' }}
      onFinish={(body) => signIn.mutate(body)}
    >
      <ProblemAlert error={signIn.error} />
      <Form.Item name="login" label={t('signIn.login')} rules={required(t('signIn.loginMissing'))}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={64} />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={required(t('signIn.passwordMissing'))}>
        <Input type="password" autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
        {t('signIn.action')}
      </Button>
    </Form>
  );
}
