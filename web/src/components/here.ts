// Whether somebody is at the page. Asking the server again and again keeps a session alive: it ends with the person's doing, so that
// an idle one ends by itself.
import { useEffect, useRef } from 'react';

const AWAY_AFTER_MS = 5 * 60_000;

/** True while somebody is at the page. */
export function useIsHere(): () => boolean {
  const last = useRef(Date.now());
  useEffect(() => {
    const note = () => {
      last.current = Date.now();
    };
    const doings = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const doing of doings) window.addEventListener(doing, note, { passive: true });
    return () => {
      for (const doing of doings) window.removeEventListener(doing, note);
    };
  }, []);
  return () => Date.now() - last.current < AWAY_AFTER_MS;
}
