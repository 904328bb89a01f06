// Switches the language; each is named in itself, as people look for it.
import { useTranslation } from 'react-i18next';
import { type Language, switchLanguage } from './languages';

const other: Record<Language, { to: Language; name: string }> = {
  'zh-CN': { to: 'en', name: 'English' },
  en: { to: 'zh-CN', name: '中文' },
};

export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const { to, name } = other[i18n.language === 'en' ? 'en' : 'zh-CN'];

  return (
    <button type="button" className="plain" lang={to} onClick={() => void switchLanguage(to)}>
      {name}
    </button>
  );
}
