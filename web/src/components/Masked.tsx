// A name or number of which the server shows only the ends: set so that the stars can be told apart, and said as what it is.
import { useTranslation } from 'react-i18next';

export function Masked({ value }: { value: string }) {
  const { t } = useTranslation();

  return (
    <span className="masked">
      <span aria-hidden="true">{value}</span>
      <span className="for-readers">{t('masked', { shown: value.replace(/\*+/g, ' … ') })}</span>
    </span>
  );
}
