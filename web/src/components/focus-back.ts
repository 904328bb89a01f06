// The focus after a dialog or a form that comes and goes: back to where it was, or, where that is gone too, to the page's
// heading, so that nobody who uses the keyboard begins at the top again.
import { useEffect, useRef } from 'react';

/** Give the focus back when the component that calls this goes away. */
export function useFocusBack(): void {
  const before = useRef<Element | null>(document.activeElement);

  useEffect(() => {
    return () => {
      const back = () => {
        if (document.activeElement && document.activeElement !== document.body) return;
        const to = before.current?.isConnected && before.current !== document.body ? before.current : null;
        const target = to ?? document.querySelector('h1');
        if (target instanceof HTMLElement) target.focus({ preventScroll: to === null });
      };
      setTimeout(back); // what is closing takes the focus with it first
    };
  }, []);
}
