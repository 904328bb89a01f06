// The keys by which the platform's own servers ask; an auditor sees them and changes nothing.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema } from '~/api/client';
import { hasRole, useCaller } from '~/app/session';
import { useAnnounce } from '~/components/Announcements';
import { ConfirmButton } from '~/components/ConfirmButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { When } from '~/components/When';
import { More } from '../More';
import { Once } from '../Once';
import { apiKeysQuery } from '../queries';
import { KeyForm } from './KeyForm';
import '../admin.css';

type ApiKey = Schema['ApiKey'];

function Row({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: (() => Promise<unknown>) | null }) {
  const { t } = useTranslation('admin');

  return (
    <li className="list-row">
      <div className="list-main">
        <strong>{apiKey.name}</strong>
        {apiKey.revoked_at && <Tag color="error">{t('keys.revoked')}</Tag>}
        <div className="tags">
          {apiKey.scopes.map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
        </div>
        <div className="quiet apart">
          <span>
            {t('keys.made')} <When at={apiKey.created_at} />
          </span>
          {apiKey.revoked_at && (
            <span>
              {t('keys.revokedAt')} <When at={apiKey.revoked_at} />
            </span>
          )}
        </div>
      </div>
      {onRevoke && !apiKey.revoked_at && (
        <ConfirmButton
          label={t('keys.revoke')}
          title={t('keys.revokeTitle', { name: apiKey.name })}
          text={t('keys.revokeText')}
          onConfirm={onRevoke}
        />
      )}
    </li>
  );
}

export default function ApiKeysPage() {
  const { t } = useTranslation('admin');
  const mayChange = hasRole(useCaller(), ['administrator']);
  const client = useQueryClient();
  const announce = useAnnounce();
  const keys = useInfiniteQuery(apiKeysQuery);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const revoke = useMutation({
    mutationFn: ({ id }: ApiKey) => answer(api.DELETE('/v1/api-keys/{id}', { params: { path: { id } } })),
    onSuccess: (_, { name }) => announce({ kind: 'success', text: t('keys.revokedNow', { name }) }),
    onSettled: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });

  return (
    <>
      <PageHead
        title={t('keys.title')}
        text={t('keys.text')}
        actions={
          mayChange && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('keys.add')}
            </Button>
          )
        }
      />
      <ProblemAlert error={revoke.error} />
      <section className="card">
        <State
          query={keys}
          isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
          empty={t('keys.none')}
        >
          {({ pages }) => (
            <ul className="list">
              {pages.flatMap(({ items }) =>
                items.map((apiKey) => (
                  <Row
                    key={apiKey.id}
                    apiKey={apiKey}
                    onRevoke={mayChange ? () => revoke.mutateAsync(apiKey) : null}
                  />
                )),
              )}
            </ul>
          )}
        </State>
        <More query={keys} />
      </section>
      {adding && (
        <KeyForm
          onClose={() => setAdding(false)}
          onMade={(key) => {
            setAdding(false);
            setSecret(key);
          }}
        />
      )}
      <Once
        title={t('keys.onceTitle')}
        text={t('keys.onceText')}
        label={t('keys.onceLabel')}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </>
  );
}
