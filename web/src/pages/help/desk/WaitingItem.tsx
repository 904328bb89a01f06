// One thing that a guest wrote, with what can be done about it.
import { Button, Tag } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '~/components/When';
import { REASONS, type Reason, type Waiting } from '../queries';
import { Rendered } from '../Rendered';

interface Props {
  thing: Waiting;
  current: boolean;
  /** The keyboard is moved here when it becomes the current one. */
  follow: boolean;
  busy: boolean;
  onPick: () => void;
  onDecide: (reason: Reason | null) => void;
}

export function WaitingItem({ thing, current, follow, busy, onPick, onDecide }: Props) {
  const { t } = useTranslation('help');
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (!current || !follow) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [current, follow]);

  return (
    <li
      className={current ? 'desk-item current' : 'desk-item'}
      aria-current={current ? 'true' : undefined}
      onFocus={onPick}
    >
      <div className="desk-head">
        <h3 ref={heading} tabIndex={-1}>
          {thing.kind === 'question' ? thing.title : t('desk.on', { title: thing.title })}
        </h3>
        <Tag>{t(`desk.kind.${thing.kind}`)}</Tag>
        <span className="quiet">
          {thing.author ?? t('desk.guest')} <When at={thing.at} />
        </span>
        <a href={thing.page} target="_blank" rel="noreferrer">
          {t('desk.page')}
        </a>
      </div>
      <Rendered html={thing.html} />
      <div className="desk-acts">
        <Button
          type="primary"
          disabled={busy}
          aria-label={t('desk.showOf', { what: thing.title })}
          onClick={() => onDecide(null)}
        >
          {t('desk.show')}
        </Button>
        <details>
          <summary>{t('desk.hide')}</summary>
          {REASONS.map((reason, i) => (
            <Button key={reason} disabled={busy} onClick={() => onDecide(reason)}>
              <span className="key" aria-hidden="true">
                {i + 1}
              </span>
              {t(`reason.${reason}`)}
            </Button>
          ))}
        </details>
      </div>
    </li>
  );
}
