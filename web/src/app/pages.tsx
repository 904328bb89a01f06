// The table of pages: a new page is a row here, a folder under pages/, and its texts. Nothing else lists them.
import { lazy } from 'react';
import type { Role } from './session';

export type Audience = 'everyone' | readonly Role[];

interface PageRow {
  /** As React Router reads it: "/cases/:id". Never put a name or a number into an address. */
  path: string;
  /** Its name, in the document's title and the menu: common.json, `pages`. */
  title: PageTitle;
  page: React.LazyExoticComponent<React.ComponentType>;
  /** Who may open it; all others are told to sign in, or that it is not theirs. */
  audience: Audience;
  /** Its place in the menu of those who may open it, lowest first; without it the page is reached by links only. */
  menu?: number;
  /** How much waits there, beside its name in the menu. */
  count?: React.LazyExoticComponent<React.ComponentType>;
}

export type PageTitle =
  | 'helpDesk'
  | 'helpArticles'
  | 'helpArticle'
  | 'log'
  | 'calendar'
  | 'policy'
  | 'bank'
  | 'apiKeys'
  | 'people'
  | 'statistics'
  | 'reverify'
  | 'attempt'
  | 'verifyReceipt'
  | 'proceeding'
  | 'notices'
  | 'history'
  | 'certificate'
  | 'case'
  | 'dispute'
  | 'enter'
  | 'guide'
  | 'label'
  | 'attestation'
  | 'attestations'
  | 'mail'
  | 'overview'
  | 'parcel'
  | 'password'
  | 'queue'
  | 'sample'
  | 'sessionExpired'
  | 'sessions'
  | 'signIn'
  | 'signedOut'
  | 'workbench';

export const STAFF: readonly Role[] = ['reviewer', 'approver', 'mail-clerk', 'auditor', 'administrator'];
const EDITORS: readonly Role[] = ['reviewer', 'approver', 'administrator']; // of the help centre
export const PEOPLE: readonly Role[] = [...STAFF, 'holder', 'party'];

