// The two languages of the console: which one is spoken, where its texts come from, and how it is switched.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type account from '~/locales/zh-CN/account.json';
import type admin from '~/locales/zh-CN/admin.json';
import type attempt from '~/locales/zh-CN/attempt.json';
import type caseTexts from '~/locales/zh-CN/case.json';
import type common from '~/locales/zh-CN/common.json';
import type guide from '~/locales/zh-CN/guide.json';
import type help from '~/locales/zh-CN/help.json';
import type history from '~/locales/zh-CN/history.json';
import type log from '~/locales/zh-CN/log.json';
import type mail from '~/locales/zh-CN/mail.json';
import type notices from '~/locales/zh-CN/notices.json';
import type people from '~/locales/zh-CN/people.json';
import type proceedings from '~/locales/zh-CN/proceedings.json';
import type receipts from '~/locales/zh-CN/receipts.json';
import type review from '~/locales/zh-CN/review.json';
import type statistics from '~/locales/zh-CN/statistics.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof common;
      log: typeof log;
      statistics: typeof statistics;
      admin: typeof admin;
      attempt: typeof attempt;
      receipts: typeof receipts;
      notices: typeof notices;
      help: typeof help;
      history: typeof history;
      account: typeof account;
      case: typeof caseTexts;
      guide: typeof guide;
      mail: typeof mail;
      people: typeof people;
      proceedings: typeof proceedings;
      review: typeof review;
    };
  }
}

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

const CHOICE = 'shiming.language';
/** All texts of a language come at once: a file for each part of the console would cost a way to the server each. */
const texts: Record<Language, () => Promise<{ default: Record<string, object> }>> = {
  'zh-CN': () => import('./texts/zh-CN'),
  en: () => import('./texts/en'),
};

/** What the person chose here before, else the first of the browser's languages that we speak, else Chinese. */
export function chooseLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const known = languages.find((language) => language === chosen);
  if (known) return known;
  for (const language of wanted) {
    if (/^zh\b/i.test(language)) return 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'zh-CN';
}

/** Texts of the API come in both languages. */
export function localText(text: { zh?: string | null; en?: string | null } | undefined): string {
  return (speaks() === 'en' ? (text?.en ?? text?.zh) : (text?.zh ?? text?.en)) ?? '';
}

export function speaks(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

async function addTexts(language: Language): Promise<void> {
  const { default: files } = await texts[language]();
  for (const [path, words] of Object.entries(files)) {
    const namespace = path.replace(/.*\/|\.json$/g, '');
    i18next.addResourceBundle(language, namespace, words);
  }
}

export async function switchLanguage(language: Language): Promise<void> {
  await addTexts(language);
  localStorage.setItem(CHOICE, language);
  await i18next.changeLanguage(language);
}

export async function startLanguages(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  const language = chooseLanguage(localStorage.getItem(CHOICE), navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: language,
    supportedLngs: [...languages],
    load: 'currentOnly',
    fallbackLng: false,
    ns: [],
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false }, // React escapes
  });
  await addTexts(language);
}
