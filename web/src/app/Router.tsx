// Puts the table of pages under their addresses, each behind the check of who may open it.
import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, Navigate, RouterProvider, useLocation } from 'react-router';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { Broken } from './Broken';
import { Frame } from './Frame';
import { homeOf, mayOpen, pages } from './pages';
import { useSession } from './session';

const NotFoundPage = lazy(() => import('~/pages/errors/NotFoundPage'));
const NotYoursPage = lazy(() => import('~/pages/errors/NotYoursPage'));

interface GuardedProps {
  row: (typeof pages)[number];
  Page: ComponentType;
}

/** Shows the page to those who may open it. */
function Guarded({ row, Page }: GuardedProps) {
  const session = useSession();
  const { pathname, search } = useLocation();

  if (session.isPending) return <Loading />;
  if (session.isError) return <ProblemAlert error={session.error} onRetry={session.refetch} />;
  if (!session.data)
    return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  return mayOpen(row, session.data.roles) ? <Page /> : <NotYoursPage />;
}

function Home() {
  const session = useSession();

  if (session.isPending) return <Loading />;
  if (session.isError) return <ProblemAlert error={session.error} onRetry={session.refetch} />;
  return <Navigate to={session.data ? homeOf(session.data.roles) : '/sign-in'} replace />;
}

function elementOf(row: (typeof pages)[number]) {
  const Page = lazy(row.load);
  return row.audience === 'everyone' ? <Page /> : <Guarded row={row} Page={Page} />;
}

export function Router() {
  const { ready } = useTranslation();
  const router = useMemo(
    () =>
      createBrowserRouter([
        {
          element: <Frame />,
          errorElement: <Broken />,
          children: [
            { path: '/', element: <Home /> },
            ...pages.map((row) => ({
              path: row.path,
              handle: row,
              errorElement: <Broken />,
              element: <Suspense fallback={<Loading />}>{elementOf(row)}</Suspense>,
            })),
            {
              path: '*',
              element: (
                <Suspense fallback={<Loading />}>
                  <NotFoundPage />
                </Suspense>
              ),
            },
          ],
        },
      ]),
    [],
  );

  return ready ? <RouterProvider router={router} /> : null;
}
