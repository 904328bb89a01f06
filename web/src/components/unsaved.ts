// Asks before something unsent is left: by the browser where the tab is closed or opened again, by the console where one goes on
// inside it.
import { createContext, useContext, useEffect, useId } from 'react';

/** Keeps which parts of the page have something unsent. */
export type Unsent = (part: string, unsent: boolean) => void;

export const UnsentParts = createContext<Unsent>(() => {});

/** `unsent`: there is something that would be lost. */
export function useUnsent(unsent: boolean): void {
  const note = useContext(UnsentParts);
  const part = useId();

  useEffect(() => {
    if (!unsent) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    note(part, true);
    window.addEventListener('beforeunload', ask);
    return () => {
      note(part, false);
      window.removeEventListener('beforeunload', ask);
    };
  }, [unsent, note, part]);
}
