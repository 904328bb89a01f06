// Request Tracker 5 as Debian has it, on SQLite in a folder of its own, by its own web server: a peer that keeps requests, hands them
// to people and shows what waits.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { good, openWire } from './wire.mjs';

export const RT_SERVER = '/usr/share/request-tracker5/libexec/rt-server';
const SETUP = '/usr/sbin/rt-setup-database-5';
const ROOT = 'user=root&pass=password'; // as its set-up makes it

async function configure(folder, port) {
  await mkdir(join(folder, 'parts'), { recursive: true });
  await mkdir(join(folder, 'home'), { recursive: true });
  await writeFile(join(folder, 'site.pm'), `
    Set($rtname, 'bench'); Set($Organization, 'bench'); Set($WebDomain, '127.0.0.1'); Set($WebPort, ${port});
    Set($DatabaseType, 'SQLite'); Set($DatabaseName, '${join(folder, 'rt.db')}'); Set($DatabaseUser, ''); Set($DatabasePassword, '');
    Set($LogToSyslog, undef); Set($LogToSTDERR, 'error'); Set($WebSessionClass, 'Apache::Session::File');
    Set($MailCommand, 'testfile'); Set($RestrictReferrer, 0);
    1;`);
  return { ...process.env, HOME: join(folder, 'home'), RT_SITE_CONFIG: join(folder, 'site.pm'), RT_SITE_CONFIG_DIR: join(folder, 'parts') };
}

async function processesOf(parent) {
  const all = await readdir('/proc');
  const parents = await Promise.all(all.filter((name) => /^\d+$/.test(name)).map(async (pid) => {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    return [Number(pid), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])];
  }));
  return [parent, ...parents.filter(([, its]) => its === parent).map(([pid]) => pid)];
}

/** A connection each: one that is kept open holds one of its ten workers. */
function send(port, method, path, headers, body = '') {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, agent: false, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Starts one; whoever opened it calls stop(). */
export async function openTracker(folder) {
  const port = 41_000 + (process.pid % 20_000);
  const env = await configure(folder, port);
  await promisify(execFile)(SETUP, ['--action', 'init', '--skip-create', '--dba', '', '--dba-password', ''], { env, maxBuffer: 2 ** 26 });
  const begun = performance.now();
  const child = spawn(RT_SERVER, ['--port', String(port)], { env, stdio: 'ignore' });
  const at = { host: '127.0.0.1', port };
  for (let tries = 0; ; tries += 1) {
    try {
      (await openWire(at)).close();
      break;
    } catch (error) {
      if (tries === 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const login = await send(port, 'POST', '/NoAuth/Login.html', { 'Content-Type': 'application/x-www-form-urlencoded' }, ROOT);
  const startMs = performance.now() - begun;
  const Cookie = login.headers['set-cookie'].map((one) => one.split(';')[0]).join('; ');
  return {
    /** From its start to its first answer. */
    startMs,
    /** The page of its own search that lists the queue's tickets, oldest first, as its people see it; fails where it has not so many rows. */
    async queuePage(rows) {
      const search = new URLSearchParams({ Query: "Queue = 'General'", OrderBy: 'Created', Order: 'ASC', RowsPerPage: String(rows), Page: '1' });
      const page = good(await send(port, 'GET', `/Search/Results.html?${search}`, { Cookie }));
      const listed = new Set(page.body.match(/\/Ticket\/Display\.html\?id=\d+/g)).size;
      if (listed !== rows) throw new Error(`the tracker's page lists ${listed} tickets, not ${rows}`);
    },
    /** Makes a ticket through its REST interface, with the cookie of a session. */
    async ticket(serial) {
      const ticket = { Queue: 'General', Subject: `case ${serial}`, Content: 'change of the owner' };
      return good(await send(port, 'POST', '/REST/2.0/ticket', { Cookie, 'Content-Type': 'application/json' }, JSON.stringify(ticket)));
    },
    /** MiB that its processes hold, what they share counted once. */
    async memoryMib() {
      const shares = await Promise.all((await processesOf(child.pid)).map(async (pid) => {
        const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
        return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
      }));
      return shares.reduce((sum, share) => sum + share, 0) / 1024;
    },
    async stop() {
      child.kill();
      await once(child, 'close');
    },
  };
}
