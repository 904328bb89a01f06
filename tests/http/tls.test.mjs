// HTTPS: what curl and OpenSSL see of it, and that a new certificate needs no restart.
import assert from 'node:assert/strict';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { after, before, test } from 'node:test';
import { run } from './harness.mjs';
import { makeCertificate, makeInstance, until } from './hosting.mjs';

let instance;
let server;
let shown; // the files that the server reads
let first;
before(async () => {
  instance = await makeInstance();
  first = await makeCertificate(instance, 'first');
  shown = { cert: instance.file('shown.pem'), key: instance.file('shown.key') };
  await show(first);
  server = await instance.serve('--tls-cert', shown.cert, '--tls-key', shown.key);
});
after(async () => {
  await server?.stop();
  await instance?.clear();
});

async function show({ cert, key }) {
  await copyFile(cert, shown.cert);
  await copyFile(key, shown.key);
}

const curl = (...args) => run('curl', ['--silent', '--show-error', '--include', '--cacert', first.cert, ...args]);
const client = (...args) => run('openssl', ['s_client', '-connect', `127.0.0.1:${server.port}`, '-CAfile', first.cert, ...args]);

/** The name on the certificate that is shown to a new connection. */
async function nameShown() {
  const { stdout } = await client();
  return /^subject=CN = (\w+)$/m.exec(stdout)?.[1];
}

/** Asks over a connection that is kept. */
function ask(agent, path, ca) {
  return new Promise((resolve, reject) => {
    request(server.url + path, { agent, ca }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    }).on('error', reject).end();
  });
}

test('curl is answered, told to come by HTTPS only, and gets a cookie for HTTPS only', async () => {
  assert.match(server.url, /^https:/);
  const answer = await curl(`${server.url}/healthz`);
  assert.equal(answer.status, 0, answer.stderr);
  assert.match(answer.stdout, /^HTTP\/1\.1 200/);
  assert.match(answer.stdout, /^strict-transport-security: max-age=31536000/im);
  await instance.command('user', 'add', 'anna', '--role', 'auditor', '--data', instance.data);
  const password = await run(process.env.SHIMING, ['user', 'password', 'anna', '--stdin', '--data', instance.data], { input: 'correct horse battery\n' });
  assert.equal(password.status, 0, password.stderr);
  const entered = await curl('--header', 'Content-Type: application/json', '--header', 'Idempotency-Key: k', '--header', `Origin: ${server.url}`,
    '--data', '{"login":"anna","password":"correct horse battery"}', `${server.url}/v1/sessions`);
  assert.match(entered.stdout, /^HTTP\/1\.1 201/);
  assert.match(entered.stdout, /^set-cookie: __Host-shiming_session=[^;]+;.*; Secure/im);
});

test('TLS 1.2 and 1.3 are spoken, nothing older, and nothing without forward secrecy', async () => {
  for (const version of ['-tls1_2', '-tls1_3']) assert.equal((await client(version)).status, 0, version);
  for (const version of ['-tls1', '-tls1_1']) {
    const old = await client(version, '-cipher', 'ALL:@SECLEVEL=0');
    assert.notEqual(old.status, 0, version);
    assert.match(old.stderr, /alert protocol version|unexpected eof/, `${version} was offered, and the server would not`);
  }
  assert.notEqual((await client('-tls1_2', '-cipher', 'AES128-SHA256:AES256-SHA256:AES128-GCM-SHA256:AES256-GCM-SHA384')).status, 0);
});

test('who speaks HTTP there is not answered', async () => {
  const plain = await curl(`http://127.0.0.1:${server.port}/healthz`);
  assert.notEqual(plain.status, 0);
});

test('large bodies go both ways', async () => {
  const file = instance.file('large');
  await writeFile(file, Buffer.alloc(200_000, 'x'));
  const refused = await curl('--header', 'Content-Type: application/json', '--header', 'Expect:', '--data-binary', `@${file}`, `${server.url}/v1/sessions`);
  assert.match(refused.stdout, /413/);
  const contract = await curl(`${server.url}/v1/openapi.yaml`);
  assert.ok(contract.stdout.includes('openapi: 3.1.0') && contract.stdout.length > 100_000);
});

test('after SIGHUP the new certificate is shown, and open connections go on', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ca = await readFile(first.cert);
  assert.equal(await ask(agent, '/healthz', ca), 200);
  const second = await makeCertificate(instance, 'second');
  assert.equal(await nameShown(), 'first');
  await show(second);
  process.kill(server.pid, 'SIGHUP');
  await until(async () => await nameShown() === 'second', 'the new certificate');
  assert.equal(await ask(agent, '/healthz', ca), 200);
  agent.destroy();
});

test('a certificate that is no good is told, and the one that was stays', async () => {
  await writeFile(shown.cert, 'no certificate');
  process.kill(server.pid, 'SIGHUP');
  const line = await server.logged((one) => one.includes('the certificate stays as it was'));
  assert.equal(JSON.parse(line).level, 'warning');
  assert.equal(await nameShown(), 'second');
});

test('certificate and key go together, on the command line and on disk', async () => {
  const serve = (...args) => run(process.env.SHIMING, ['serve', '--data', instance.data, '--listen', '127.0.0.1:0', ...args], { env: { LC_ALL: 'C' } });
  const half = await serve('--tls-cert', first.cert);
  assert.equal(half.status, 2);
  const third = await makeCertificate(instance, 'third');
  const apart = await serve('--tls-cert', first.cert, '--tls-key', third.key);
  assert.equal(apart.status, 1);
  assert.match(apart.stderr, /give a certificate and its own key/);
  const absent = await serve('--tls-cert', instance.file('nothing'), '--tls-key', third.key);
  assert.equal(absent.status, 3);
});
