// The heading of a page and the document's title; takes the focus when one has come here by a link, so that readers hear it,
// unless the page has put it into a field.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigationType } from 'react-router';

interface Props {
  title: string;
  /** One sentence below. */
  text?: ReactNode;
  /** Buttons at the end of the line. */
  actions?: ReactNode;
}

export function useDocumentTitle(title: string): void {
  const { t } = useTranslation();
  const brand = t('brand');

  useEffect(() => {
    document.title = `${title} · ${brand}`;
  }, [title, brand]);
}

export function PageHead({ title, text, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const navigation = useNavigationType();
  const [arrivedByLink] = useState(navigation !== 'POP'); // what the page does to its own address later is no arrival

  useDocumentTitle(title);
  useEffect(() => {
    const field = document.activeElement?.matches('main input'); // which the page has put the focus into by itself
    if (arrivedByLink && !field) heading.current?.focus({ preventScroll: true });
  }, [arrivedByLink]);

  return (
    <div className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {actions && <div className="page-actions">{actions}</div>}
      {text && <p>{text}</p>}
    </div>
  );
}
