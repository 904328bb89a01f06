// Says on what the figures were taken: the machine, and the version of everything that was measured.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['chromium', 'libmicrohttpd12', 'libsqlite3-0', 'nginx-light', 'openssl', 'postgresql-15', 'python3-stdnum', 'request-tracker5', 'wrk'];
const modulesAt = fileURLToPath(new URL('package.json', import.meta.url));

function said(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

function packages() {
  const rows = said('dpkg-query', ['-W', '-f=${db:Status-Status} ${Package} ${Version}\\n', ...PACKAGES]).split('\n');
  return rows.filter((row) => row.startsWith('installed ')).map((row) => row.slice('installed '.length));
}

function modules() {
  const { devDependencies } = JSON.parse(readFileSync(modulesAt, 'utf8'));
  return Object.entries(devDependencies).map(([name, version]) => `${name} ${version}`);
}

/** Gives rows of [what, text]. */
export function machine(shiming) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const system = /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  return [
    ['shiming', `${said(shiming, ['--version']).split('\n')[0]} ${said('git', ['-C', root, 'rev-parse', '--short', 'HEAD'])}`.trim()],
    ['processor', `${cpus().length} × ${cpus()[0].model.trim()}`],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['system', `${system}, Linux ${release()}, Node.js ${process.version.slice(1)}`],
    ['from Debian', packages().join(', ')],
    ['from npm', modules().join(', ')],
  ];
}
