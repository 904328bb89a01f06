// The mail desk: finds the case that a parcel is for, by the courier's number or the number of the case.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '~/api/client';
import { Card } from '~/components/Card';
import { showFieldErrors } from '~/components/field-errors';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { QueueRow } from '../queue/QueueRow';
import '../review.css';

const NUMBER_MAX = 64;
const CASE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHOWN = 50;

const parcelOf = (id: string) => `/mail/${id}`;

function Search() {
  const { t } = useTranslation('mail');
  const navigate = useNavigate();
  const [form] = Form.useForm<{ tracking: string }>();
  const find = useMutation({
    mutationFn: async (number: string) => {
      if (CASE_ID.test(number)) return [number.toLowerCase()];
      const found = await answer(api.POST('/v1/parcel-lookups', { body: { tracking: number } }));
      return found.items.map((one) => one.case);
    },
    onSuccess: (cases) => (cases.length === 1 && cases[0] ? navigate(parcelOf(cases[0])) : undefined),
  });

  return (
    <Form
      form={form}
      name="find"
      layout="vertical"
      requiredMark={false}
      onFinish={({ tracking }) =>
        find.mutate(tracking.trim(), { onError: (error) => showFieldErrors(form, error, find) })
      }
    >
      <ProblemAlert error={find.error} />
      <Form.Item
        name="tracking"
        label={t('find.label')}
        extra={t('find.text')}
        rules={[{ required: true, whitespace: true, message: t('find.missing') }]}
      >
        <Input autoFocus maxLength={NUMBER_MAX} autoComplete="off" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={find.isPending}>
        {t('find.action')}
      </Button>
      <div aria-live="polite" className="after">
        {find.data?.length === 0 && <Alert type="warning" showIcon title={t('find.none')} />}
        {find.data && find.data.length > 1 && (
          <>
            <p>{t('find.several')}</p>
            <ul>
              {find.data.map((id) => (
                <li key={id}>
                  <Link to={parcelOf(id)}>{id}</Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Form>
  );
}

function Awaited() {
  const { t } = useTranslation('mail');
  const query = useQuery({
    queryKey: ['queue', 'awaiting-parcel'],
    queryFn: () =>
      answer(api.GET('/v1/queue', { params: { query: { state: 'awaiting-parcel', limit: SHOWN } } })),
  });

  return (
    <State query={query} empty={t('awaited.none')} isEmpty={({ items }) => items.length === 0}>
      {({ items, counts }) => (
        <>
          <ul className="list">
            {items.map((row) => (
              <li key={row.id}>
                <QueueRow row={row} to={parcelOf(row.id)} />
              </li>
            ))}
          </ul>
          {(counts['awaiting-parcel'] ?? 0) > items.length && (
            <Link to="/review?state=awaiting-parcel">{t('awaited.all')}</Link>
          )}
        </>
      )}
    </State>
  );
}

export default function MailPage() {
  const { t } = useTranslation('mail');

  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Card title={t('find.title')}>
        <Search />
      </Card>
      <Card title={t('awaited.title')}>
        <Awaited />
      </Card>
    </>
  );
}
