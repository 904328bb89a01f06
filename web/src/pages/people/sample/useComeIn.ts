// Coming in as one of the sample: holders by a link that their platform asks for, as always; staff by their password.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { answer, api } from '~/api/client';
import { homeOf } from '~/app/pages';
import { sessionQuery, useSignedIn } from '~/app/session';
import type { Sample } from './queries';

export function useEnterAsHolder(sample: Sample) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (id: string) =>
      answer(
        api.POST('/v1/accounts/{id}/sign-in-links', {
          params: { path: { id } },
          body: {},
          headers: { Authorization: `Bearer ${sample.api_key}` },
          credentials: 'omit',
        }),
      ),
    onSuccess: ({ url }) => navigate(`/enter${new URL(url).hash}`),
  });
}

export function useEnterAsStaff() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const signedIn = useSignedIn();
  return useMutation({
    mutationFn: ({ login, password }: Sample['staff'][number]) =>
      answer(api.POST('/v1/sessions', { body: { login, password } })),
    onSuccess: async () => {
      await signedIn();
      await navigate(homeOf(client.getQueryData(sessionQuery.queryKey)?.roles ?? []));
    },
  });
}