export const pages: readonly PageRow[] = [
  {
    path: '/account',
    title: 'overview',
    page: lazy(() => import('~/pages/account/overview/OverviewPage')),
    audience: ['holder'],
    menu: 10,
  },
  {
    path: '/account/change',
    title: 'guide',
    page: lazy(() => import('~/pages/account/guide/GuidePage')),
    audience: ['holder'],
    menu: 20,
  },
  {
    path: '/account/cases/:id',
    title: 'case',
    page: lazy(() => import('~/pages/account/case/CasePage')),
    audience: ['holder'],
  },
  {
    path: '/account/cases/:id/label',
    title: 'label',
    page: lazy(() => import('~/pages/account/label/LabelPage')),
    audience: ['holder'],
  },
  {
    path: '/review',
    title: 'queue',
    page: lazy(() => import('~/pages/review/queue/QueuePage')),
    audience: STAFF,
    menu: 100,
  },
  {
    path: '/review/:kind/:id',
    title: 'workbench',
    page: lazy(() => import('~/pages/review/workbench/WorkbenchPage')),
    audience: STAFF,
  },
  {
    path: '/attestations',
    title: 'attestations',
    page: lazy(() => import('~/pages/review/attestations/AttestationsPage')),
    audience: ['reviewer', 'approver'],
    menu: 120,
  },
  {
    path: '/attestations/:kind/:id',
    title: 'attestation',
    page: lazy(() => import('~/pages/review/attestations/AttestationPage')),
    audience: ['reviewer', 'approver'],
  },
  {
    path: '/help-desk',
    title: 'helpDesk',
    page: lazy(() => import('~/pages/help/desk/DeskPage')),
    audience: EDITORS,
    menu: 130,
    count: lazy(() => import('~/pages/help/desk/WaitingCount')),
  },
  {
    path: '/help-desk/articles',
    title: 'helpArticles',
    page: lazy(() => import('~/pages/help/articles/ArticlesPage')),
    audience: EDITORS,
  },
  {
    path: '/help-desk/articles/:slug',
    title: 'helpArticle',
    page: lazy(() => import('~/pages/help/articles/ArticlePage')),
    audience: EDITORS,
  },
  {
    path: '/mail',
    title: 'mail',
    page: lazy(() => import('~/pages/review/mail/MailPage')),
    audience: ['mail-clerk'],
    menu: 90,
  },
  {
    path: '/mail/:id',
    title: 'parcel',
    page: lazy(() => import('~/pages/review/mail/ParcelPage')),
    audience: ['mail-clerk'],
  },
  {
    path: '/statistics',
    title: 'statistics',
    page: lazy(() => import('~/pages/statistics/StatisticsPage')),
    audience: ['approver', 'auditor', 'administrator'],
    menu: 600,
  },
  {
    path: '/people',
    title: 'people',
    page: lazy(() => import('~/pages/admin/people/PeoplePage')),
    audience: ['administrator'],
    menu: 700,
  },
  {
    path: '/api-keys',
    title: 'apiKeys',
    page: lazy(() => import('~/pages/admin/api-keys/ApiKeysPage')),
    audience: ['auditor', 'administrator'],
    menu: 710,
  },
  {
    path: '/bank',
    title: 'bank',
    page: lazy(() => import('~/pages/admin/bank/BankPage')),
    audience: ['auditor', 'administrator'],
    menu: 720,
  },
  {
    path: '/policy',
    title: 'policy',
    page: lazy(() => import('~/pages/admin/policy/PolicyPage')),
    audience: STAFF,
    menu: 730,
  },
  {
    path: '/calendar',
    title: 'calendar',
    page: lazy(() => import('~/pages/admin/calendar/CalendarPage')),
    audience: STAFF,
    menu: 740,
  },
  {
    path: '/log',
    title: 'log',
    page: lazy(() => import('~/pages/admin/log/LogPage')),
    audience: ['auditor', 'administrator'],
    menu: 750,
  },
  {
    path: '/sessions',
    title: 'sessions',
    page: lazy(() => import('~/pages/people/sessions/SessionsPage')),
    audience: PEOPLE,
    menu: 900,
  },
  {
    path: '/sign-in',
    title: 'signIn',
    page: lazy(() => import('~/pages/people/sign-in/SignInPage')),
    audience: 'everyone',
  },
  {
    path: '/sample',
    title: 'sample',
    page: lazy(() => import('~/pages/people/sample/SamplePage')),
    audience: 'everyone',
  },
  {
    path: '/enter',
    title: 'enter',
    page: lazy(() => import('~/pages/people/enter/EnterPage')),
    audience: 'everyone',
  },
  {
    path: '/dispute',
    title: 'dispute',
    page: lazy(() => import('~/pages/case/dispute/DisputePage')),
    audience: 'everyone',
  },
  {
    path: '/password',
    title: 'password',
    page: lazy(() => import('~/pages/people/password/PasswordPage')),
    audience: 'everyone',
  },
  {
    path: '/signed-out',
    title: 'signedOut',
    page: lazy(() => import('~/pages/people/signed-out/SignedOutPage')),
    audience: 'everyone',
  },
  {
    path: '/session-expired',
    title: 'sessionExpired',
    page: lazy(() => import('~/pages/people/session-expired/SessionExpiredPage')),
    audience: 'everyone',
  },
  {
    path: '/account/history',
    title: 'history',
    page: lazy(() => import('~/pages/account/history/HistoryPage')),
    audience: ['holder'],
    menu: 60,
  },
  {
    path: '/account/cases/:id/certificate',
    title: 'certificate',
    page: lazy(() => import('~/pages/receipts/certificate/CertificatePage')),
    audience: ['holder'],
  },
  {
    path: '/verify-receipt',
    title: 'verifyReceipt',
    page: lazy(() => import('~/pages/receipts/verify/VerifyPage')),
    audience: 'everyone',
  },
  {
    path: '/notices',
    title: 'notices',
    page: lazy(() => import('~/pages/notices/NoticesPage')),
    audience: PEOPLE,
    menu: 890,
  },
  {
    path: '/proceedings/:id',
    title: 'proceeding',
    page: lazy(() => import('~/pages/notices/ProceedingPage')),
    audience: PEOPLE,
  },
  {
    path: '/account/reverify',
    title: 'reverify',
    page: lazy(() => import('~/pages/account/reverify/ReverifyPage')),
    audience: ['holder'],
    menu: 30,
  },
  {
    path: '/account/attempts/:id',
    title: 'attempt',
    page: lazy(() => import('~/pages/account/reverify/AttemptPage')),
    audience: ['holder'],
  },
];

export function mayOpen(page: PageRow, roles: readonly Role[]): boolean {
  return page.audience === 'everyone' || page.audience.some((role) => roles.includes(role));
}

export function menuOf(roles: readonly Role[]): PageRow[] {
  return pages
    .filter((page) => page.menu !== undefined && page.audience !== 'everyone' && mayOpen(page, roles))
    .sort((one, other) => (one.menu ?? 0) - (other.menu ?? 0));
}

/** Where somebody with these roles begins: a side of a dispute at its case, all others at the top of their menu. */
export function homeOf(roles: readonly Role[]): string {
  if (roles.includes('party')) return '/dispute';
  return menuOf(roles)[0]?.path ?? '/sign-in';
}
