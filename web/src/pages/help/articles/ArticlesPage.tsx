// All articles of the help centre, drafts too.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { localText } from '~/app/languages';
import { Card } from '~/components/Card';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { When } from '~/components/When';
import { articlesQuery } from '../queries';
import '../help.css';

function List() {
  const { t } = useTranslation('help');
  const query = useInfiniteQuery(articlesQuery);
  const articles = query.data?.pages.flatMap(({ items }) => items) ?? [];

  if (query.isPending) return <Loading />;
  if (!query.data) return <ProblemAlert error={query.error} onRetry={query.refetch} />;
  if (articles.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('articles.none')} />;
  return (
    <>
      <ul className="list">
        {articles.map((article) => (
          <li key={article.id} className="list-row">
            <div className="list-main">
              <Link to={`/help-desk/articles/${article.slug}`}>{localText(article.title)}</Link>
              <Tag color={article.published ? 'success' : 'default'}>
                {t(article.published ? 'articles.published' : 'articles.draft')}
              </Tag>
              {article.by === 'program' && <Tag>{t('articles.byProgram')}</Tag>}
            </div>
            <span className="quiet help-meta">
              <span>
                {t('articles.changed')} <When at={article.changed_at} />
              </span>
              <span>{t('articles.views', { count: article.views })}</span>
            </span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('articles.more')}
        </Button>
      )}
    </>
  );
}

export default function ArticlesPage() {
  const { t } = useTranslation('help');

  return (
    <>
      <PageHead
        title={t('articles.title')}
        text={t('articles.text')}
        actions={
          <div className="help-buttons">
            <LinkButton to="/help-desk" type="default" label={t('articles.desk')} />
            <LinkButton to="/help-desk/articles/new" label={t('articles.new')} />
          </div>
        }
      />
      <Card title={t('articles.list')}>
        <List />
      </Card>
    </>
  );
}
