// The frame around every page: brand, menu, language, who is signed in; the page itself; what is announced over it.
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet } from 'react-router';
import { useSessionOver } from '~/api/queries';
import { Announcements } from '~/components/Announcements';
import { useFocusKept } from '~/components/focus-back';
import { Account } from './Account';
import { LanguageSwitch } from './LanguageSwitch';
import { Menu } from './Menu';
import { Offline } from './Offline';

import { useKnownCaller } from './session';
import { UnsentGuard } from './UnsentGuard';

const SessionOver = lazy(() => import('./SessionOver'));
const Bell = lazy(() => import('~/pages/notices/Bell'));

/** To the help centre, which is the server's own pages. */
function HelpLink() {
  const { t, i18n } = useTranslation();

  return <a href={`/help?lang=${i18n.language === 'en' ? 'en' : 'zh'}`}>{t('frame.help')}</a>;
}

export function Frame() {
  const { t } = useTranslation();
  const sessionOver = useSessionOver();
  const caller = useKnownCaller();

  useFocusKept();
  return (
    <Announcements>
      <a className="skip" href="#page">
        {t('frame.skip')}
      </a>
      <header className="top">
        <Link to="/" className="brand" aria-label={t('brand')}>
          <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
            <rect width="32" height="32" rx="7" fill="#0958d9" />
            <path
              d="M9 17.2l4.6 4.6L23.4 11"
              fill="none"
              stroke="#fff"
              strokeWidth="3.4"
              strokeLinecap="round"
            />
          </svg>
          <span className="brand-name">{t('brand')}</span>
        </Link>
        <Menu />
        <div className="top-end">
          {caller && (
            <Suspense fallback={null}>
              <Bell />
            </Suspense>
          )}
          <HelpLink />
          <LanguageSwitch />
          <Account />
        </div>
      </header>
      <Offline />
      <main id="page" tabIndex={-1}>
        <UnsentGuard>
          <Outlet />
        </UnsentGuard>
      </main>
      {sessionOver && (
        <Suspense fallback={null}>
          <SessionOver />
        </Suspense>
      )}
    </Announcements>
  );
}
