// A picture drawn with the name of whoever looks and the time over it, turned and sized as they want. It is drawn anew on a
// canvas, so that what is copied from the screen carries the mark.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '~/components/ProblemAlert';
import { Loading } from '~/components/State';
import { contentQuery } from '../queries';

const EDGE_PX_MAX = 4096;
const EDGE_PX_MIN = 1200; // so that the mark can be read on a small picture too

export interface Look {
  /** 1: as wide as its place. */
  zoom: number;
  /** Quarter turns clockwise. */
  turns: number;
}

interface Props {
  id: string;
  label: string;
  mark: string;
  look: Look;
}

function drawMark(context: CanvasRenderingContext2D, mark: string, width: number, height: number): void {
  const size = Math.max(Math.round(Math.max(width, height) / 44), 12);

  context.font = `${size}px sans-serif`;
  context.lineWidth = Math.max(size / 10, 1);
  context.strokeStyle = 'rgba(255, 255, 255, 0.35)';
  context.fillStyle = 'rgba(0, 0, 0, 0.3)';
  context.rotate(-Math.PI / 7);
  const across = context.measureText(mark).width + size * 4;
  for (let y = 0; y < height + width; y += size * 7) {
    for (let x = -height; x < width + height; x += across) {
      context.strokeText(mark, x, y);
      context.fillText(mark, x, y);
    }
  }
}

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, turns: number, mark: string): void {
  const edge = Math.max(picture.width, picture.height);
  const scale = Math.min(Math.max(edge, EDGE_PX_MIN), EDGE_PX_MAX) / edge;
  const wide = Math.round(picture.width * scale);
  const high = Math.round(picture.height * scale);
  const context = canvas.getContext('2d');

  canvas.width = turns % 2 ? high : wide;
  canvas.height = turns % 2 ? wide : high;
  if (!context) return;
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(picture, -wide / 2, -high / 2, wide, high);
  context.setTransform(1, 0, 0, 1, 0, 0);
  drawMark(context, mark, canvas.width, canvas.height);
}

export function Picture({ id, label, mark, look }: Props) {
  const { t } = useTranslation('review');
  const canvas = useRef<HTMLCanvasElement>(null);
  const content = useQuery(contentQuery(id));
  const [broken, setBroken] = useState(false);
  const blob = content.data;

  useEffect(() => {
    let gone = false;
    if (!blob) return;
    setBroken(false);
    createImageBitmap(blob).then(
      (picture) => {
        if (!gone && canvas.current) draw(canvas.current, picture, look.turns, mark);
        picture.close();
      },
      () => !gone && setBroken(true),
    );
    return () => {
      gone = true;
    };
  }, [blob, look.turns, mark]);

  if (content.isPending) return <Loading rows={8} />;
  if (content.isError) return <ProblemAlert error={content.error} onRetry={content.refetch} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too
    <section className="picture" tabIndex={0} aria-label={t('viewer.picture', { label })}>
      {broken && <Alert type="warning" showIcon title={t('viewer.broken')} />}
      <canvas ref={canvas} role="img" aria-label={label} style={{ width: `${look.zoom * 100}%` }} />
    </section>
  );
}
