// What the guide asks the server: every way there is for a wish, with its dates, and why the others do not apply.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '~/api/client';
import type { Wish } from './wish';

export const planQuery = (account: string, wish: Wish) =>
  queryOptions({
    queryKey: ['account', account, 'plan', wish],
    queryFn: () =>
      answer(
        api.GET('/v1/accounts/{id}/plan', {
          params: {
            path: { id: account },
            query: {
              to: wish.to,
              ...(wish.have.length > 0 ? { have: wish.have.join(',') } : {}),
              ...(wish.bank ? { bank: wish.bank } : {}),
              ...(wish.sameEnterprise ? { same_enterprise: true } : {}),
            },
          },
        }),
      ),
  });
