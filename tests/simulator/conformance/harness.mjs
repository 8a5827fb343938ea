// Starts the programs of a conformance test and ends them again, each by its own process id.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const folder = dirname(fileURLToPath(import.meta.url));
export const types = ['container', 'docker', 'npm', 'maven', 'rubygems', 'nuget'];
export const names = {
  container: 'team/web', docker: 'legacy', npm: 'kit', maven: 'com.acme.lib', rubygems: 'gem', nuget: 'Acme.Lib',
};

const children = [];
const scratch = mkdtempSync(join(tmpdir(), 'simulator-conformance-'));

function start(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const state = { child, output: '', ended: false };
  child.stdout.on('data', (data) => { state.output += data; });
  child.stderr.on('data', (data) => { state.output += data; });
  state.status = new Promise((resolve) => {
    child.on('error', (error) => { state.ended = true; state.output += error.message; resolve(error.message); });
    child.on('exit', (code) => { state.ended = true; resolve(code); });
  });
  children.push(state);
  return state;
}

async function until(ready, state, what) {
  while (!ready()) {
    if (state.ended) throw new Error(`${what} ended before it was ready:\n${state.output}`);
    await sleep(50);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// The address of a simulator that serves conformance.yaml.
export async function startSimulator() {
  const program = process.env.PACKAGES_SIMULATOR;
  if (!program || !existsSync(program)) throw new Error('PACKAGES_SIMULATOR does not name the built packages-simulator');
  const portFile = join(scratch, 'port');
  const state = start(program, ['--scenario', join(folder, 'conformance.yaml'), '--port-file', portFile]);
  state.endsWell = true;
  await until(() => existsSync(portFile), state, 'packages-simulator');
  return `http://127.0.0.1:${readFileSync(portFile, 'utf8').trim()}`;
}

// The address of prism, which passes requests on to `upstream` and refuses what breaks GitHub's description.
export async function startProxy(upstream) {
  const prism = join(folder, 'node_modules/@stoplight/prism-cli/dist/index.js');
  const port = await freePort();
  const state = start(process.execPath, [prism, 'proxy', '--errors', '--host', '127.0.0.1', '--port', String(port),
    join(folder, 'github-packages-openapi.json'), upstream]);
  await until(() => state.output.includes('Prism is listening'), state, 'prism');
  return `http://127.0.0.1:${port}`;
}

// Runs a test, ends what it started, and makes the exit status say how it went. A sanitizer may have something to say
// at the simulator's end.
export async function run(test) {
  try {
    await test();
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  for (const state of children) if (!state.ended) state.child.kill('SIGTERM');
  for (const state of children.filter(({ endsWell }) => endsWell)) {
    const status = await state.status;
    if (status === 0) continue;
    console.error(`${state.child.spawnfile} ended with ${status}:\n${state.output}`);
    process.exitCode = 1;
  }
  rmSync(scratch, { recursive: true, force: true });
}
