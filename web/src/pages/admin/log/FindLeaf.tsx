// Finds a leaf by its id and proves in the browser that the log of the newest checkpoint holds it.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { State } from '~/components/State';
import { When } from '~/components/When';
import { hexOf, sameBytes } from '~/pages/receipts/verify/bytes';
import type { Checkpoint } from '~/pages/receipts/verify/note';
import { ProofTree } from './ProofTree';
import { type Found, leafQuery } from './queries';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function Shown({ found, checkpoint }: { found: Found; checkpoint: Checkpoint }) {
  const { t } = useTranslation('log');
  const top = found.steps?.at(-1)?.result ?? found.hash;
  const good = found.steps !== null && top !== null && sameBytes(top, checkpoint.root);

  return (
    <>
      <Facts
        rows={[
          [t('kind'), found.kind],
          [t('time'), <When key="time" at={found.time} />],
          [t('place'), found.index ?? t('waits')],
          found.hash && [
            t('leafHash'),
            <span key="hash" className="mono">
              {hexOf(found.hash)}
            </span>,
          ],
        ]}
      />
      {found.index !== null && (
        <Alert
          role="status"
          type={good ? 'success' : 'error'}
          showIcon
          title={t(good ? 'included' : 'notIncluded', { size: checkpoint.size })}
        />
      )}
      {found.steps && found.hash && <ProofTree leaf={found.hash} steps={found.steps} />}
    </>
  );
}

function Result({ id, checkpoint }: { id: string; checkpoint: Checkpoint }) {
  const found = useQuery(leafQuery(id, checkpoint.size));
  return <State query={found}>{(value) => <Shown found={value} checkpoint={checkpoint} />}</State>;
}

export function FindLeaf({ checkpoint }: { checkpoint: Checkpoint }) {
  const { t } = useTranslation('log');
  const [search, setSearch] = useSearchParams();
  const id = search.get('leaf') ?? '';

  return (
    <Card title={t('find')}>
      <Form<{ id: string }>
        layout="vertical"
        requiredMark={false}
        initialValues={{ id }}
        onFinish={(wish) => setSearch({ leaf: wish.id.trim().toLowerCase() }, { replace: true })}
      >
        <Form.Item
          name="id"
          label={t('id')}
          extra={t('idText')}
          validateTrigger="onBlur"
          rules={[
            {
              required: true,
              pattern: ID,
              transform: (value?: string) => value?.trim(),
              message: t('idWrong'),
            },
          ]}
        >
          <Input className="mono" autoComplete="off" spellCheck={false} maxLength={40} />
        </Form.Item>
        <Form.Item>
          <Button type="primary" htmlType="submit">
            {t('prove')}
          </Button>
        </Form.Item>
      </Form>
      {ID.test(id) && <Result id={id.toLowerCase()} checkpoint={checkpoint} />}
    </Card>
  );
}
