// The members of staff: who they are, what they may do, whether they may come in.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schema } from '~/api/client';
import { useWrite } from '~/api/writes';
import { useAnnounce } from '~/components/Announcements';
import { ConfirmButton } from '~/components/ConfirmButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { When } from '~/components/When';
import { More } from '../More';
import { Once } from '../Once';
import { staffQuery } from '../queries';
import { MemberForm } from './MemberForm';
import '../admin.css';

type Member = Schema['Staff'];

function Row({ member, onEdit, onLink }: { member: Member; onEdit: () => void; onLink: () => void }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const announce = useAnnounce();
  const disabled = member.disabled_at !== null;
  const change = useWrite({
    send: (wish: { disabled: boolean; version: number }, key) =>
      answer(
        api.PATCH('/v1/staff/{id}', {
          params: {
            path: { id: member.id },
            header: { 'If-Match': `"${wish.version}"`, 'Idempotency-Key': key },
          },
          body: { disabled: wish.disabled },
        }),
      ),
    onDone: async (now) => {
      announce({
        kind: 'success',
        text: t(now.disabled_at ? 'people.disabledNow' : 'people.enabledNow', { name: now.name }),
      });
      await client.invalidateQueries({ queryKey: ['staff'] });
    },
  });
  const turn = () => change.mutateAsync({ disabled: !disabled, version: member.version });

  return (
    <li className="list-row">
      <div className="list-main">
        <strong>{member.name}</strong> <span className="quiet">{member.login}</span>
        {disabled && <Tag color="error">{t('people.disabled')}</Tag>}
        {!member.password_set && !disabled && <Tag color="warning">{t('people.noPassword')}</Tag>}
        <div className="tags">
          {member.roles.map((role) => (
            <Tag key={role}>{t(`role.${role}`)}</Tag>
          ))}
        </div>
        <div className="quiet apart">
          <span>
            {t('people.since')} <When at={member.created_at} />
          </span>
          <span>{t(member.number_known ? 'people.numberKnown' : 'people.numberUnknown')}</span>
        </div>
        <ProblemAlert error={change.error} />
      </div>
      <div className="row-actions">
        <Button aria-label={t('people.editName', { name: member.name })} onClick={onEdit}>
          {t('people.edit')}
        </Button>
        {!disabled && (
          <Button aria-label={t('people.linkName', { name: member.name })} onClick={onLink}>
            {t('people.link')}
          </Button>
        )}
        {disabled ? (
          <Button loading={change.isPending} onClick={() => void turn().catch(() => {})}>
            {t('people.enable')}
          </Button>
        ) : (
          <ConfirmButton
            label={t('people.disable')}
            title={t('people.disableTitle', { name: member.name })}
            text={t('people.disableText')}
            onConfirm={turn}
          />
        )}
      </div>
    </li>
  );
}

export default function PeoplePage() {
  const { t } = useTranslation('admin');
  const members = useInfiniteQuery(staffQuery);
  const [shown, setShown] = useState<Member | 'new' | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const mint = useMutation({
    mutationFn: (id: string) =>
      answer(api.POST('/v1/staff/{id}/password-links', { params: { path: { id } } })),
    onSuccess: ({ url }) => setLink(url),
  });

  return (
    <>
      <PageHead
        title={t('people.title')}
        text={t('people.text')}
        actions={
          <Button type="primary" onClick={() => setShown('new')}>
            {t('people.add')}
          </Button>
        }
      />
      <ProblemAlert error={mint.error} />
      <section className="card">
        <State query={members}>
          {({ pages }) => (
            <ul className="list">
              {pages.flatMap(({ items }) =>
                items.map((member) => (
                  <Row
                    key={member.id}
                    member={member}
                    onEdit={() => setShown(member)}
                    onLink={() => mint.mutate(member.id)}
                  />
                )),
              )}
            </ul>
          )}
        </State>
        <More query={members} />
      </section>
      {shown && (
        <MemberForm
          member={shown === 'new' ? null : shown}
          onClose={() => setShown(null)}
          onAdded={(member) => mint.mutate(member.id)}
        />
      )}
      <Once
        title={t('people.linkTitle')}
        text={t('people.linkText')}
        label={t('people.linkLabel')}
        secret={link}
        onClose={() => setLink(null)}
      />
    </>
  );
}
