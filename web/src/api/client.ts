// The one way to the server: typed by the contract, in the language spoken, answers unwrapped or thrown as problems.
import createClient from 'openapi-fetch';
import type { components, paths } from '#contract';
import { speaks } from '~/app/languages';
import { problemOf, Unreachable } from './problem';

export type Schema = components['schemas'];

/** The typed client; wrap each call in `answer()` or `versioned()`. */
export const api = createClient<paths>({ credentials: 'same-origin' });

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', speaks());
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new Unreachable('no answer', { cause: error });
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Gives what the server answered. Throws Problem or Unreachable. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemOf(error, response);
  return data as T; // undefined only for 204, whose T is undefined
}

/** A thing and the version of it that was seen, as `If-Match` wants it back. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

/** Like answer(), with the ETag. */
export async function versioned<T>(call: Promise<Answer<T>>): Promise<Versioned<T>> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemOf(error, response);
  return { value: data as T, etag: response.headers.get('ETag') ?? '' };
}
