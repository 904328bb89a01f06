// What the tests of hosting share: a data folder of their own to start servers over, again and again, and certificates.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, startServer, within } from './harness.mjs';

/** Makes a data folder below one of the test's own: { folder, data, file(name), serve(...args), command(...args), clear() }. */
export async function makeInstance() {
  const folder = await mkdtemp(join(tmpdir(), 'shiming-hosting-'));
  const data = join(folder, 'data');
  const command = async (...args) => {
    const done = await run(process.env.SHIMING, args);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  };
  await command('init', '--data', data);
  return {
    folder,
    data,
    command,
    file: (name) => join(folder, name),
    serve: (...args) => startServer(process.env.SHIMING, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...args]),
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Makes a certificate of 127.0.0.1 that signs itself, and its key: { cert, key }. */
export async function makeCertificate(instance, name) {
  const [cert, key] = [instance.file(`${name}.pem`), instance.file(`${name}.key`)];
  const made = await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert]);
  assert.equal(made.status, 0, made.stderr);
  return { cert, key };
}

/** Asks again and again until `look` gives something true. */
export function until(look, what) {
  const again = async () => {
    for (;;) {
      const found = await look();
      if (found) return found;
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  };
  return within(30_000, again(), what);
}

/** A port that was free a moment ago, for programs that do not tell which one they took. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
