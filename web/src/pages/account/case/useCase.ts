// The case (or attempt, which has the same parts) at hand for the parts of its page: what it is, its version for steps, and how to look again after one.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Schema, Versioned } from '~/api/client';
import { isProblem } from '~/api/problem';
import { proceedingQuery } from '~/pages/account/queries';

export interface AtHand {
  value: Schema['Proceeding'];
  etag: string;
  policy: Schema['Policy'];
}

export const CaseAtHand = createContext<AtHand | null>(null);

export function useCase(): AtHand {
  const atHand = useContext(CaseAtHand);
  if (!atHand) throw new Error('this part belongs on the page of a case');
  return atHand;
}

/** Takes what a step answered; looks again where a step was refused because the case has changed meanwhile. */
export function useTakeCase() {
  const client = useQueryClient();
  const { value } = useCase();
  const { queryKey } = proceedingQuery(value.kind, value.id);

  return {
    take: async (stepped: Versioned<Schema['Proceeding']>) => {
      client.setQueryData(queryKey, stepped);
      await Promise.all([
        client.invalidateQueries({ queryKey: [...queryKey, 'history'] }),
        client.invalidateQueries({ queryKey: ['account', value.account] }),
      ]);
    },
    lookAgain: () => client.invalidateQueries({ queryKey }),
    refused: (error: unknown) => {
      if (isProblem(error, 'version-changed', 'wrong-state')) void client.invalidateQueries({ queryKey });
    },
  };
}
