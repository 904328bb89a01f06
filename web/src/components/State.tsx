// What stands in place of content that is on its way, missing, or could not be had.
import type { UseQueryResult } from '@tanstack/react-query';
import { Empty, Skeleton } from 'antd';
import { type ReactNode, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './ProblemAlert';

export function Loading({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation();

  return (
    <div role="status" aria-busy="true">
      <span className="for-readers">{t('state.loading')}</span>
      <Skeleton active paragraph={{ rows }} />
    </div>
  );
}

interface Props<T> {
  query: UseQueryResult<T>;
  /** Lines of the skeleton, about as many as the content will have. */
  rows?: number;
  /** Said where `isEmpty` holds. */
  empty?: ReactNode;
  isEmpty?: (value: T) => boolean;
  children: (value: T) => ReactNode;
}

/** Shows what a query gave; a skeleton until then, a problem with a way to try again, or that there is nothing. What was
 * there before stays while it is asked for again. What `children` needs of another query is read outside of it: a query tells
 * of what was read from it only, and `children` may be called later than its maker. */
export function State<T>({ query, rows, empty, isEmpty, children }: Props<T>) {
  const { t } = useTranslation();
  const ready = useDeferredValue(query.data !== undefined); // drawn for the first time in small steps, then at once

  if (ready && query.data !== undefined) {
    if (isEmpty?.(query.data)) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />;
    return children(query.data);
  }
  if (query.isError) return <ProblemAlert error={query.error} onRetry={query.refetch} />;
  if (query.fetchStatus === 'paused') return <Empty description={t('state.offline')} />;
  return <Loading rows={rows ?? 4} />;
}
