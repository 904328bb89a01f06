// Says which keys do what on this page, and switches them off.
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShortcutsOn } from './shortcuts';

/** `keys`: each key, and what it does in words. */
export function ShortcutHelp({ keys }: { keys: readonly (readonly [key: string, does: string])[] }) {
  const { t } = useTranslation();
  const [on, set] = useShortcutsOn();

  return (
    <details className="shortcuts">
      <summary>{t('shortcuts.title')}</summary>
      <div className="shortcuts-switch">
        <Switch id="shortcuts-on" checked={on} onChange={set} />
        <label htmlFor="shortcuts-on">{t('shortcuts.on')}</label>
      </div>
      <dl className="facts">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
