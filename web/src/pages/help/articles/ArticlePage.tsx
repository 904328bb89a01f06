// One article, new or known. A known one is asked for afresh when it is opened, and stays as it was while somebody writes.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { LinkButton } from '~/components/LinkButton';
import { PageHead } from '~/components/PageHead';
import { State } from '~/components/State';
import { articleQuery } from '../queries';
import { ArticleForm } from './ArticleForm';

function Known({ slug }: { slug: string }) {
  const client = useQueryClient();
  const article = useQuery({ ...articleQuery(slug), refetchOnMount: 'always', gcTime: 0 });

  return (
    <State query={article} rows={12}>
      {(known) => (
        <ArticleForm
          key={known.etag}
          known={known}
          onReload={() => void client.invalidateQueries({ queryKey: articleQuery(slug).queryKey })}
        />
      )}
    </State>
  );
}

export default function ArticlePage() {
  const { t, i18n } = useTranslation('help');
  const { slug = 'new' } = useParams();
  const isNew = slug === 'new';

  return (
    <>
      <PageHead
        title={t(isNew ? 'article.newTitle' : 'article.editTitle')}
        actions={
          <div className="help-buttons">
            {!isNew && (
              <Button href={`/help/articles/${slug}?lang=${i18n.language === 'en' ? 'en' : 'zh'}`}>
                {t('article.open')}
              </Button>
            )}
            <LinkButton to="/help-desk/articles" type="default" label={t('article.back')} />
          </div>
        }
      />
      {isNew ? <ArticleForm known={null} onReload={() => {}} /> : <Known key={slug} slug={slug} />}
    </>
  );
}
