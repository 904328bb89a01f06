// What is agreed to before the first file: each purpose by its own text, identity pictures apart; and taken back.
import { Button, Tag } from 'antd';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, versioned } from '~/api/client';
import { useWrite } from '~/api/writes';
import { localText } from '~/app/languages';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { ConfirmButton } from '~/components/ConfirmButton';
import { ProblemAlert } from '~/components/ProblemAlert';
import { placeOf } from './queries';
import { useCase, useTakeCase } from './useCase';

type PolicyConsent = Schema['Policy']['consents'][number];

const PICTURES = 'identity-pictures';

/** Pictures of identity documents are agreed to only where some are asked for. */
function useAskedConsents(): PolicyConsent[] {
  const { value, policy } = useCase();
  const pictures = value.items.some((item) =>
    item.any_of.some((id) => policy.materials.find((material) => material.id === id)?.identity_picture),
  );
  return policy.consents.filter(
    ({ purpose }) => purpose !== PICTURES || pictures || value.consents.includes(PICTURES),
  );
}

function Consent({ consent }: { consent: PolicyConsent }) {
  const { t } = useTranslation('case');
  const announce = useAnnounce();
  const { value, etag } = useCase();
  const { take, refused } = useTakeCase();
  const given = value.consents.includes(consent.purpose);
  const name = t(consent.purpose === PICTURES ? 'consents.pictures' : 'consents.verification');
  const path = { id: value.id, purpose: consent.purpose };
  const give = useWrite({
    send: (body: Schema['GiveConsent'], key) =>
      versioned(
        api.PUT(`${placeOf(value.kind)}/consents/{purpose}`, {
          params: { path, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    onDone: async (stepped) => {
      await take(stepped);
      announce({ kind: 'success', text: t('consents.given', { name }) });
    },
  });
  const takeBack = useWrite({
    send: (version: string, key) =>
      versioned(
        api.DELETE(`${placeOf(value.kind)}/consents/{purpose}`, {
          params: { path, header: { 'If-Match': version, 'Idempotency-Key': key } },
        }),
      ),
    onDone: async (stepped) => {
      await take(stepped);
      announce({ kind: 'info', text: t('consents.taken', { name }) });
    },
  });

  return (
    <li className="list-row">
      <div className="list-main">
        <h3>{name}</h3>
        <p>{localText(consent.text)}</p>
        <ProblemAlert error={give.error ?? takeBack.error} />
      </div>
      {given ? (
        <div className="buttons">
          <Tag color="success">{t('consents.agreed')}</Tag>
          {value.events.includes('consent-withdraw') && (
            <ConfirmButton
              size="small"
              label={t('consents.takeBack')}
              title={t('consents.takeBackTitle')}
              text={t('consents.takeBackText')}
              onConfirm={() => takeBack.mutateAsync(etag, { onError: refused })}
            />
          )}
        </div>
      ) : (
        value.events.includes('consent') && (
          <Button
            type="primary"
            loading={give.isPending}
            onClick={() => give.mutate({ text_version: consent.text_version }, { onError: refused })}
          >
            {t('consents.give')}
            <span className="for-readers">{name}</span>
          </Button>
        )
      )}
    </li>
  );
}

/** A button that is pressed here goes away with what it asked; the focus goes on to what is left to agree to. */
function useNextConsent() {
  const { value } = useCase();
  const given = value.consents.length;
  const before = useRef(given);

  useLayoutEffect(() => {
    if (given > before.current && document.activeElement === document.body)
      document
        .querySelector<HTMLElement>('.consents button.ant-btn-primary, .consents > details > summary')
        ?.focus();
    before.current = given;
  }, [given]);
}

export function Consents() {
  const { t } = useTranslation('case');
  const asked = useAskedConsents();
  const { value } = useCase();
  useNextConsent();

  if (asked.length === 0) return null;
  const list = (
    <ul className="list">
      {asked.map((consent) => (
        <Consent key={consent.purpose} consent={consent} />
      ))}
    </ul>
  );
  if (value.missing_consent === null)
    return (
      <div className="consents">
        <details className="card folded">
          <summary>{t('consents.allGiven')}</summary>
          {list}
        </details>
      </div>
    );
  return (
    <div className="consents">
      <Card title={t('consents.title')}>
        <p>{t('consents.text')}</p>
        {list}
      </Card>
    </div>
  );
}
