// The console as the server hands it out: its page at every address that a browser asks for, its files for ever, its policy;
// and the API's own answers untouched by it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { startShiming } from './harness.mjs';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

let shiming;
let asset;

/** Asks without fetch, which would unpack the body. */
function get(path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    const sent = request(shiming.url + path, { method, headers }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

before(async () => {
  shiming = await startShiming();
  asset = /src="(\/assets\/[^"]+\.js)"/.exec((await get('/', { Accept: HTML })).bytes.toString())[1];
});
after(() => shiming.stop());

test('every address of a page answers the page, whatever its query says', async () => {
  for (const path of ['/', '/sign-in', '/cases/0163499c-2a70-7000-8000-000000000001', '/queue?state=submitted&x=%zz', '/index.html']) {
    const answer = await get(path, { Accept: HTML });
    assert.equal(answer.status, 200, path);
    assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
    assert.match(answer.bytes.toString(), /<div id="console">/);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  }
});

test('the page lets in scripts and styles of its own files only', async () => {
  const { headers, bytes } = await get('/', { Accept: HTML });
  const policy = new Map(headers['content-security-policy'].split('; ').map((part) => {
    const [name, ...values] = part.split(' ');
    return [name, values.join(' ')];
  }));
  for (const [name, value] of Object.entries({
    'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'connect-src': "'self'", 'img-src': "'self' blob:",
    'frame-ancestors': "'none'", 'base-uri': "'none'", 'form-action': "'self'",
  })) assert.equal(policy.get(name), value, name);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.doesNotMatch(bytes.toString(), /<style|style=|<script(?![^>]* src=)|\bon\w+=/);
});

test('what is no page stays a problem', async () => {
  for (const [path, accept] of [
    ['/v1/nothing', HTML], ['/v1', HTML], ['/problems/no-such-thing', 'application/json'], ['/healthz/x', HTML],
    ['/assets/gone-12345678.js', HTML], ['/sign-in', '*/*'], ['/sign-in', 'application/json'], ['/', undefined],
  ]) {
    const answer = await get(path, accept ? { Accept: accept } : {});
    assert.equal(answer.status, 404, `${path} ${accept}`);
    assert.equal(answer.headers['content-type'], 'application/problem+json', `${path} ${accept}`);
  }
  for (const method of ['POST', 'DELETE', 'OPTIONS']) {
    assert.equal((await get('/sign-in', { Accept: HTML, Origin: shiming.url }, method)).status, 404, method);
  }
  assert.equal((await get('/healthz', { Accept: HTML })).headers['content-type'], 'application/json');
});

test('a file comes in the smallest coding that its reader takes', async () => {
  const plain = await get(asset);
  assert.equal(plain.headers['content-encoding'], undefined);
  for (const [accept, coding, unpack] of [
    ['gzip, deflate, br', 'br', brotliDecompressSync], ['gzip', 'gzip', gunzipSync], ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ['*', 'br', brotliDecompressSync],
  ]) {
    const answer = await get(asset, { 'Accept-Encoding': accept });
    assert.equal(answer.headers['content-encoding'], coding, accept);
    assert.ok(answer.bytes.length < plain.bytes.length);
    assert.deepEqual(unpack(answer.bytes), plain.bytes);
    assert.match(answer.headers.vary, /Accept-Encoding/);
    assert.notEqual(answer.headers.etag, plain.headers.etag);
  }
  assert.equal((await get(asset, { 'Accept-Encoding': 'identity, br;q=0' })).headers['content-encoding'], undefined);
});

test('a hashed file is kept for ever, and what is known already is not sent again', async () => {
  const first = await get(asset);
  assert.equal(first.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(first.headers['content-type'], 'text/javascript; charset=utf-8');
  for (const known of [first.headers.etag, `"other", W/${first.headers.etag}`, '*']) {
    const again = await get(asset, { 'If-None-Match': known });
    assert.equal(again.status, 304, known);
    assert.equal(again.bytes.length, 0);
    assert.equal(again.headers.etag, first.headers.etag);
  }
  assert.equal((await get(asset, { 'If-None-Match': '"other"' })).status, 200);
});

test('HEAD tells what GET would send', async () => {
  for (const [path, headers] of [['/', { Accept: HTML }], [asset, { 'Accept-Encoding': 'br' }]]) {
    const told = await get(path, headers, 'HEAD');
    const sent = await get(path, headers);
    assert.equal(told.status, 200);
    assert.equal(told.bytes.length, 0);
    assert.equal(Number(told.headers['content-length']), sent.bytes.length);
    assert.equal(told.headers.etag, sent.headers.etag);
  }
});
