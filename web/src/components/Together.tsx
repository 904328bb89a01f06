// Shows the parts of a page when each has its first answer, so that none jumps as another comes in above it.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type PropsWithChildren, useEffect, useState } from 'react';
import { Loading } from './State';

const isFirst = ({ state }: { state: { data: unknown } }) => state.data === undefined;

/** Calls `then` once nothing is asked for the first time, two frames on end: an answer may make a part ask for more. */
function whenAnswered(client: QueryClient, then: () => void): () => void {
  let quiet = 0;
  let frame = requestAnimationFrame(function look() {
    quiet = client.isFetching({ predicate: isFirst }) > 0 ? 0 : quiet + 1;
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
  const [answered, setAnswered] = useState(false);

  useEffect(() => whenAnswered(client, () => setAnswered(true)), [client]);

  return (
    <>
      {!answered && <Loading rows={rows} />}
      <div className="together" hidden={!answered}>
        {children}
      </div>
    </>
  );
}
