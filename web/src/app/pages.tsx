// The table of pages: a new page is a row here, a folder under pages/, and its texts. Nothing else lists them.
import { lazy } from 'react';
import { matchPath } from 'react-router';
import type { Role } from './session';

export type Audience = 'everyone' | readonly Role[];

export interface PageRow {
  /** As React Router reads it: "/cases/:id". Never put a name or a number into an address. */
  path: string;
  /** Its name, in the document's title and the menu: common.json, `pages`. */
  title: PageTitle;
  load: () => Promise<{ default: React.ComponentType }>;
  /** Who may open it; all others are told to sign in, or that it is not theirs. */
  audience: Audience;
  /** Its place in the menu of those who may open it, lowest first; without it the page is reached by links only. */
  menu?: number;
  /** Stands under "Administration" for those whose menu is long. */
  grouped?: true;
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
    load: () => import('~/pages/account/overview/OverviewPage'),
    audience: ['holder'],
    menu: 10,
  },
  {
    path: '/account/change',
    title: 'guide',
    load: () => import('~/pages/account/guide/GuidePage'),
    audience: ['holder'],
    menu: 20,
  },
  {
    path: '/account/cases/:id',
    title: 'case',
    load: () => import('~/pages/account/case/CasePage'),
    audience: ['holder'],
  },
  {
    path: '/account/cases/:id/label',
    title: 'label',
    load: () => import('~/pages/account/label/LabelPage'),
    audience: ['holder'],
  },
  {
    path: '/review',
    title: 'queue',
    load: () => import('~/pages/review/queue/QueuePage'),
    audience: STAFF,
    menu: 100,
  },
  {
    path: '/review/:kind/:id',
    title: 'workbench',
    load: () => import('~/pages/review/workbench/WorkbenchPage'),
    audience: STAFF,
  },
  {
    path: '/attestations',
    title: 'attestations',
    load: () => import('~/pages/review/attestations/AttestationsPage'),
    audience: ['reviewer', 'approver'],
    menu: 120,
  },
  {
    path: '/attestations/:kind/:id',
    title: 'attestation',
    load: () => import('~/pages/review/attestations/AttestationPage'),
    audience: ['reviewer', 'approver'],
  },
  {
    path: '/help-desk',
    title: 'helpDesk',
    load: () => import('~/pages/help/desk/DeskPage'),
    audience: EDITORS,
    menu: 130,
    count: lazy(() => import('~/pages/help/desk/WaitingCount')),
  },
  {
    path: '/help-desk/articles',
    title: 'helpArticles',
    load: () => import('~/pages/help/articles/ArticlesPage'),
    audience: EDITORS,
  },
  {
    path: '/help-desk/articles/:slug',
    title: 'helpArticle',
    load: () => import('~/pages/help/articles/ArticlePage'),
    audience: EDITORS,
  },
  {
    path: '/mail',
    title: 'mail',
    load: () => import('~/pages/review/mail/MailPage'),
    audience: ['mail-clerk'],
    menu: 90,
  },
  {
    path: '/mail/:id',
    title: 'parcel',
    load: () => import('~/pages/review/mail/ParcelPage'),
    audience: ['mail-clerk'],
  },
  {
    path: '/statistics',
    title: 'statistics',
    load: () => import('~/pages/statistics/StatisticsPage'),
    audience: ['approver', 'auditor', 'administrator'],
    menu: 600,
  },
  {
    path: '/people',
    title: 'people',
    load: () => import('~/pages/admin/people/PeoplePage'),
    audience: ['administrator'],
    menu: 700,
    grouped: true,
  },
  {
    path: '/api-keys',
    title: 'apiKeys',
    load: () => import('~/pages/admin/api-keys/ApiKeysPage'),
    audience: ['auditor', 'administrator'],
    menu: 710,
    grouped: true,
  },
  {
    path: '/bank',
    title: 'bank',
    load: () => import('~/pages/admin/bank/BankPage'),
    audience: ['auditor', 'administrator'],
    menu: 720,
    grouped: true,
  },
  {
    path: '/policy',
    title: 'policy',
    load: () => import('~/pages/admin/policy/PolicyPage'),
    audience: STAFF,
    menu: 730,
    grouped: true,
  },
  {
    path: '/calendar',
    title: 'calendar',
    load: () => import('~/pages/admin/calendar/CalendarPage'),
    audience: STAFF,
    menu: 740,
    grouped: true,
  },
  {
    path: '/log',
    title: 'log',
    load: () => import('~/pages/admin/log/LogPage'),
    audience: ['auditor', 'administrator'],
    menu: 750,
    grouped: true,
  },
  {
    path: '/sessions',
    title: 'sessions',
    load: () => import('~/pages/people/sessions/SessionsPage'),
    audience: PEOPLE,
    menu: 900,
  },
  {
    path: '/sign-in',
    title: 'signIn',
    load: () => import('~/pages/people/sign-in/SignInPage'),
    audience: 'everyone',
  },
  {
    path: '/sample',
    title: 'sample',
    load: () => import('~/pages/people/sample/SamplePage'),
    audience: 'everyone',
  },
  {
    path: '/enter',
    title: 'enter',
    load: () => import('~/pages/people/enter/EnterPage'),
    audience: 'everyone',
  },
  {
    path: '/dispute',
    title: 'dispute',
    load: () => import('~/pages/case/dispute/DisputePage'),
    audience: 'everyone',
  },
  {
    path: '/password',
    title: 'password',
    load: () => import('~/pages/people/password/PasswordPage'),
    audience: 'everyone',
  },
  {
    path: '/signed-out',
    title: 'signedOut',
    load: () => import('~/pages/people/signed-out/SignedOutPage'),
    audience: 'everyone',
  },
  {
    path: '/session-expired',
    title: 'sessionExpired',
    load: () => import('~/pages/people/session-expired/SessionExpiredPage'),
    audience: 'everyone',
  },
  {
    path: '/account/history',
    title: 'history',
    load: () => import('~/pages/account/history/HistoryPage'),
    audience: ['holder'],
    menu: 60,
  },
  {
    path: '/account/cases/:id/certificate',
    title: 'certificate',
    load: () => import('~/pages/receipts/certificate/CertificatePage'),
    audience: ['holder'],
  },
  {
    path: '/verify-receipt',
    title: 'verifyReceipt',
    load: () => import('~/pages/receipts/verify/VerifyPage'),
    audience: 'everyone',
  },
  {
    path: '/notices',
    title: 'notices',
    load: () => import('~/pages/notices/NoticesPage'),
    audience: PEOPLE,
    menu: 890,
  },
  {
    path: '/proceedings/:id',
    title: 'proceeding',
    load: () => import('~/pages/notices/ProceedingPage'),
    audience: PEOPLE,
  },
  {
    path: '/account/reverify',
    title: 'reverify',
    load: () => import('~/pages/account/reverify/ReverifyPage'),
    audience: ['holder'],
    menu: 30,
  },
  {
    path: '/account/attempts/:id',
    title: 'attempt',
    load: () => import('~/pages/account/reverify/AttemptPage'),
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

export function pageAt(pathname: string): PageRow | undefined {
  return pages.find(({ path }) => matchPath(path, pathname));
}
