// One attestation: the company and its Alipay account to look up, and the form for what was seen. Two pairs of eyes.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { api, type Schema, type Versioned, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { focusChoice, showFieldErrors } from '~/components/field-errors';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { When } from '~/components/When';
import NotFoundPage from '~/pages/errors/NotFoundPage';
import { isOvertaken, type Kind } from '../queries';
import '../review.css';

const TEXT_MAX = 500;

type Seen = Versioned<Schema['Attestation']>;

const attestationQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['attestation', id],
    queryFn: (): Promise<Seen> => {
      const wish = { params: { path: { id } } };
      return versioned(
        kind === 'case'
          ? api.GET('/v1/cases/{id}/attestation', wish)
          : api.GET('/v1/attempts/{id}/attestation', wish),
      );
    },
  });

function AttestForm({ seen: { value, etag } }: { seen: Seen }) {
  const { t } = useTranslation(['review', 'proceedings']);
  const client = useQueryClient();
  const announce = useAnnounce();
  const [form] = Form.useForm<Schema['AttestationVoice']>();
  const again = () =>
    Promise.all(
      [['attestation', value.id], ['attestations'], ['proceeding', value.id], ['queue']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  const attest = useWrite<Versioned<Schema['Proceeding']>, Schema['AttestationVoice']>({
    send: (body, key) => {
      const wish = {
        params: { path: { id: value.id }, header: { 'If-Match': etag, 'Idempotency-Key': key } },
        body,
      };
      return versioned(
        value.kind === 'case'
          ? api.POST('/v1/cases/{id}/attestation', wish)
          : api.POST('/v1/attempts/{id}/attestation', wish),
      );
    },
    onDone: async ({ value: now }) => {
      announce({
        kind: 'success',
        text: t('review:attest.done', { state: t(`proceedings:state.${now.state}`) }),
      });
      await again();
    },
  });
  const send = (body: Schema['AttestationVoice']) =>
    attest.mutate(
      { ...body, reason: body.reason.trim() },
      {
        onError: (error) => {
          showFieldErrors(form, error, attest);
          if (!isOvertaken(error)) return;
          announce({ kind: 'info', text: t('review:overtaken') });
          void again();
        },
      },
    );

  return (
    <Form<Schema['AttestationVoice']>
      form={form}
      name="attest"
      layout="vertical"
      requiredMark={false}
      onFinish={send}
      onFinishFailed={focusChoice}
    >
      <ProblemAlert error={attest.error} />
      <Form.Item
        name="confirms"
        label={t('review:attest.question')}
        rules={[{ required: true, message: t('review:attest.choose') }]}
      >
        <Radio.Group>
          <Radio value={true}>{t('review:attest.confirms')}</Radio>
          <Radio value={false}>{t('review:attest.refuses')}</Radio>
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('review:attest.reason')}
        extra={t('review:attest.reasonText')}
        rules={[{ required: true, whitespace: true, message: t('review:attest.reasonMissing') }]}
      >
        <Input.TextArea rows={4} maxLength={TEXT_MAX} showCount />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={attest.isPending}>
        {t('review:attest.action')}
      </Button>
    </Form>
  );
}

function Attestation({ seen }: { seen: Seen }) {
  const { t } = useTranslation(['review', 'account']);
  const { company, alipay_account, asked_at, confirmed_at, confirmed_by_me, ended_at } = seen.value;

  return (
    <>
      <Card title={t('review:attest.lookUp')}>
        <Facts
          rows={[
            company
              ? [
                  t('account:owner.name.enterprise'),
                  <strong key="name" className="exact">
                    {company.name}
                  </strong>,
                ]
              : null,
            company
              ? [
                  t('account:number.uscc'),
                  <strong key="number" className="exact">
                    {company.number}
                  </strong>,
                ]
              : null,
            [
              t('review:attest.account'),
              <strong key="account" className="exact">
                {alipay_account}
              </strong>,
            ],
            [t('review:attest.asked'), <When key="asked" at={asked_at} />],
            confirmed_at ? [t('review:attest.first'), <When key="first" at={confirmed_at} />] : null,
          ]}
        />
      </Card>
      <Card title={t('review:attest.formTitle')}>
        {ended_at && <Alert type="success" showIcon title={t('review:attest.ended')} />}
        {!ended_at && confirmed_by_me && <Alert type="info" showIcon title={t('review:attest.other')} />}
        {!ended_at && !confirmed_by_me && <AttestForm seen={seen} />}
      </Card>
    </>
  );
}

function Looked({ kind, id }: { kind: Kind; id: string }) {
  const { t } = useTranslation('review');
  const query = useQuery(attestationQuery(kind, id));

  return (
    <>
      <PageHead
        title={t('attest.title')}
        text={t('attest.text')}
        actions={<LinkButton to="/attestations" type="default" label={t('attest.toList')} />}
      />
      <State query={query}>{(seen) => <Attestation seen={seen} />}</State>
    </>
  );
}

export default function AttestationPage() {
  const { kind, id } = useParams();

  if ((kind !== 'case' && kind !== 'attempt') || !id) return <NotFoundPage />;
  return <Looked key={id} kind={kind} id={id} />;
}
