// The stop: what was accepted is answered, what is too late is broken off, and nothing is left behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSocket } from '../http/harness.mjs';
import { startEcho } from './echo.mjs';

const get = (path, id) => `GET ${path} HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}\r\n\r\n`;

/** The handlers are at work: their requests came before this one on the same poll threads. */
async function settle(echo) {
  for (let i = 0; i < 8; i++) await fetch(`${echo.url}/v1/open`, { headers: { Connection: 'close' } });
}

test('requests at work when the stop comes are answered', async () => {
  const echo = await startEcho();
  const sockets = await Promise.all(Array.from({ length: 12 }, () => openSocket(echo)));
  await Promise.all(sockets.map((socket, i) => socket.send(get('/v1/late', `late-request-${i}`))));
  await settle(echo);
  echo.signal();
  for (const socket of sockets) {
    assert.equal((await socket.receive()).status, 200);
    await socket.rest();
  }
  await echo.stop();
  assert.equal(echo.log.filter((line) => line.includes('late-request-') && line.includes('"status":200')).length, 12);
});

test('an upload that is under way when the stop comes is finished', async () => {
  const echo = await startEcho();
  const late = await openSocket(echo);
  const upload = await openSocket(echo);
  await upload.send('POST /v1/uploads HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\nContent-Type: image/jpeg\r\nContent-Length: 8\r\n'
    + 'Expect: 100-continue\r\n\r\n');
  assert.equal((await upload.receive()).status, 100);
  await late.send(get('/v1/late', 'late-request'));
  await settle(echo);
  await upload.send('half');
  echo.signal();
  assert.equal((await late.receive()).status, 200);
  await upload.send('half');
  assert.equal((await upload.receive()).status, 201);
  await echo.stop();
});

test('idle connections do not delay the stop, and nobody new comes in', async () => {
  const echo = await startEcho();
  const idle = await openSocket(echo);
  await idle.send(get('/healthz', 'idle-request'));
  await idle.receive();
  await echo.stop();
  assert.equal((await idle.rest()).length, 0);
  await assert.rejects(openSocket(echo));
});

test('a new request on an open connection is told that the server stops', async () => {
  const echo = await startEcho();
  const [idle, held] = [await openSocket(echo), await openSocket(echo)];
  await idle.send(get('/healthz', 'first-request'));
  await idle.receive();
  await held.send('POST /v1/uploads HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\nContent-Type: image/jpeg\r\nContent-Length: 4\r\n'
    + 'Expect: 100-continue\r\n\r\n');
  assert.equal((await held.receive()).status, 100);
  const late = await openSocket(echo);
  await late.send(get('/v1/late', 'late-request'));
  await settle(echo);
  echo.signal();
  await late.receive();
  let answer;
  do { // the stop is under way, but may not have reached every thread
    await idle.send(get('/v1/open', 'second-request'));
    answer = await idle.receive();
  } while (answer.status === 200);
  assert.equal(answer.status, 503);
  assert.equal(JSON.parse(answer.body).type, '/problems/starting-or-stopping');
  assert.equal(answer.headers.get('connection'), 'close');
  await held.send('done');
  assert.equal((await held.receive()).status, 201);
  await echo.stop();
});

test('what does not end in time is broken off: handlers, uploads and downloads', async () => {
  const echo = await startEcho('--wait-s', '1');
  const stuck = await openSocket(echo);
  const upload = await openSocket(echo);
  const download = await openSocket(echo);
  download.socket.pause();
  await stuck.send(get('/v1/too-late', 'stuck-request'));
  await upload.send('POST /v1/uploads HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer platform\r\nContent-Type: image/jpeg\r\nContent-Length: 100\r\n\r\nhalf');
  await download.send('GET /v1/downloads?bytes=50000000 HTTP/1.1\r\nHost: a\r\n\r\n');
  await settle(echo);
  await echo.stop();
  assert.equal((await stuck.rest()).length, 0);
  assert.equal((await upload.rest()).length, 0);
  download.close();
});

test('a stop in the middle of many requests loses none that was accepted', async () => {
  const echo = await startEcho();
  let answered = 0;
  const clients = Array.from({ length: 16 }, async () => {
    for (;;) {
      const socket = await openSocket(echo).catch(() => null);
      if (!socket) return;
      await socket.send(get('/v1/open', 'crowd-request'));
      const answer = await socket.receive().catch(() => null);
      socket.close();
      if (!answer) return; /* accepted by the kernel only */
      assert.ok([200, 503].includes(answer.status));
      if (++answered === 200) echo.signal();
    }
  });
  await Promise.all(clients);
  await echo.stop();
  assert.ok(answered >= 200);
});
