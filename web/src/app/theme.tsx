// Colours and sizes of the whole console: Ant Design's, dark where the system is, with contrasts that WCAG 2.2 AA asks for.
import { ConfigProvider, theme } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import { type PropsWithChildren, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

/** The class that carries the tokens as CSS variables (--ant-…); our own style sheet uses them too. */
export const THEME_CLASS = 'console-theme';

/** A form that is refused moves to its first mistake, which readers then hear. */
const FIRST_ERROR = { focus: true } as const;

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

function useMedia(media: MediaQueryList): boolean {
  return useSyncExternalStore(
    (tell) => {
      media.addEventListener('change', tell);
      return () => media.removeEventListener('change', tell);
    },
    () => media.matches,
  );
}

const light = {
  colorPrimary: '#0958d9',
  colorPrimaryHover: '#0a4bb3',
  colorLink: '#0958d9',
  colorTextSecondary: 'rgba(0, 0, 0, 0.68)',
  colorTextTertiary: 'rgba(0, 0, 0, 0.62)',
  colorTextDescription: 'rgba(0, 0, 0, 0.62)',
  colorTextPlaceholder: 'rgba(0, 0, 0, 0.56)',
  colorError: '#cf1322',
  colorSuccess: '#237804',
  colorWarning: '#a06000',
  colorInfo: '#0958d9',
  colorErrorBg: '#fff1f0',
  colorErrorBorder: '#ffccc7',
  colorSuccessBg: '#f6ffed',
  colorSuccessBorder: '#b7eb8f',
  colorWarningBg: '#fffbe6',
  colorWarningBorder: '#ffe58f',
  colorInfoBg: '#e6f4ff',
  colorInfoBorder: '#91caff',
};

const night = {
  colorPrimary: '#1668dc',
  colorPrimaryHover: '#1d5fc0',
  colorLink: '#65a9f3',
  colorLinkHover: '#8dc5f8',
  colorTextSecondary: 'rgba(255, 255, 255, 0.72)',
  colorTextTertiary: 'rgba(255, 255, 255, 0.66)',
  colorTextDescription: 'rgba(255, 255, 255, 0.66)',
  colorTextPlaceholder: 'rgba(255, 255, 255, 0.58)',
  colorError: '#ff7173',
  colorInfo: '#6cb0ff',
  colorInfoBg: '#111a2c',
};

export function Theme({ children }: PropsWithChildren) {
  const { i18n } = useTranslation();
  const isDark = useMedia(dark);
  const isStill = useMedia(still);
  const config = useMemo(
    () => ({
      cssVar: { key: THEME_CLASS },
      algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
      components: isDark ? { Button: { dangerColor: '#141414' } } : {},
      token: { ...(isDark ? night : light), motion: !isStill, borderRadius: 6 },
    }),
    [isDark, isStill],
  );

  return (
    <ConfigProvider
      locale={i18n.language === 'en' ? en : zh}
      theme={config}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
      form={{ scrollToFirstError: FIRST_ERROR }}
    >
      {children}
    </ConfigProvider>
  );
}
