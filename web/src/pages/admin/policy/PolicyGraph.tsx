// Draws the routes from owner to owner: on the left who owns the account, in the middle the ways, on the right to whom.
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { localText } from '~/app/languages';
import { reviewOf } from './review';

type Kind = Schema['OwnerKind'];
type Route = Schema['PolicyRoute'];

const WIDTH = 980;
const OWNER = { width: 130, height: 48 };
const WAY = { x: 240, width: 500, height: 58, gap: 14 };
const LEFT = 4;
const RIGHT = WIDTH - OWNER.width - 4;
const KINDS: readonly Kind[] = ['personal', 'enterprise'];
const NAME_LENGTH_MAX = 68; // in half widths
const TEXT_LENGTH_MAX = 82;

/** Cut to what fits, a Chinese character counted twice. */
function fitting(text: string, lengthMax: number): string {
  let width = 0;
  let shown = '';
  for (const char of text) {
    width += /[\u2e80-\uffff]/.test(char) ? 2 : 1;
    if (width > lengthMax) return `${shown}…`;
    shown += char;
  }
  return shown;
}

function Owner({ x, y, text }: { x: number; y: number; text: string }) {
  return (
    <g>
      <rect className="box" x={x} y={y - OWNER.height / 2} width={OWNER.width} height={OWNER.height} rx="8" />
      <text x={x + OWNER.width / 2} y={y + 5} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

function Way({ route, y }: { route: Route; y: number }) {
  const { t } = useTranslation('admin');

  return (
    <g>
      <rect
        className={`box ${route.channel}`}
        x={WAY.x}
        y={y - WAY.height / 2}
        width={WAY.width}
        height={WAY.height}
        rx="8"
      />
      <text x={WAY.x + 14} y={y - 6}>
        {fitting(localText(route.name), NAME_LENGTH_MAX)}
      </text>
      <text className="small" x={WAY.x + 14} y={y + 15}>
        {fitting(
          [
            t(`policy.channel.${route.channel}`),
            reviewOf(route, t),
            t('policy.items', { count: route.items.length }),
            t(`policy.short.${route.on_approval}`),
          ].join(' · '),
          TEXT_LENGTH_MAX,
        )}
      </text>
    </g>
  );
}

export function PolicyGraph({ policy }: { policy: Schema['Policy'] }) {
  const { t } = useTranslation('admin');
  const order = (route: Route) => KINDS.indexOf(route.from) * 2 + KINDS.indexOf(route.to);
  const routes = [...policy.routes].sort((one, other) => order(one) - order(other));
  const step = WAY.height + WAY.gap;
  const height = routes.length * step + WAY.gap;
  const placeOf = (i: number) => WAY.gap + WAY.height / 2 + i * step;
  const ownerPlace = { personal: height * 0.25, enterprise: height * 0.75 };
  const curve = (x: number, y: number, toX: number, toY: number) =>
    `M${x} ${y} C${(x + toX) / 2} ${y} ${(x + toX) / 2} ${toY} ${toX} ${toY}`;

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className="scroll" tabIndex={0} aria-label={t('policy.drawn')}>
      <svg
        className="policy-graph"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={t('policy.graphSays', { count: routes.length })}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
          >
            <path className="arrow" d="M0 0L10 5L0 10z" />
          </marker>
        </defs>
        {routes.map((route, i) => (
          <g key={route.id}>
            <path
              className={`edge ${route.channel}`}
              d={curve(LEFT + OWNER.width, ownerPlace[route.from], WAY.x, placeOf(i))}
              markerEnd="url(#arrow)"
            />
            <path
              className={`edge ${route.channel}`}
              d={curve(WAY.x + WAY.width, placeOf(i), RIGHT, ownerPlace[route.to])}
              markerEnd="url(#arrow)"
            />
            <Way route={route} y={placeOf(i)} />
          </g>
        ))}
        {KINDS.map((kind) => (
          <g key={kind}>
            <Owner x={LEFT} y={ownerPlace[kind]} text={t(`policy.old.${kind}`)} />
            <Owner x={RIGHT} y={ownerPlace[kind]} text={t(`policy.new.${kind}`)} />
          </g>
        ))}
      </svg>
      <p className="quiet">{t('policy.legend')}</p>
    </section>
  );
}
