// Reads api/openapi.yaml and checks answers against it: a status that is not written there, or a body of another shape,
// is a failed test.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** What any operation may answer, said once in the contract's introduction. */
export const COMMON = [422, 429, 500, 503];
export const SIGNED_IN = [401, 403];
export const WITH_BODY = [415];
export const WITHOUT_BODY = [413];
export const WRITE = [403]; // from another site

export function loadContract(file = new URL('../../api/openapi.yaml', import.meta.url)) {
  const document = parse(readFileSync(file, 'utf8'), { strict: true, uniqueKeys: true });
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats(ajv);
  ajv.addVocabulary(['components', 'example']);
  ajv.addSchema({ $id: 'contract', components: { schemas: document.components.schemas } });
  return new Contract(document, ajv);
}

class Contract {
  #validators = new Map();

  constructor(document, ajv) {
    this.document = document;
    this.ajv = ajv;
  }

  /** Follows a $ref within the document. */
  resolve(node) {
    if (!node?.$ref) return node;
    assert.match(node.$ref, /^#\//);
    const found = node.$ref.slice(2).split('/').reduce((at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], this.document);
    assert.ok(found, `${node.$ref} leads nowhere`);
    return this.resolve(found);
  }

  /** Every operation: { method, path, operation, parameters }. */
  *operations() {
    for (const [path, item] of Object.entries(this.document.paths)) {
      for (const method of METHODS) {
        if (!item[method]) continue;
        const parameters = [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map((one) => this.resolve(one));
        yield { method: method.toUpperCase(), path, operation: item[method], parameters };
      }
    }
  }

  /** The operation that a concrete path belongs to; a path without parameters wins. */
  find(method, path) {
    const bare = path.split('?')[0];
    const fits = Object.keys(this.document.paths)
      .filter((one) => new RegExp(`^${one.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(bare))
      .sort((a, b) => a.split('{').length - b.split('{').length);
    return [...this.operations()].find((one) => one.method === method && one.path === fits[0]);
  }

  validator(schema) {
    const text = JSON.stringify(schema).replaceAll('"#/components/schemas/', '"contract#/components/schemas/');
    if (!this.#validators.has(text)) this.#validators.set(text, this.ajv.compile(JSON.parse(text)));
    return this.#validators.get(text);
  }

  /** Fails where `value` is not of the schema named `name`. */
  assertSchema(name, value) {
    this.#assertValid({ $ref: `#/components/schemas/${name}` }, value, name);
  }

  #assertValid(schema, value, what) {
    const validate = this.validator(schema);
    assert.ok(validate(value), `${what}: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(value, null, 1)}`);
  }

  /** Fails where an answer is not one that the contract knows for this request. */
  assertAnswer(method, path, { status, media, body }) {
    const what = `${method} ${path} answered ${status}`;
    const found = this.find(method, path);
    if (!found) return this.assertSchema('Problem', body);
    const written = this.resolve(found.operation.responses[String(status)]);
    if (!written) {
      const open = found.operation.security?.length === 0;
      const implied = [...COMMON, ...(open ? [] : SIGNED_IN), ...(method === 'GET' ? [] : WRITE), ...(found.operation.requestBody ? WITH_BODY : WITHOUT_BODY)];
      assert.ok(implied.includes(status), `${what}, which is not in the contract`);
      return this.assertSchema('Problem', body);
    }
    if (!written.content) return assert.ok(!body, `${what} with a body`);
    const content = written.content[media?.split(';')[0]];
    assert.ok(content, `${what} as ${media}, which is not in the contract`);
    if (content.schema && media.includes('json')) this.#assertValid(content.schema, body, what);
  }

  /** fetch(), checked: gives { status, headers, body }, body parsed where it is JSON. */
  async fetch(base, path, options = {}) {
    const answer = await fetch(base + path, options);
    const media = answer.headers.get('content-type') ?? undefined;
    const bytes = Buffer.from(await answer.arrayBuffer());
    const body = media?.includes('json') ? JSON.parse(bytes.toString()) : bytes.length ? bytes : undefined;
    this.assertAnswer(options.method ?? 'GET', path, { status: answer.status, media, body });
    return { status: answer.status, headers: answer.headers, body };
  }
}
