// Shows the parts of a page when each has its first answer, so that none jumps as another comes in above it.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type PropsWithChildren, useEffect, useRef, useState } from 'react';
import { Loading } from './State';

const isFirst = ({ state }: { state: { data: unknown } }) => state.data === undefined;

/** Calls `then` once nothing is asked for the first time and no part is still to be drawn, two frames on end: an answer
 * may make a part ask for more. */
function whenAnswered(client: QueryClient, isBusy: () => boolean, then: () => void): () => void {
  let quiet = 0;
  let frame = requestAnimationFrame(function look() {
    quiet = isBusy() || client.isFetching({ predicate: isFirst }) > 0 ? 0 : quiet + 1;
    if (quiet > 2) then();
    else frame = requestAnimationFrame(look);
  });
  return () => cancelAnimationFrame(frame);
}

interface Props {
  /** Lines of the skeleton that stands there meanwhile. */
  rows: number;
}

export function Together({ rows, children }: PropsWithChildren<Props>) {
  const client = useQueryClient();
  const parts = useRef<HTMLDivElement>(null);
  const [answered, setAnswered] = useState(false);

  useEffect(() => {
    const isBusy = () => parts.current?.querySelector('[aria-busy="true"]') !== null;
    return whenAnswered(client, isBusy, () => setAnswered(true));
  }, [client]);

  return (
    <>
      {!answered && <Loading rows={rows} />}
      <div ref={parts} className="together" hidden={!answered}>
        {children}
      </div>
    </>
  );
}
