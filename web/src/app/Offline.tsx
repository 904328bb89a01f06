// Says that there is no network, for as long as there is none.
import { Alert } from 'antd';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

function useOnline(): boolean {
  return useSyncExternalStore(
    (tell) => {
      window.addEventListener('online', tell);
      window.addEventListener('offline', tell);
      return () => {
        window.removeEventListener('online', tell);
        window.removeEventListener('offline', tell);
      };
    },
    () => navigator.onLine,
  );
}

export function Offline() {
  const { t } = useTranslation();

  if (useOnline()) return null;
  return <Alert type="warning" banner title={t('offline.title')} description={t('offline.text')} />;
}
