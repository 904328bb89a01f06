// A client of one server. Every answer that it gets is held against the contract.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { loadContract } from './contract.mjs';

const contract = loadContract();

/** Fails where the answer is not this problem; `pointer` names the field to blame. */
export function assertProblem(answer, status, type, pointer) {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.type, `/problems/${type}`, JSON.stringify(answer.body));
  if (pointer) assert.equal(answer.body.errors[0].pointer, `#${pointer}`);
}

/** Gives the answer where its status is the one wanted, and fails with the answer otherwise. */
export function good(answer, status = 200) {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  return answer;
}

/** The cookie that an answer sets, as it is sent back. */
export const cookieOf = (answer) => answer.headers['set-cookie'][0].split(';')[0];

/** The token behind the `#` of a one-time link. */
export const tokenOf = (link) => new URL(link.url).hash.slice(1);

/** Opens a client of a server that startShiming() or startServer() gave: a function that asks. */
export function openClient(server) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let asked = 0;

  function send(method, path, { headers, body, chunked, headOnly, localAddress }) {
    return new Promise((resolve, reject) => {
      const sent = request(server.url + path, { method, headers, agent, localAddress }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
        answer.on('end', () => {
          resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) });
          if (headOnly) sent.destroy();
        });
      });
      sent.on('error', reject);
      if (headOnly) return sent.flushHeaders();
      if (chunked && body !== undefined) sent.write(body);
      return sent.end(chunked ? undefined : body);
    });
  }

  /**
   * Asks `as` { cookie } or { key } or nobody, from an address of its own, since the door counts nobody by address. `body` is
   * sent as JSON, `raw` as it is. A write has an Idempotency-Key of its own unless one is named, or null; `version` is an
   * ETag for If-Match; `headOnly` announces so many bytes and waits for what is said to that. Gives { status, headers, bytes,
   * body, etag }.
   */
  return async function ask(method, path, { as, body, raw, media = 'application/json', version, key, headers = {}, from, chunked, headOnly } = {}) {
    asked += 1;
    const all = { 'Accept-Language': 'en' };
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    if (as?.cookie) Object.assign(all, { Cookie: as.cookie, Origin: server.url });
    if (as?.key) all.Authorization = `Bearer ${as.key}`;
    if (method !== 'GET' && key !== null) all['Idempotency-Key'] = key ?? `k-${asked}`;
    if (version) all['If-Match'] = version;
    if (content !== undefined && media) all['Content-Type'] = media;
    if (content !== undefined && !chunked) all['Content-Length'] = Buffer.byteLength(content);
    if (headOnly) Object.assign(all, { 'Content-Type': media, 'Content-Length': headOnly, Expect: '100-continue' });
    if (chunked) all['Transfer-Encoding'] = 'chunked';
    const answer = await send(method, path, {
      headers: { ...all, ...headers }, body: content, chunked, headOnly,
      localAddress: from ?? `127.0.${1 + Math.floor(asked / 250) % 250}.${asked % 250 + 1}`,
    });
    const type = answer.headers['content-type'];
    const parsed = type?.includes('json') ? JSON.parse(answer.bytes.toString()) : answer.bytes.length ? answer.bytes : undefined;
    contract.assertAnswer(method, path, { status: answer.status, media: type, body: parsed });
    return { ...answer, body: parsed, etag: answer.headers.etag };
  };
}
