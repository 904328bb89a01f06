// What is wrong with a file before it travels: what it is by its first bytes, how large it is, how many there are.

export const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export interface FileFlaw {
  reason: 'type' | 'size' | 'empty' | 'count';
  name: string;
  /** size: MiB allowed; count: files allowed. */
  limit: number;
}

export interface GoodFile {
  file: File;
  mediaType: MediaType;
}

const HEAD_BYTES = 12;
const MIB = 1024 * 1024;

/** JPEG: ISO/IEC 10918-1 B.1.1.3; PNG: ISO/IEC 15948 5.2; WebP: RFC 9649 2.4; PDF: ISO 32000-1 7.5.2. */
export function mediaTypeOf(head: Uint8Array): MediaType | null {
  const text = String.fromCharCode(...head);
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  return text.startsWith('%PDF-') ? 'application/pdf' : null;
}

/** Parts files into those that may be sent and what is wrong with the others. `room`: how many more the item takes. */
export async function sortFiles(
  files: readonly File[],
  { bytesMax, room, filesMax }: { bytesMax: number; room: number; filesMax: number },
): Promise<{ good: GoodFile[]; flaws: FileFlaw[] }> {
  const good: GoodFile[] = [];
  const flaws: FileFlaw[] = [];
  for (const file of files) {
    const { name } = file;
    const mediaType = mediaTypeOf(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
    if (file.size === 0) flaws.push({ reason: 'empty', name, limit: 0 });
    else if (!mediaType) flaws.push({ reason: 'type', name, limit: 0 });
    else if (file.size > bytesMax) flaws.push({ reason: 'size', name, limit: Math.floor(bytesMax / MIB) });
    else if (good.length >= room) flaws.push({ reason: 'count', name, limit: filesMax });
    else good.push({ file, mediaType });
  }
  return { good, flaws };
}

/** "2.4 MB" */
export function sizeText(bytes: number, language: string): string {
  const [value, unit] = bytes < MIB ? [bytes / 1024, 'kilobyte'] : [bytes / MIB, 'megabyte'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
