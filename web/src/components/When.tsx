// An instant: how far it is, the exact one on hover, on focus and on touch.
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { relativeTime } from './times';
import { useTimes } from './useTimes';

export function When({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const { exactTime } = useTimes();
  const exact = exactTime(at);

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
