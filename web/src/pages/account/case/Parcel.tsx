// The parcel: where to, the label to print, courier and tracking number, what arrived and what is missing.
import { Button, Form, Input, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Schema, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { showFieldErrors } from '~/components/field-errors';
import { LinkButton } from '~/components/LinkButton';
import { ProblemAlert } from '~/components/ProblemAlert';
import { useUnsent } from '~/components/unsaved';
import { When } from '~/components/When';
import { labelPath } from './path';
import { useCase, useTakeCase } from './useCase';

const WORD_MAX = 64;
const COLOURS = {
  announced: 'processing',
  received: 'processing',
  complete: 'success',
  incomplete: 'warning',
  failed: 'error',
} as const;

function Address() {
  const { t } = useTranslation('case');
  const { value, policy } = useCase();
  const { mail } = policy;

  return (
    <>
      <Facts
        rows={[
          [t('parcel.recipient'), localText(mail.recipient)],
          [t('parcel.address'), localText(mail.address)],
          [t('parcel.postcode'), mail.postcode],
          mail.phone ? [t('parcel.phone'), mail.phone] : null,
        ]}
      />
      <p>
        <LinkButton to={labelPath(value.id)} label={t('parcel.label')} type="default" />
      </p>
    </>
  );
}

function Announcing() {
  const { t } = useTranslation('case');
  const [form] = Form.useForm<Schema['AnnounceParcel']>();
  const announce = useAnnounce();
  const { value, etag } = useCase();
  const { take, refused } = useTakeCase();
  const isUnderWay = value.parcels.at(-1)?.state === 'announced'; // and nothing is left to do
  useUnsent(Boolean(Form.useWatch('tracking', form)?.trim()));
  const send = useWrite({
    send: ({ parcel, version }: { parcel: Schema['AnnounceParcel']; version: string }, key) =>
      versioned(
        api.POST('/v1/cases/{id}/parcels', {
          params: { path: { id: value.id }, header: { 'If-Match': version, 'Idempotency-Key': key } },
          body: parcel,
        }),
      ),
    onDone: async (stepped) => {
      announce({ kind: 'success', text: t('parcel.done') });
      form.resetFields();
      await take(stepped);
    },
  });
  const finish = ({ courier, tracking }: Schema['AnnounceParcel']) =>
    send.mutate(
      {
        parcel: { courier: courier.trim(), tracking: tracking.replace(/\s/g, '').toUpperCase() },
        version: etag,
      },
      {
        onError: (error) => {
          refused(error);
          showFieldErrors(form, error, send);
        },
      },
    );

  return (
    <Form<Schema['AnnounceParcel']>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="fields"
      onFinish={finish}
    >
      <h3>{t(value.parcels.length > 0 ? 'parcel.announceAnother' : 'parcel.announce')}</h3>
      <ProblemAlert error={send.error} />
      <Form.Item
        name="courier"
        label={t('parcel.courier')}
        rules={[{ required: true, whitespace: true, message: t('parcel.courierMissing') }]}
      >
        <Input maxLength={WORD_MAX} list="couriers" autoComplete="off" aria-required />
      </Form.Item>
      <datalist id="couriers">
        {(['sf', 'ems', 'jd', 'zto', 'yto', 'sto', 'yunda'] as const).map((id) => (
          <option key={id} value={t(`parcel.couriers.${id}`)} />
        ))}
      </datalist>
      <Form.Item
        name="tracking"
        label={t('parcel.tracking')}
        extra={t('parcel.trackingHint')}
        validateTrigger="onBlur"
        rules={[
          { required: true, whitespace: true, message: t('parcel.trackingMissing') },
          { pattern: /^[\sA-Za-z0-9-]*$/, message: t('parcel.trackingWrong') },
        ]}
      >
        <Input maxLength={WORD_MAX} autoComplete="off" spellCheck={false} className="number" aria-required />
      </Form.Item>
      <Button type={isUnderWay ? 'default' : 'primary'} htmlType="submit" loading={send.isPending}>
        {t('parcel.action')}
      </Button>
    </Form>
  );
}

export function Parcel() {
  const { t } = useTranslation('case');
  const { value } = useCase();
  const mayAnnounce = value.events.includes('announce-parcel');

  return (
    <Card title={t('parcel.title')}>
      {value.state === 'needs-more' && <p className="warning">{t('parcel.missing')}</p>}
      {mayAnnounce && <Address />}
      {value.parcels.length > 0 && (
        <ul className="list">
          {value.parcels.map((parcel) => (
            <li key={parcel.announced_at} className="list-row">
              <div className="list-main">
                <strong>{parcel.courier}</strong> <span className="number">{parcel.tracking}</span>{' '}
                <Tag color={COLOURS[parcel.state]}>{t(`parcel.state.${parcel.state}`)}</Tag>
                <div className="quiet apart">
                  <span>
                    {t('parcel.announcedAt')} <When at={parcel.announced_at} />
                  </span>
                  {parcel.received_at && (
                    <span>
                      {t('parcel.receivedAt')} <When at={parcel.received_at} />
                    </span>
                  )}
                  {parcel.checked_at && (
                    <span>
                      {t('parcel.checkedAt')} <When at={parcel.checked_at} />
                    </span>
                  )}
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
      {mayAnnounce && !value.parcels.some(({ state }) => state === 'received') && <Announcing />}
    </Card>
  );
}
