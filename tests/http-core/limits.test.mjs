// Limits: rates, connections, and clients that take their time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSocket } from '../http/harness.mjs';
import { PLATFORM, assertProblem, startEcho } from './echo.mjs';

test('who signs in too often waits, and is told how long', async () => {
  const echo = await startEcho('--limited');
  const signIn = () => fetch(`${echo.url}/v1/sessions`, { method: 'POST' });
  const answers = await Promise.all(Array.from({ length: 30 }, signIn));
  const granted = answers.filter((answer) => answer.status === 204).length;
  assert.ok(granted >= 10 && granted < 15, `${granted} granted`);
  const refused = await signIn();
  assert.match(refused.headers.get('retry-after'), /^[1-9]\d*$/);
  await assertProblem(refused, 429, 'too-many-requests');
  const reading = await fetch(`${echo.url}/v1/open`);
  assert.equal(reading.status, 200, 'another class has its own measure');
  await echo.stop();
});

test('each principal has a measure of its own, and nobody tries keys at leisure', async () => {
  const echo = await startEcho('--limited');
  const write = (key) => fetch(`${echo.url}/v1/sessions`, { method: 'DELETE', headers: { Authorization: `Bearer ${key}` } });
  const statuses = await Promise.all(Array.from({ length: 80 }, () => write('holder').then((answer) => answer.status)));
  assert.ok(statuses.includes(429));
  assert.equal((await write('reviewer')).status, 403, 'another principal is not held up');
  const guesses = await Promise.all(Array.from({ length: 80 }, (_, i) => write(`guess${i}`).then((answer) => answer.status)));
  assert.ok(guesses.includes(401) && guesses.includes(429));
  await echo.stop();
});

test('the platform asks as often as it likes', async () => {
  const echo = await startEcho('--limited');
  const client = async () => {
    for (let i = 0; i < 60; i++) {
      const answer = await fetch(`${echo.url}/v1/inline`, { headers: PLATFORM });
      assert.equal(answer.status, 200);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 10 }, client));
  await echo.stop();
});

test('one address has so many connections and no more', async () => {
  const echo = await startEcho('--per-address', '4');
  const sockets = await Promise.all(Array.from({ length: 4 }, () => openSocket(echo)));
  for (const socket of sockets) {
    await socket.send('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.equal((await socket.receive()).status, 200);
  }
  const fifth = await openSocket(echo);
  await fifth.send('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.equal((await fifth.rest()).length, 0);
  for (const socket of sockets) socket.close();
  await echo.stop();
});

test('a silent connection and a head that drips in are closed', async () => {
  const echo = await startEcho('--headers-s', '1', '--idle-s', '60');
  const silent = await openSocket(echo);
  const dripping = await openSocket(echo);
  const used = await openSocket(echo);
  await used.send('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.equal((await used.receive()).status, 200);
  await dripping.send('GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ');
  const drip = setInterval(() => dripping.send('a'), 100);
  await Promise.all([silent.rest(), dripping.rest(), used.rest()]);
  clearInterval(drip);
  await echo.stop();
});

test('a body that drips in is cut off, and its handler told', async () => {
  const echo = await startEcho('--grace-s', '1', '--idle-s', '60');
  const head = (path, media) => `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\nIdempotency-Key: k\r\n`
    + `Content-Type: ${media}\r\nContent-Length: 4000\r\n\r\n`;
  const small = await openSocket(echo);
  const upload = await openSocket(echo);
  await small.send(head('/v1/things', 'application/json'));
  await upload.send(head('/v1/uploads', 'image/jpeg'));
  const drip = setInterval(() => {
    if (!small.ended) small.send('a');
    if (!upload.ended) upload.send('a');
  }, 100);
  await Promise.all([small.rest(), upload.rest()]);
  clearInterval(drip);
  await echo.stop();
});
