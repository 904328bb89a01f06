// Picks the range of days, by hand or one of the usual ones.
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { faultOf, lately, type Range } from './range';

const USUAL = [7, 30, 90, 365];

export function RangePicker({ range, onPick }: { range: Range; onPick: (range: Range) => void }) {
  const { t } = useTranslation('statistics');
  const [typed, setTyped] = useState(range);
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>(null);
  const id = useId();
  const pick = (wanted: Range) => {
    setTyped(wanted);
    const found = faultOf(wanted);
    setFault(found);
    if (!found) onPick(wanted);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pick(typed);
  };

  return (
    <form className="card" onSubmit={submit} noValidate>
      <div className="range">
        {(['from', 'to'] as const).map((end) => (
          <div key={end}>
            <label htmlFor={`${id}-${end}`}>{t(end)}</label>
            <Input
              id={`${id}-${end}`}
              type="date"
              value={typed[end]}
              status={fault ? 'error' : ''}
              aria-invalid={fault !== null}
              aria-describedby={`${id}-fault`}
              onChange={(event) => setTyped({ ...typed, [end]: event.target.value })}
            />
          </div>
        ))}
        <Button type="primary" htmlType="submit">
          {t('show')}
        </Button>
        {USUAL.map((days) => (
          <Button key={days} onClick={() => pick(lately(days))}>
            {t('lately', { count: days })}
          </Button>
        ))}
      </div>
      <p id={`${id}-fault`} role="alert" className="warning">
        {fault && t(`fault.${fault}`)}
      </p>
    </form>
  );
}
