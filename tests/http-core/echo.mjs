// The echo server and the shape of its answers.
import assert from 'node:assert/strict';
import { startServer } from '../http/harness.mjs';

export const ID = '0163499c-2a70-7000-8000-000000000001';
export const PLATFORM = { Authorization: 'Bearer platform' };

export function startEcho(...args) {
  return startServer(process.env.ECHO_SERVER, args);
}

/** Checks that an answer of fetch is the problem of this type, whole and well-formed; gives its document. */
export async function assertProblem(answer, status, slug) {
  const problem = await answer.json();
  assert.equal(problem.type, `/problems/${slug}`, JSON.stringify(problem));
  assert.equal(answer.status, status);
  assert.equal(problem.status, status);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.equal(problem.instance, `/requests/${answer.headers.get('x-request-id')}`);
  assert.ok(problem.title && problem.detail);
  return problem;
}
