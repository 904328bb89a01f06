// A part of a page with its own heading.
import type { PropsWithChildren, ReactNode } from 'react';

interface Props {
  title: string;
  /** At the end of the heading's line. */
  extra?: ReactNode;
}

export function Card({ title, extra, children }: PropsWithChildren<Props>) {
  return (
    <section className="card">
      <div className="card-head">
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}
