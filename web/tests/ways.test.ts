// Which ways of verifying the form shows: none that is not offered here, and after a release those of its route alone.
import { expect, test } from 'vitest';
import type { Schema } from '~/api/client';
import { waysOf } from '~/pages/account/reverify/ways';

const way = (id: string, offered: boolean) => ({ id, offered }) as Schema['PolicyMethod'];
const policy = {
  methods: [way('documents', true), way('corporate-transfer', false), way('enterprise-alipay', true)],
  routes: [
    { id: 'free', destination: 'free', methods: ['documents'] },
    { id: 'bound', destination: 'bound', methods: ['documents', 'corporate-transfer'] },
  ],
} as unknown as Schema['Policy'];
const shown = (route?: string) =>
  waysOf(policy, route ? ({ route } as Schema['ProceedingRow']) : undefined).map(({ id }) => id);

test('what is not offered is not shown', () => {
  expect(shown()).toEqual(['documents', 'enterprise-alipay']);
  expect(shown('free')).toEqual(['documents', 'enterprise-alipay']);
  expect(shown('bound')).toEqual(['documents']);
});
