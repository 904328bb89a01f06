// A chart with its numbers in a table below: what is drawn can be read, too. Bars carry patterns and lines marks, so that
// colour is never the only sign.
import { theme } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '~/components/Card';
import { init, type Option } from './echarts';

export interface Series {
  name: string;
  values: readonly (number | null)[];
}

interface Props {
  title: string;
  /** What the rows are: "Day". */
  head: string;
  names: readonly string[];
  series: readonly Series[];
  kind: 'bars' | 'stack' | 'rows' | 'lines';
  unit?: string;
  /** Of the axis; for percentages. */
  max?: number;
}

const ROWS_OPEN_MAX = 12;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow'];
const DASHES = ['solid', 'dashed', 'dotted'];
const COLOURS = {
  light: [
    '#0958d9',
    '#ad4e00',
    '#237804',
    '#9e1068',
    '#006d75',
    '#531dab',
    '#614700',
    '#820014',
    '#1d39c4',
    '#434343',
    '#5b8c00',
  ],
  dark: [
    '#65a9f3',
    '#ffa940',
    '#95de64',
    '#ff85c0',
    '#5cdbd3',
    '#b37feb',
    '#ffd666',
    '#ff7875',
    '#adc6ff',
    '#d9d9d9',
    '#d3f261',
  ],
};

interface Look {
  text: string;
  line: string;
  background: string;
  dark: boolean;
  /** Of the drawing, in pixels. */
  width: number;
}

function axes({ kind, names, max }: Props, look: Look) {
  const value = {
    type: 'value',
    minInterval: 1,
    max,
    axisLabel: { color: look.text },
    splitLine: { lineStyle: { color: look.line } },
  };
  const category = {
    type: 'category',
    data: names,
    inverse: kind === 'rows',
    axisLabel: {
      color: look.text,
      hideOverlap: true,
      width: 130,
      overflow: kind === 'rows' ? 'truncate' : 'none',
    },
    axisLine: { lineStyle: { color: look.text } },
  };
  return kind === 'rows' ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value };
}

/** How much room the legend takes: its names in lines, a Chinese character as wide as two others. */
function legendHeight(series: readonly Series[], width: number): number {
  let lines = 1;
  let line = 0;
  for (const { name } of series) {
    const wide = 44 + [...name].reduce((sum, char) => sum + (char > '\u2e80' ? 12 : 7), 0);
    line += wide;
    if (line <= width || line === wide) continue;
    lines++;
    line = wide;
  }
  return lines * 24 + 16;
}

function optionOf(props: Props, look: Look): Option {
  const { kind, series } = props;
  return {
    animation: false,
    color: COLOURS[look.dark ? 'dark' : 'light'],
    aria: {
      enabled: true,
      label: { enabled: false },
      decal: { show: kind !== 'lines' && series.length > 1 },
    },
    textStyle: { color: look.text, fontFamily: 'sans-serif' },
    grid: {
      left: 8,
      right: 24,
      top: series.length > 1 ? legendHeight(series, look.width) : 24,
      bottom: 8,
      containLabel: true,
    },
    legend:
      series.length > 1 ? { type: 'plain', top: 0, left: 0, textStyle: { color: look.text } } : undefined,
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: look.background,
      textStyle: { color: look.text },
      axisPointer: { type: kind === 'lines' ? 'line' : 'shadow' },
    },
    ...axes(props, look),
    series: series.map(({ name, values }, i) => ({
      name,
      data: values,
      ...(kind === 'lines'
        ? {
            type: 'line',
            symbol: SYMBOLS[i % SYMBOLS.length],
            symbolSize: 6,
            showSymbol: values.length <= 62,
            lineStyle: { width: 2, type: DASHES[i % DASHES.length] },
          }
        : {
            type: 'bar',
            barMaxWidth: 32,
            stack: kind === 'bars' ? undefined : 'all',
            label: {
              show: series.length === 1,
              position: kind === 'rows' ? 'right' : 'top',
              color: look.text,
            },
          }),
    })),
  };
}

function Numbers({ title, head, names, series, unit = '' }: Props) {
  const { t } = useTranslation('statistics');

  return (
    <details open={names.length <= ROWS_OPEN_MAX}>
      <summary>{t('numbers')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="chart-scroll" tabIndex={0} aria-label={t('numbersOf', { title })}>
        <table className="chart-numbers">
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {series.map((one) => (
                  <td key={one.name} className="number">
                    {one.values[row] === null ? t('nothing') : `${one.values[row]}${unit}`}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

export function Chart(props: Props) {
  const { t } = useTranslation('statistics');
  const { token } = theme.useToken();
  const place = useRef<HTMLDivElement>(null);
  const { title, names, kind, series } = props;
  const dark = token.colorBgContainer !== '#ffffff';
  const long = (kind === 'rows' && names.length > 8) || series.length > 5;

  useEffect(() => {
    if (!place.current || names.length === 0) return;
    const look = {
      text: token.colorText,
      line: token.colorBorderSecondary,
      background: token.colorBgElevated,
      dark,
      width: place.current.clientWidth,
    };
    const chart = init(place.current, null, { renderer: 'svg' });
    const watch = new ResizeObserver(([entry]) => {
      chart.resize();
      chart.setOption(optionOf(props, { ...look, width: entry?.contentRect.width ?? look.width }));
    });
    chart.setOption(optionOf(props, look));
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [props, token, dark, names.length]);

  return (
    <Card title={title}>
      {names.length === 0 ? (
        <p className="quiet">{t('none')}</p>
      ) : (
        <>
          <div
            ref={place}
            className={long ? 'chart long' : 'chart'}
            role="img"
            aria-label={t('drawn', { title, series: series.map(({ name }) => name).join(', ') })}
          />
          <Numbers {...props} />
        </>
      )}
    </Card>
  );
}
