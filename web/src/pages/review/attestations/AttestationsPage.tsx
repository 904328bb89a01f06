// What waits for the staff's word on a company's Alipay account, the longest waiting first.
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '~/api/client';
import { Card } from '~/components/Card';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { When } from '~/components/When';

const waitingQuery = infiniteQueryOptions({
  queryKey: ['attestations'],
  initialPageParam: '',
  queryFn: ({ pageParam }) =>
    answer(api.GET('/v1/attestations', { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  getNextPageParam: (page) => page.next,
});

function Waiting() {
  const { t } = useTranslation(['review', 'proceedings']);
  const query = useInfiniteQuery(waitingQuery);
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];

  if (query.isPending) return <Loading />;
  if (!query.data) return <ProblemAlert error={query.error} onRetry={query.refetch} />;
  if (rows.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('review:attest.none')} />;
  return (
    <>
      <ul className="list">
        {rows.map((row) => (
          <li key={row.id} className="list-row">
            <div className="list-main">
              <Link to={`/attestations/${row.kind}/${row.id}`}>
                {t(`proceedings:kind.${row.kind}`)} {row.id.slice(-6)}
              </Link>
              {row.confirmed_at && <Tag color="processing">{t('review:attest.oneConfirmed')}</Tag>}
              {row.confirmed_by_me && <Tag>{t('review:attest.byMe')}</Tag>}
            </div>
            <span className="quiet">
              {t('review:attest.asked')} <When at={row.asked_at} />
            </span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('review:attest.more')}
        </Button>
      )}
    </>
  );
}

export default function AttestationsPage() {
  const { t } = useTranslation('review');

  return (
    <>
      <PageHead title={t('attest.listTitle')} text={t('attest.listText')} />
      <Card title={t('attest.waiting')}>
        <Waiting />
      </Card>
    </>
  );
}
