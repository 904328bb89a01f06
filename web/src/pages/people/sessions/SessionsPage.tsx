// Where the caller is signed in, and how to end that.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api, type Schema } from '~/api/client';
import { useAnnounce } from '~/components/Announcements';
import { ConfirmButton } from '~/components/ConfirmButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { When } from '~/components/When';

function Row({ session, onEnd, busy }: { session: Schema['Session']; onEnd: () => void; busy: boolean }) {
  const { t } = useTranslation('people');

  return (
    <li className="list-row">
      <div className="list-main">
        <strong>{t(`sessions.kind.${session.kind}`)}</strong>{' '}
        {session.current && <Tag color="processing">{t('sessions.current')}</Tag>}
        <div className="quiet apart">
          <span>
            {t('sessions.begun')} <When at={session.created_at} />
          </span>
          <span>
            {t('sessions.seen')} <When at={session.seen_at} />
          </span>
          <span>
            {t('sessions.ends')} <When at={session.expires_at} />
          </span>
        </div>
      </div>
      {!session.current && (
        <Button onClick={onEnd} loading={busy}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}

export default function SessionsPage() {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const announce = useAnnounce();
  const navigate = useNavigate();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => answer(api.GET('/v1/sessions')) });
  const end = useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/v1/sessions/{id}', { params: { path: { id } } })),
    onSuccess: () => announce({ kind: 'success', text: t('sessions.ended') }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const endAll = useMutation({
    mutationFn: () => answer(api.DELETE('/v1/sessions')),
    onSuccess: () => navigate('/signed-out', { replace: true }),
  });

  return (
    <>
      <PageHead
        title={t('sessions.title')}
        text={t('sessions.text')}
        actions={
          <ConfirmButton
            label={t('sessions.endAll')}
            title={t('sessions.endAllTitle')}
            text={t('sessions.endAllText')}
            onConfirm={() => endAll.mutateAsync()}
          />
        }
      />
      <ProblemAlert error={end.error ?? endAll.error} />
      <section className="card">
        <State query={sessions}>
          {({ items }) => (
            <ul className="list">
              {items.map((session) => (
                <Row
                  key={session.id}
                  session={session}
                  busy={end.isPending && end.variables === session.id}
                  onEnd={() => end.mutate(session.id)}
                />
              ))}
            </ul>
          )}
        </State>
      </section>
    </>
  );
}
