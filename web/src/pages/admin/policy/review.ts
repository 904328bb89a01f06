// How long the staff have and how many must approve; nothing of that where a partner confirms.
import type { TFunction } from 'i18next';
import type { Schema } from '~/api/client';

export function reviewOf(route: Schema['PolicyRoute'], t: TFunction<'admin'>): string {
  return route.approvals
    ? t('policy.review', { days: route.review_days, count: route.approvals })
    : t('policy.noReview');
}
