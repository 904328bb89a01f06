import { expect, test } from 'vitest';
import { problemOf } from '~/api/problem';
import { chooseLanguage } from '~/app/languages';
import { nextPath } from '~/pages/people/sign-in/next-path';

test.each([
  ['/queue?state=submitted', '/queue?state=submitted'],
  ['/account', '/account'],
  ['//evil.example', null],
  ['/\\evil.example', null],
  ['https://evil.example', null],
  ['javascript:alert(1)', null],
  ['', null],
  [null, null],
])('after signing in, %s leads to %s', (wanted, path) => {
  expect(nextPath(wanted)).toBe(path);
});

test.each([
  ['en', ['zh-CN'], 'en'],
  [null, ['fr', 'en-GB', 'zh'], 'en'],
  [null, ['zh-TW'], 'zh-CN'],
  [null, ['fr'], 'zh-CN'],
  ['klingon', [], 'zh-CN'],
])('who chose %s and reads %j is spoken to in %s', (chosen, wanted, language) => {
  expect(chooseLanguage(chosen, wanted)).toBe(language);
});

test('a problem keeps its slug, its request and the pointers of its fields', () => {
  const body = {
    type: '/problems/missing-field',
    title: 'Missing',
    status: 422,
    detail: 'The field is missing.',
    instance: '/requests/abc-12345',
    errors: [{ detail: 'It is missing.', pointer: '#/new_owner/name%20of' }],
  };
  const problem = problemOf(body, new Response(null, { status: 422 }));
  expect(problem).toMatchObject({ slug: 'missing-field', status: 422, request: 'abc-12345' });
  expect(problem.errors).toEqual([{ pointer: '/new_owner/name of', detail: 'It is missing.' }]);
});

test('what a proxy answers in our place is a problem without words', () => {
  const problem = problemOf('<html>', new Response(null, { status: 502, headers: { 'Retry-After': '7' } }));
  expect(problem).toMatchObject({ slug: 'unknown', status: 502, detail: '', retryAfterSeconds: 7 });
});
