// An article's texts in both languages, each beside its preview.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Switch } from 'antd';
import type { Rule } from 'antd/es/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, type Versioned, versioned } from '~/api/client';
import { Problem } from '~/api/problem';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { showFieldErrors } from '~/components/field-errors';
import { ProblemAlert } from '~/components/ProblemAlert';
import { useUnsent } from '~/components/unsaved';
import { type Article, articleQuery, type Texts } from '../queries';
import { Preview } from './Preview';

const TITLE_MAX = 120;
const BODY_MAX = 30_000;
const SLUG = /^[a-z0-9-]{1,64}$/;
const LANGUAGES = [
  ['zh', 'zh-CN'],
  ['en', 'en'],
] as const;

type Wish = Texts & { slug?: string };

function send(known: Versioned<Article> | null, { slug, ...texts }: Wish, key: string) {
  if (!known)
    return versioned(
      api.POST('/v1/help/articles', {
        params: { header: { 'Idempotency-Key': key } },
        body: { slug: slug ?? '', ...texts },
      }),
    );
  return versioned(
    api.PUT('/v1/help/articles/{slug}', {
      params: {
        path: { slug: known.value.slug },
        header: { 'If-Match': known.etag, 'Idempotency-Key': key },
      },
      body: texts,
    }),
  );
}

/** Characters as the server counts them, told while one writes; what is longer is not cut off. */
const counted = (max: number) => ({ show: true, max, strategy: (text: string) => [...text].length });

function Language({ code, lang }: { code: 'zh' | 'en'; lang: 'zh-CN' | 'en' }) {
  const { t } = useTranslation('help');
  const text: string = Form.useWatch(['body', code]) ?? '';
  const rules = (max: number, missing: string): Rule[] => [
    { required: true, whitespace: true, message: missing },
    {
      validator: (_, value: string) =>
        [...(value ?? '')].length > max
          ? Promise.reject(new Error(t('article.tooLong', { max })))
          : Promise.resolve(),
    },
  ];

  return (
    <Card title={t(`article.lang.${code}`)}>
      <Form.Item
        name={['title', code]}
        label={t('article.name')}
        validateTrigger="onBlur"
        rules={rules(TITLE_MAX, t('article.nameMissing'))}
      >
        <Input lang={lang} autoComplete="off" count={counted(TITLE_MAX)} />
      </Form.Item>
      <div className="article-halves">
        <Form.Item
          name={['body', code]}
          label={t('article.body')}
          validateTrigger="onBlur"
          rules={rules(BODY_MAX, t('article.bodyMissing'))}
        >
          <Input.TextArea lang={lang} rows={20} count={counted(BODY_MAX)} />
        </Form.Item>
        <Preview text={text} lang={lang} />
      </div>
    </Card>
  );
}

interface Props {
  /** As it was opened; null: a new one. */
  known: Versioned<Article> | null;
  onReload: () => void;
}

export function ArticleForm({ known, onReload }: Props) {
  const { t } = useTranslation('help');
  const client = useQueryClient();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const [form] = Form.useForm<Wish>();
  const [changed, setChanged] = useState(false);
  const write = useWrite<Versioned<Article>, Wish>({
    send: (wish, key) => send(known, wish, key),
    onDone: async (now) => {
      setChanged(false);
      announce({ kind: 'success', text: t(known ? 'article.saved' : 'article.added') });
      client.setQueryData(articleQuery(now.value.slug).queryKey, now);
      await client.invalidateQueries({ queryKey: ['help', 'articles'] });
      if (!known) await navigate(`/help-desk/articles/${now.value.slug}`, { replace: true });
    },
  });
  const overtaken = write.error instanceof Problem && write.error.status === 412;

  useUnsent(changed);
  return (
    <Form<Wish>
      form={form}
      name="article"
      layout="vertical"
      requiredMark={false}
      initialValues={known?.value ?? { published: false }}
      onValuesChange={() => setChanged(true)}
      onFinish={(wish) => write.mutate(wish, { onError: (error) => showFieldErrors(form, error, write) })}
    >
      {overtaken ? (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('article.changedMeanwhile')}
          action={<Button onClick={onReload}>{t('article.reload')}</Button>}
        />
      ) : (
        <ProblemAlert error={write.error} />
      )}
      {known?.value.by === 'program' && <Alert type="info" showIcon title={t('article.byProgram')} />}
      <Card title={t('article.publishing')}>
        {!known && (
          <Form.Item
            name="slug"
            label={t('article.slug')}
            extra={t('article.slugText')}
            validateTrigger="onBlur"
            rules={[{ required: true, pattern: SLUG, message: t('article.slugWrong') }]}
          >
            <Input autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
        )}
        <Form.Item
          name="published"
          label={t('article.published')}
          valuePropName="checked"
          extra={t('article.publishedText')}
        >
          <Switch />
        </Form.Item>
      </Card>
      {LANGUAGES.map(([code, lang]) => (
        <Language key={code} code={code} lang={lang} />
      ))}
      <Button type="primary" htmlType="submit" loading={write.isPending}>
        {t('article.save')}
      </Button>
    </Form>
  );
}
