// An instant: how far it is, the exact one on hover, on focus and on touch.
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { exactTime, relativeTime } from './times';

export function When({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const exact = exactTime(at, i18n.language);

  return (
    <Tooltip title={exact}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time must be reachable by keyboard */}
      <time dateTime={at} tabIndex={0}>
        {relativeTime(at, Date.now(), i18n.language)}
        <span className="for-readers">{exact}</span>
      </time>
    </Tooltip>
  );
}
