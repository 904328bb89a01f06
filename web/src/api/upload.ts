// Sends a file: by XMLHttpRequest, because fetch tells nothing of how far the body has gone.
import { speaks } from '~/app/languages';
import type { Schema } from './client';
import { problemOf, Unreachable } from './problem';

interface Upload {
  /** "/v1/cases/…/items/…/files" with its query. */
  path: string;
  file: Blob;
  mediaType: string;
  /** The same when the same file is sent again. */
  key: string;
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

function bodyOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null; // a proxy's words
  }
}

/** Gives the file as the server keeps it. Rejects with Problem or Unreachable; an aborted one with an AbortError. */
export function sendFile({
  path,
  file,
  mediaType,
  key,
  onSent,
  signal,
}: Upload): Promise<Schema['Evidence']> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('Content-Type', mediaType);
    request.setRequestHeader('Accept-Language', speaks());
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      const body = bodyOf(request);
      if (request.status >= 200 && request.status < 300) return resolve(body as Schema['Evidence']);
      const retry = request.getResponseHeader('Retry-After');
      const headers = new Headers(retry ? { 'Retry-After': retry } : {});
      return reject(problemOf(body, new Response(null, { status: request.status, headers })));
    };
    request.onerror = () => reject(new Unreachable('no answer'));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
