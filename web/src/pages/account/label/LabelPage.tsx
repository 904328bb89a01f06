// A sheet to print: the address to put on the parcel, and the list to lay into it, by which the desk knows whose it is.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { casePath } from '~/pages/account/case/path';
import { policyQuery, proceedingQuery } from '~/pages/account/queries';
import './label.css';

/** The address stands in Chinese whatever language is spoken: the post reads it. */
function Label({ mail }: { mail: Schema['Policy']['mail'] }) {
  const { t } = useTranslation('case');

  return (
    <section className="sheet" aria-labelledby="label-address">
      <h2 id="label-address">{t('label.address')}</h2>
      <address className="label" lang="zh-CN">
        <div>{mail.postcode}</div>
        <div>{mail.address.zh}</div>
        <div>{mail.recipient.zh}</div>
        {mail.phone && <div>{mail.phone}</div>}
      </address>
    </section>
  );
}

function CoverSheet({ value }: { value: Schema['Proceeding'] }) {
  const { t } = useTranslation('case');
  const asked = value.items.filter((item) => item.needed > 0 && item.state !== 'accepted');

  return (
    <section className="sheet" aria-labelledby="label-contents">
      <h2 id="label-contents">{t('label.cover')}</h2>
      <p>{t('label.coverText')}</p>
      <p>
        {t('standing.number')} <strong className="number">{value.id}</strong>
      </p>
      <ul className="contents">
        {asked.map((item) => (
          <li key={item.id}>
            {localText(item.name)}
            {item.needed > 1 && ` × ${item.needed}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function LabelPage() {
  const { t } = useTranslation('case');
  const { id = '' } = useParams();
  const policy = useQuery(policyQuery);
  const seen = useQuery(proceedingQuery('case', id));

  return (
    <>
      <PageHead title={t('label.title')} text={t('label.text')} />
      <State query={policy}>
        {({ mail }) => (
          <State query={seen}>
            {({ value }) => (
              <>
                <Label mail={mail} />
                <CoverSheet value={value} />
              </>
            )}
          </State>
        )}
      </State>
      <div className="buttons not-printed">
        <Button type="primary" onClick={() => window.print()}>
          {t('label.print')}
        </Button>
        <LinkButton to={casePath(id)} label={t('label.back')} type="default" />
      </div>
    </>
  );
}
