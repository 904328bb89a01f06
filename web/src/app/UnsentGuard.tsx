// Asks once before one goes on inside the console from a page with something unsent on it. What replaces the address follows
// an act of one's own and is not asked about.
import { lazy, type PropsWithChildren, Suspense, useCallback, useRef } from 'react';
import { useBlocker } from 'react-router';
import { UnsentParts } from '~/components/unsaved';

const Leaving = lazy(() => import('./Leaving'));

export function UnsentGuard({ children }: PropsWithChildren) {
  const parts = useRef(new Set<string>());
  const note = useCallback((part: string, unsent: boolean) => {
    if (unsent) parts.current.add(part);
    else parts.current.delete(part);
  }, []);
  const blocker = useBlocker(
    ({ historyAction, currentLocation: from, nextLocation: to }) =>
      historyAction !== 'REPLACE' &&
      parts.current.size > 0 &&
      (from.pathname !== to.pathname || from.search !== to.search),
  );

  return (
    <UnsentParts value={note}>
      {children}
      {blocker.state === 'blocked' && (
        <Suspense fallback={null}>
          <Leaving onStay={blocker.reset} onLeave={blocker.proceed} />
        </Suspense>
      )}
    </UnsentParts>
  );
}
