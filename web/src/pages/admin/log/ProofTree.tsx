// Draws a leaf's way up to the root: what was computed here with a thick line, what the proof gave with a broken one.
import { useTranslation } from 'react-i18next';
import { hexOf } from '~/pages/receipts/verify/bytes';
import type { Step } from './merkle';

const WIDTH = 640;
const LEVEL = 76;
const BOX = { width: 168, height: 34 };
const MIDDLE = WIDTH / 2;
const ASIDE = 190;

interface NodeProps {
  x: number;
  y: number;
  name: string;
  hash: Uint8Array;
  given?: boolean;
}

function Node({ x, y, name, hash, given = false }: NodeProps) {
  return (
    <g>
      <rect
        className={given ? 'node given' : 'node path'}
        x={x - BOX.width / 2}
        y={y - BOX.height / 2}
        width={BOX.width}
        height={BOX.height}
        rx="6"
      />
      <text x={x} y={y + 4} textAnchor="middle">
        {`${name} ${hexOf(hash).slice(0, 12)}…`}
      </text>
    </g>
  );
}

export function ProofTree({ leaf, steps }: { leaf: Uint8Array; steps: readonly Step[] }) {
  const { t } = useTranslation('log');
  const height = (steps.length + 1) * LEVEL;
  const placeOf = (level: number) => height - LEVEL / 2 - level * LEVEL;

  return (
    <svg
      className="proof-tree"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t('tree', { count: steps.length })}
    >
      {steps.map(({ side }, i) => {
        const aside = MIDDLE + (side === 'left' ? -ASIDE : ASIDE);
        const y = placeOf(i);
        const above = placeOf(i + 1);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its level
          <g key={i}>
            <line className="path" x1={MIDDLE} y1={y} x2={MIDDLE} y2={above} />
            <line x1={aside} y1={y} x2={MIDDLE} y2={above} />
          </g>
        );
      })}
      {steps.map(({ sibling, side, result }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its level
        <g key={i}>
          <Node
            given
            x={MIDDLE + (side === 'left' ? -ASIDE : ASIDE)}
            y={placeOf(i)}
            name={t('given')}
            hash={sibling}
          />
          <Node
            x={MIDDLE}
            y={placeOf(i + 1)}
            name={i === steps.length - 1 ? t('root') : t('node')}
            hash={result}
          />
        </g>
      ))}
      <Node x={MIDDLE} y={placeOf(0)} name={steps.length ? t('leaf') : t('leafAndRoot')} hash={leaf} />
    </svg>
  );
}
