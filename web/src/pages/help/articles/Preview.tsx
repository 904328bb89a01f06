// The text as the server will show it, a moment after one has stopped writing.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '~/components/ProblemAlert';
import { previewQuery } from '../queries';
import { Rendered } from '../Rendered';

const REST_MS = 400;

export function Preview({ text, lang }: { text: string; lang: 'zh-CN' | 'en' }) {
  const { t } = useTranslation('help');
  const [asked, setAsked] = useState(text);
  const html = useQuery({ ...previewQuery(asked), enabled: asked !== '', placeholderData: keepPreviousData });

  useEffect(() => {
    const later = setTimeout(() => setAsked(text), REST_MS);
    return () => clearTimeout(later);
  }, [text]);

  return (
    <div className="article-preview">
      <h3>
        {t('article.preview')} <span className="quiet">{t('article.previewText')}</span>
      </h3>
      <ProblemAlert error={html.error} />
      <div lang={lang}>
        {asked === '' ? <p className="quiet">{t('article.nothing')}</p> : <Rendered html={html.data ?? ''} />}
      </div>
    </div>
  );
}
