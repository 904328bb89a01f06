// How to take a picture, drawn: once as it should be, then each mistake that most often gets one refused.
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';

type Picture = Schema['PolicyMaterial']['picture'];
type Take = 'right' | 'cut-off' | 'blurred' | 'glare' | 'covered';

const lines = (x: number, widths: readonly number[], y: number, step: number) =>
  widths.map((width, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a drawing never change places
    <path key={row} className="ink" d={`M${x} ${y + row * step}h${width}`} />
  ));

const card = (
  <>
    <rect className="paper" x="20" y="20" width="80" height="50" rx="4" />
    <circle className="ink" cx="82" cy="38" r="6" />
    <path className="ink" d="M72 58q10-16 20 0" />
    {lines(28, [30, 22, 34, 26], 30, 10)}
  </>
);

/** What is in the frame, 120 by 90. */
const SUBJECTS: Record<Picture, ReactNode> = {
  page: (
    <>
      <rect className="paper" x="34" y="8" width="52" height="74" />
      {lines(42, [20], 18, 1)}
      {lines(42, [36, 36, 30, 36, 22], 30, 8)}
      <circle className="seal" cx="72" cy="68" r="8" />
    </>
  ),
  card,
  'person-with-card': (
    <>
      <circle className="paper" cx="44" cy="30" r="14" />
      <path className="paper" d="M14 90q0-38 30-38t30 38z" />
      <path className="ink" d="M39 29v1m10-1v1m-8 7q3 3 6 0" />
      <g transform="translate(52 42) scale(.5)">{card}</g>
      <circle className="paper" cx="62" cy="74" r="5" />
    </>
  ),
  screen: (
    <>
      <rect className="paper" x="38" y="4" width="44" height="82" rx="6" />
      <path className="ink" d="M54 9h12" />
      {lines(46, [16], 24, 1)}
      {lines(46, [28, 28, 20, 28], 40, 10)}
    </>
  ),
};

const TAKES: Record<Picture, readonly Take[]> = {
  page: ['right', 'cut-off', 'blurred', 'glare'],
  card: ['right', 'cut-off', 'blurred', 'glare'],
  'person-with-card': ['right', 'cut-off', 'blurred', 'covered'],
  screen: ['right', 'cut-off', 'blurred'],
};

/** What lies over the subject where something is wrong with the picture. */
const OVER: Partial<Record<Take, ReactNode>> = {
  glare: <ellipse className="glare" cx="58" cy="42" rx="30" ry="18" transform="rotate(-25 58 42)" />,
  covered: <path className="finger" d="M52 90V66q0-6 6-6h22q6 0 6 6t-6 6v18z" />,
};

function Drawing({ picture, take }: { picture: Picture; take: Take }) {
  const id = useId();

  return (
    <svg viewBox="0 0 120 90" width="120" height="90" aria-hidden="true">
      <filter id={id}>
        <feGaussianBlur stdDeviation="3" />
      </filter>
      <g
        filter={take === 'blurred' ? `url(#${id})` : undefined}
        transform={take === 'cut-off' ? 'translate(38 24)' : undefined}
      >
        {SUBJECTS[picture]}
      </g>
      {OVER[take]}
      <g className={take === 'right' ? 'mark good' : 'mark bad'} transform="translate(106 76)">
        <circle r="9" />
        <path d={take === 'right' ? 'M-4 0l3 3 5-6' : 'M-3-3l6 6m0-6l-6 6'} />
      </g>
    </svg>
  );
}

/** Drawings for what the policy says a material's pictures show; each is said in words too. */
export function HowTo({ picture }: { picture: Picture }) {
  const { t } = useTranslation('case');

  return (
    <ul className="how-to" aria-label={t('howTo.title')}>
      {TAKES[picture].map((take) => (
        <li key={take}>
          <Drawing picture={picture} take={take} />
          <span className="quiet">{t(take === 'right' ? `howTo.right.${picture}` : `howTo.${take}`)}</span>
        </li>
      ))}
    </ul>
  );
}
