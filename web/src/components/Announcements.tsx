// Confirms what an action did, for eyes and for screen readers, and goes away by itself; errors stay until they are closed.
import { Alert } from 'antd';
import { createContext, type PropsWithChildren, useCallback, useContext, useRef, useState } from 'react';

const STAYS_MS = 6000;
const SHOWN_MAX = 3; // more would cover the page of a phone; what goes for it was told

interface Announcement {
  kind: 'success' | 'info' | 'error';
  text: string;
}

/** The newest few, and every error that was not closed. */
function newest<T extends Announcement>(all: T[]): T[] {
  return all.filter(({ kind }, place) => kind === 'error' || place >= all.length - SHOWN_MAX);
}

const Announce = createContext<(announcement: Announcement) => void>(() => {});

export function useAnnounce(): (announcement: Announcement) => void {
  return useContext(Announce);
}

export function Announcements({ children }: PropsWithChildren) {
  const [shown, setShown] = useState<(Announcement & { id: number })[]>([]);
  const next = useRef(0);
  const close = useCallback((id: number) => setShown((all) => all.filter((one) => one.id !== id)), []);
  const announce = useCallback(
    (announcement: Announcement) => {
      const id = next.current++;
      setShown((all) => newest([...all, { ...announcement, id }]));
      if (announcement.kind !== 'error') setTimeout(() => close(id), STAYS_MS);
    },
    [close],
  );

  return (
    <Announce value={announce}>
      {children}
      <div className="announcements" role="status" aria-atomic="false">
        {shown.map(({ id, kind, text }) => (
          <Alert
            key={id}
            type={kind}
            role="presentation" // one live region says it: that around it
            showIcon
            title={text}
            closable={{ closeIcon: true, onClose: () => close(id) }}
          />
        ))}
      </div>
    </Announce>
  );
}
