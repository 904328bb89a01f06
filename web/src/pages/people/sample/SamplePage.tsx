// The door of a sample's server: everybody in it, a story each, to come in as with one press.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { localText } from '~/app/languages';
import { Card } from '~/components/Card';
import { Facts } from '~/components/Facts';
import { Outcome } from '~/components/Outcome';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { State } from '~/components/State';
import { type Sample, sampleQuery } from './queries';
import { useEnterAsHolder, useEnterAsStaff } from './useComeIn';

/** The same server under its other name, where the browser keeps a session of its own; null where it has none. */
function otherDoor(): string | null {
  const { hostname, port } = location;
  if (hostname === '127.0.0.1') return `http://localhost:${port}/sample`;
  return hostname === 'localhost' ? `http://127.0.0.1:${port}/sample` : null;
}

interface RowProps {
  name: string;
  text: string;
  busy: boolean;
  onEnter: () => void;
}

function PersonRow({ name, text, busy, onEnter }: RowProps) {
  const { t } = useTranslation('people');

  return (
    <li className="list-row">
      <div className="list-main">
        <strong>{text}</strong>
        <div className="quiet">{name}</div>
      </div>
      <Button loading={busy} aria-label={t('sample.enterAs', { name, text })} onClick={onEnter}>
        {t('sample.enter')}
      </Button>
    </li>
  );
}

function People({ sample }: { sample: Sample }) {
  const { t, i18n } = useTranslation('people');
  const asHolder = useEnterAsHolder(sample);
  const asStaff = useEnterAsStaff();
  const other = otherDoor();
  const workOf = (login: string) =>
    i18n.exists(`people:sample.work.${login}`) ? t(`sample.work.${login as 'admin'}`) : login;

  return (
    <>
      <PageHead title={t('sample.title')} text={t('sample.text')} />
      <ProblemAlert error={asHolder.error ?? asStaff.error} />
      <Card title={t('sample.walk')}>
        <ol className="steps">
          {(['wish', 'review', 'verify', 'certificate'] as const).map((step) => (
            <li key={step}>{t(`sample.steps.${step}`)}</li>
          ))}
        </ol>
        <p>{t('sample.madeText')}</p>
        <Facts
          rows={(['person', 'company', 'account'] as const).map((which) => [
            t(`sample.label.${which}`),
            t(`sample.made.${which}`),
          ])}
        />
        {other && (
          <p>
            {t('sample.two')}{' '}
            <a href={other} target="_blank" rel="noreferrer">
              {other}
            </a>
          </p>
        )}
      </Card>
      <div className="halves">
        <Card title={t('sample.accounts')}>
          <ul className="list">
            {sample.accounts.map((account) => (
              <PersonRow
                key={account.id}
                name={account.external_id}
                text={localText(account.about)}
                busy={asHolder.isPending && asHolder.variables === account.id}
                onEnter={() => asHolder.mutate(account.id)}
              />
            ))}
          </ul>
        </Card>
        <Card title={t('sample.staff')}>
          <ul className="list">
            {sample.staff.map((member) => (
              <PersonRow
                key={member.login}
                name={`${member.name} · ${member.login}`}
                text={workOf(member.login)}
                busy={asStaff.isPending && asStaff.variables?.login === member.login}
                onEnter={() => asStaff.mutate(member)}
              />
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}

export default function SamplePage() {
  const { t } = useTranslation('people');
  const sample = useQuery(sampleQuery);

  return (
    <State query={sample}>
      {(found) =>
        found.accounts.length > 0 ? (
          <People sample={found} />
        ) : (
          <Outcome status="info" title={t('sample.none')} text={t('sample.noneText')} />
        )
      }
    </State>
  );
}
