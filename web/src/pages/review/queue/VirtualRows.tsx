// Rows of one height, of which only those in sight are in the page: a hundred thousand cases scroll as ten do.
import { type ReactNode, type RefObject, useImperativeHandle, useRef, useState } from 'react';

const SPARE = 8; // rows drawn above and below what is in sight

export interface RowsHandle {
  /** Brings a row into sight and gives the focus to the link in it. */
  goTo: (index: number) => void;
}

interface Props {
  count: number;
  rowPx: number;
  label: string;
  row: (index: number) => ReactNode;
  /** Called with the last row in sight, as it changes. */
  onSeen: (last: number) => void;
  handle: RefObject<RowsHandle | null>;
}

export function VirtualRows({ count, rowPx, label, row, onSeen, handle }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const shown = Math.ceil((box.current?.clientHeight ?? 800) / rowPx) + 1;
  const from = Math.max(first - SPARE, 0);
  const to = Math.min(first + shown + SPARE, count);

  const scrolled = () => {
    const now = Math.floor((box.current?.scrollTop ?? 0) / rowPx);
    if (now === first) return;
    setFirst(now);
    onSeen(now + shown);
  };

  useImperativeHandle(handle, () => ({
    goTo: (index) => {
      const element = box.current;
      if (!element) return;
      const above = index * rowPx;
      if (above < element.scrollTop) element.scrollTop = above;
      else if (above + rowPx > element.scrollTop + element.clientHeight)
        element.scrollTop = above + rowPx - element.clientHeight;
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          element.querySelector<HTMLElement>(`[data-row="${index}"] a`)?.focus({ preventScroll: true }),
        ),
      );
    },
  }));

  return (
    <section
      className="rows"
      style={{ height: `min(${count * rowPx + 2}px, max(320px, 100vh - 320px))` }}
      ref={box}
      onScroll={scrolled}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too
      tabIndex={0}
    >
      <ul className="rows-all" style={{ height: count * rowPx }}>
        {Array.from({ length: Math.max(to - from, 0) }, (_, at) => {
          const index = from + at;
          return (
            <li
              key={index}
              data-row={index}
              aria-setsize={count}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${index * rowPx}px)`, height: rowPx }}
            >
              {row(index)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
