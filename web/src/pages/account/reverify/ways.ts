// Which ways of verifying stand open: all that are offered for a first time; after a release those that its route leaves.
import type { Schema } from '~/api/client';

export type Way = Schema['PolicyMethod'];
type Row = Schema['ProceedingRow'];

/** The change that waits for its new owner to be verified. */
export function waitingCase(rows: readonly Row[]): Row | undefined {
  return rows.find((row) => row.kind === 'case' && row.state === 're-verifying');
}

export function openAttempt(rows: readonly Row[]): Row | undefined {
  return rows.find((row) => row.kind === 'attempt' && row.ended_at === null);
}

export function waysOf(policy: Schema['Policy'], waiting: Row | undefined): readonly Way[] {
  const route = policy.routes.find((one) => one.id === waiting?.route);
  const offered = policy.methods.filter((way) => way.offered);
  if (!route || route.destination === 'free') return offered;
  return offered.filter((way) => route.methods.includes(way.id));
}
