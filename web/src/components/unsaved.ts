// Asks before a tab with something unsent in it is closed or opened again.
import { useEffect } from 'react';

/** `unsent`: there is something that would be lost. The browser asks in its own words. */
export function useUnsent(unsent: boolean): void {
  useEffect(() => {
    if (!unsent) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsent]);
}
