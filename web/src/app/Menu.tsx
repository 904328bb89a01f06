// The menu of the frame: the pages of whoever is signed in. Where there are many, those of the administration stand in a list
// of their own that opens below; on a phone all of it opens by one button.
import { type KeyboardEvent, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { menuOf, type PageRow } from './pages';
import { useKnownCaller } from './session';

const ROWS_MAX = 9; // more do not stand in one line of 1280 px

function Row({ row }: { row: PageRow }) {
  const { t } = useTranslation();

  return (
    <li>
      <NavLink to={row.path} end>
        {t(`pages.${row.title}`)}
        {row.count && (
          <Suspense fallback={null}>
            <row.count />
          </Suspense>
        )}
      </NavLink>
    </li>
  );
}

function Group({ rows }: { rows: readonly PageRow[] }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const current = rows.some((row) => row.path === pathname);
  const close = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    button.current?.focus();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes when one has gone somewhere
  useEffect(() => setOpen(false), [pathname]);

  return (
    <li
      className="menu-group"
      onKeyDown={close}
      onBlur={({ currentTarget, relatedTarget }) => !currentTarget.contains(relatedTarget) && setOpen(false)}
    >
      <button
        ref={button}
        type="button"
        className={current ? 'menu-group-button active' : 'menu-group-button'}
        aria-expanded={open}
        aria-controls="menu-group"
        onClick={() => setOpen(!open)}
      >
        {t('frame.administration')}
      </button>
      <ul id="menu-group" className={open ? 'menu-group-list open' : 'menu-group-list'}>
        {rows.map((row) => (
          <Row key={row.path} row={row} />
        ))}
      </ul>
    </li>
  );
}

export function Menu() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const caller = useKnownCaller();
  const rows = caller ? menuOf(caller.roles) : [];
  const grouped = rows.length > ROWS_MAX ? rows.filter((row) => row.grouped) : [];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when one has gone somewhere
  useEffect(() => setOpen(false), [pathname]);

  if (rows.length === 0) return null;
  return (
    <nav className="menu" aria-label={t('frame.menu')}>
      <button
        type="button"
        className="menu-button"
        aria-expanded={open}
        aria-controls="menu"
        onClick={() => setOpen(!open)}
      >
        {t('frame.menu')}
      </button>
      <ul id="menu" className={open ? 'menu-list open' : 'menu-list'}>
        {rows
          .filter((row) => !grouped.includes(row))
          .map((row) => (
            <Row key={row.path} row={row} />
          ))}
        {grouped.length > 0 && <Group rows={grouped} />}
      </ul>
    </nav>
  );
}
