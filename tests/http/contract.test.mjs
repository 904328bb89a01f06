// The contract and the route table say the same: every route, its roles, its headers, its body, its refusals.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMON, loadContract } from './contract.mjs';
import { run, startServer } from './harness.mjs';

const contract = loadContract();
const { status, stdout } = await run(process.env.ROUTE_LIST, []);
assert.equal(status, 0);
const routes = JSON.parse(stdout);
const operations = [...contract.operations()];
const name = (one) => `${one.method} ${one.path}`;
const pairs = routes.map((route) => ({ route, found: operations.find((one) => name(one) === name(route)) }));

test('every route is in the contract, and every operation is a route', () => {
  assert.deepEqual(routes.map(name).sort(), operations.map(name).sort());
});

test('every reference in the contract leads somewhere, every schema can be compiled', () => {
  const walk = (node) => {
    if (node?.$ref) contract.resolve(node);
    if (node && typeof node === 'object') Object.values(node).forEach(walk);
  };
  walk(contract.document);
  for (const schema of Object.keys(contract.document.components.schemas))
    contract.validator({ $ref: `#/components/schemas/${schema}` });
});

test('every operation has an id of its own, a summary and a tag that is explained', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  const tags = contract.document.tags.map((tag) => tag.name);
  for (const one of operations) {
    assert.ok(one.operation.summary, name(one));
    assert.ok(one.operation.tags?.length && one.operation.tags.every((tag) => tags.includes(tag)), name(one));
  }
});

for (const { route, found } of pairs.filter((pair) => pair.found)) {
  test(`the contract says of ${name(route)} what the door does`, () => {
    const { operation, parameters } = found;
    const names = (where) => parameters.filter((one) => one.in === where).map((one) => one.name).sort();

    assert.deepEqual([...operation['x-roles']].sort(), [...route.roles].sort(), 'roles');
    assert.deepEqual([...operation['x-scopes'] ?? []].sort(), [...route.scopes].sort(), 'scopes');
    assert.equal(operation.security?.length === 0, route.roles.includes('anyone'), 'security: [] where anyone may');
    assert.deepEqual(names('path'), (route.path.match(/(?<=\{)[^}]+/g) ?? []).sort(), 'path parameters');
    assert.deepEqual(names('query'), [...route.query].sort(), 'query parameters');
    assert.equal(names('header').includes('If-Match'), route.if_match, 'If-Match');
    assert.equal(names('header').includes('Idempotency-Key'), route.idempotency_key, 'Idempotency-Key');

    const media = { none: [], json: ['application/json'], stream: route.media }[route.body];
    assert.deepEqual(Object.keys(operation.requestBody?.content ?? {}).sort(), [...media].sort(), 'media of the body');
    if (route.body !== 'none') assert.equal(operation.requestBody.required, true, 'the body is required');
  });

  test(`the contract says of ${name(route)} what is refused`, () => {
    const statuses = Object.keys(found.operation.responses).map(Number);
    const wanted = [
      ...(route.path.includes('{') ? [404] : []),
      ...(route.body === 'none' ? [] : [413]),
      ...(route.body === 'stream' ? [411] : []),
      ...(route.body === 'json' || route.idempotency_key ? [400] : []),
      ...(route.if_match ? [412, 428] : []),
    ];
    for (const one of wanted) assert.ok(statuses.includes(one), `${one} is missing`);
    assert.ok(statuses.some((one) => one < 400), 'a good answer');
    for (const one of statuses.filter((code) => code >= 400 && !COMMON.includes(code))) {
      const { content } = contract.resolve(found.operation.responses[String(one)]);
      assert.deepEqual(Object.keys(content).filter((media) => media !== 'text/html' || route.path.startsWith('/v1/')),
        ['application/problem+json'], `${one} is a problem, on a page a page too`);
    }
  });
}

test('what the server tells of itself is what the contract says', async () => {
  const server = await startServer(process.env.ECHO_SERVER);
  for (const path of ['/healthz', '/readyz', '/v1/openapi.yaml', '/problems', '/problems/usage', '/healthz?a=1'])
    await contract.fetch(server.url, path);
  const missing = await contract.fetch(server.url, '/problems/no-such-problem');
  assert.equal(missing.status, 404);
  const nowhere = await contract.fetch(server.url, '/nowhere');
  assert.equal(nowhere.body.type, '/problems/no-such-route');
  await server.stop();
});
