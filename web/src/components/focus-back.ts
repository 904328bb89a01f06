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

/** For the frame: where what has the focus goes away with what it did (a step taken, a form sent), the page's heading gets it.
 * Whoever has a better place for it puts it there at once. */
export function useFocusKept(): void {
  useEffect(() => {
    let last: Element | null = null;
    const keep = () => {
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      if (document.querySelector('[role="dialog"]:not([hidden])')?.checkVisibility()) return;
      const heading = document.querySelector<HTMLElement>('main h1');
      if (heading) heading.focus({ preventScroll: true });
    };
    const seen = ({ target }: Event) => {
      last = target instanceof Element ? target : null;
    };
    const forget = () => {
      last = null; // who points somewhere has left it
    };
    const observer = new MutationObserver(() => setTimeout(keep));
    document.addEventListener('focusin', seen);
    document.addEventListener('pointerdown', forget);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', seen);
      document.removeEventListener('pointerdown', forget);
      observer.disconnect();
    };
  }, []);
}
