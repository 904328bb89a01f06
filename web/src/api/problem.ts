// What can go wrong with a request, as two types: a Problem, which the server has words for, and Unreachable.
import type { components } from '#contract';

type Body = components['schemas']['Problem'];

export interface FieldError {
  /** JSON pointer into the request's body, "/new_owner/number". */
  pointer: string;
  detail: string;
}

/** A refusal or failure as the server tells it (RFC 9457), its texts in the caller's language. */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    /** "wrong-state": the last part of `type`, stable. */
    readonly slug: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** The request's id, by which the operator finds it in the log; empty where the answer had none. */
    readonly request: string,
    readonly errors: readonly FieldError[],
    readonly retryAfterSeconds: number | null,
  ) {
    super(`${status} ${slug}`);
  }
}

/** No answer came: no network, or no server. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

function isBody(body: unknown): body is Body {
  return typeof body === 'object' && body !== null && 'type' in body && 'detail' in body && 'title' in body;
}

/** Makes the problem out of an answer that is none of the 2xx. An answer without our words (a proxy's) has slug "unknown". */
export function problemOf(body: unknown, response: Response): Problem {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retry = Number.isFinite(seconds) ? seconds : null;
  if (!isBody(body)) return new Problem('unknown', response.status, '', '', '', [], retry);
  const errors = (body.errors ?? []).map((error) => ({
    pointer: decodeURIComponent(error.pointer.replace(/^#/, '')),
    detail: error.detail,
  }));
  return new Problem(
    body.type.replace('/problems/', ''),
    body.status,
    body.title,
    body.detail,
    body.instance.replace('/requests/', ''),
    errors,
    retry,
  );
}

export function isProblem(error: unknown, ...slugs: string[]): error is Problem {
  return error instanceof Problem && (slugs.length === 0 || slugs.includes(error.slug));
}

/** True where signing in again is what mends it. */
export function isSignedOut(error: unknown): boolean {
  return isProblem(error, 'not-signed-in', 'session-expired');
}

/** True where the same request may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof Unreachable || (error instanceof Problem && [429, 502, 503, 504].includes(error.status))
  );
}
