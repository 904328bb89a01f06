// All that the caller has been told, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '~/components/Announcements';
import { Card } from '~/components/Card';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { NoticeRow } from './NoticeRow';
import { allNoticesQuery, useMarkRead } from './queries';

export default function NoticesPage() {
  const { t } = useTranslation('notices');
  const announce = useAnnounce();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(allNoticesQuery);
  const read = useMarkRead();
  const notices = data?.pages.flatMap((page) => page.items) ?? [];
  const unread = notices.filter((notice) => !notice.read_at).map((notice) => notice.id);

  const readAll = () =>
    read.mutate(unread, {
      onSuccess: () => announce({ kind: 'success', text: t('allRead', { count: unread.length }) }),
    });
  return (
    <>
      <PageHead
        title={t('title')}
        text={t('text')}
        actions={
          unread.length > 0 && (
            <Button onClick={readAll} loading={read.isPending}>
              {t('readAll')}
            </Button>
          )
        }
      />
      <ProblemAlert error={read.error} />
      <ProblemAlert error={error} onRetry={refetch} />
      {!data && !error && <Loading />}
      {data && (
        <Card title={t('newest')}>
          {notices.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('none')} />
          ) : (
            <ul className="list">
              {notices.map((notice) => (
                <NoticeRow
                  key={notice.id}
                  notice={notice}
                  onOpen={({ id, read_at }) => !read_at && read.mutate([id])}
                />
              ))}
            </ul>
          )}
          {hasNextPage && (
            <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
              {t('more')}
            </Button>
          )}
        </Card>
      )}
    </>
  );
}
