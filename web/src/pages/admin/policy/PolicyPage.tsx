// The policy in force: as a graph of its routes, and as it was written.
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { localText } from '~/app/languages';
import { Facts } from '~/components/Facts';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { policyQuery, policyTextQuery } from '../queries';
import { PolicyGraph } from './PolicyGraph';
import { RoutesTable } from './RoutesTable';
import '../admin.css';

function Drawn() {
  const { t } = useTranslation('admin');
  const policy = useQuery(policyQuery);

  return (
    <State query={policy} rows={12}>
      {(value) => (
        <>
          <Facts
            rows={[
              [t('policy.platform'), localText(value.platform)],
              [t('policy.edition'), `${value.id} ${value.edition}`],
              [
                t('policy.hash'),
                <span key="hash" className="mono">
                  {value.hash}
                </span>,
              ],
              [t('policy.zone'), value.zone],
            ]}
          />
          <PolicyGraph policy={value} />
          <RoutesTable policy={value} />
        </>
      )}
    </State>
  );
}

function Written() {
  const { t } = useTranslation('admin');
  const text = useQuery(policyTextQuery);

  return (
    <State query={text} rows={12}>
      {(value) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
        <section className="scroll" tabIndex={0} aria-label={t('policy.written')}>
          <ol className="policy-text">
            {value
              .replace(/\n$/, '')
              .split('\n')
              .map((line, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is what stands at its number
                <li key={i}>{line || ' '}</li>
              ))}
          </ol>
        </section>
      )}
    </State>
  );
}

export default function PolicyPage() {
  const { t } = useTranslation('admin');

  return (
    <>
      <PageHead title={t('policy.title')} text={t('policy.text')} />
      <div className="card">
        <Tabs
          items={[
            { key: 'graph', label: t('policy.drawn'), children: <Drawn /> },
            { key: 'text', label: t('policy.written'), children: <Written /> },
          ]}
        />
      </div>
    </>
  );
}
