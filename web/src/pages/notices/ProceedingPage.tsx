// Where a notice leads: finds out whether its matter is a change or a verification, and goes to the page of that.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router';
import { isProblem } from '~/api/problem';
import { useCaller } from '~/app/session';
import { Outcome } from '~/components/Outcome';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { proceedingQuery } from '~/pages/account/queries';

export default function ProceedingPage() {
  const { t } = useTranslation('notices');
  const { id = '' } = useParams();
  const { kind } = useCaller();
  const asCase = useQuery(proceedingQuery('case', id));
  const isNoCase = isProblem(asCase.error, 'not-found');
  const attempt = useQuery({
    ...proceedingQuery('attempt', id),
    queryKey: ['proceeding', id, 'as-attempt'],
    enabled: isNoCase,
  });
  const found = asCase.data ?? attempt.data;

  if (found) {
    const { kind: of } = found.value;
    if (kind === 'party') return <Navigate to="/dispute" replace />;
    return <Navigate to={kind === 'staff' ? `/review/${of}/${id}` : `/account/${of}s/${id}`} replace />;
  }
  if (isNoCase && isProblem(attempt.error, 'not-found'))
    return <Outcome status="info" title={t('goneTitle')} text={t('goneText')} />;
  if (asCase.error && !isNoCase) return <ProblemAlert error={asCase.error} onRetry={asCase.refetch} />;
  if (attempt.error) return <ProblemAlert error={attempt.error} onRetry={attempt.refetch} />;
  return <Loading />;
}
