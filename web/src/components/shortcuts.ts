// Single keys for those who decide all day. They can be switched off (WCAG 2.1.4) and never act while somebody types.
import { useEffect, useRef, useSyncExternalStore } from 'react';

const CHOICE = 'shiming.shortcuts';
const listeners = new Set<() => void>();

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useShortcutsOn(): [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, () => localStorage.getItem(CHOICE) !== 'off');
  const set = (wanted: boolean) => {
    localStorage.setItem(CHOICE, wanted ? 'on' : 'off');
    for (const tell of listeners) tell();
  };
  return [on, set];
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="dialog"], [role="combobox"]') !== null)
  );
}

/** Does what stands under the key pressed; the latest `actions` count. An action that is undefined is none. */
export function useShortcuts(actions: Readonly<Record<string, (() => unknown) | undefined>>): void {
  const [on] = useShortcutsOn();
  const latest = useRef(actions);
  latest.current = actions;

  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      const action = latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [on]);
}
