// What stands in place of a page that broke: a mistake of ours, or a part that could not be fetched.
import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';

export function Broken() {
  const { t } = useTranslation();

  return (
    <Result
      status="error"
      title={<h1 className="result-title">{t('broken.title')}</h1>}
      subTitle={t('broken.text')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('actions.reload')}
        </Button>
      }
    />
  );
}
