// Says what went wrong and what to do about it, in the server's own words where it has any.
import { Alert, Button } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { isSignedOut, Problem, Unreachable } from '~/api/problem';

interface Props {
  error: Error | null;
  onRetry?: () => unknown;
}

function wordsOf(error: Error, t: TFunction<'common'>): { title: string; text: string; request: string } {
  if (error instanceof Problem && error.detail)
    return { title: error.title, text: error.detail, request: error.status >= 500 ? error.request : '' };
  if (error instanceof Unreachable)
    return { title: t('problem.unreachable'), text: t('problem.unreachableText'), request: '' };
  return { title: t('problem.unknown'), text: t('problem.unknownText'), request: '' };
}

export function ProblemAlert({ error, onRetry }: Props) {
  const { t } = useTranslation();

  if (!error || isSignedOut(error)) return null; // the end of a session stands over the whole page
  const { title, text, request } = wordsOf(error, t);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title}
      description={
        <>
          {text}
          {request && <div className="request">{t('problem.request', { request })}</div>}
        </>
      }
      action={onRetry && <Button onClick={() => void onRetry()}>{t('actions.retry')}</Button>}
    />
  );
}
