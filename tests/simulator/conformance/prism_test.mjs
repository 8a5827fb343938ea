// Every operation on packages, for an organisation, a named user and the token's own user, for all six types, through
// prism: what the simulator answers must satisfy GitHub's description, and what is asked must be declared there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, names, run, startProxy, startSimulator, types } from './harness.mjs';

const description = JSON.parse(readFileSync(join(folder, 'github-packages-openapi.json'), 'utf8'));
const asked = new Set();

// Which operation of the description a request is.
function operationOf(method, path) {
  const segments = path.split('?')[0].split('/');
  const found = Object.keys(description.paths).filter((template) => {
    const parts = template.split('/');
    return parts.length === segments.length && parts.every((part, i) => part.startsWith('{') || part === segments[i]);
  });
  found.sort((a, b) => a.split('{').length - b.split('{').length);
  return `${method} ${found[0]}`;
}

function client(base) {
  return async (method, path, expected, options = {}) => {
    const { token = 'conformance-keeper', version = '2022-11-28' } = options;
    const headers = { 'user-agent': 'prism_test', accept: 'application/vnd.github+json', 'x-github-api-version': version };
    if (token) headers.authorization = `Bearer ${token}`;
    const reply = await fetch(base + path, { method, headers, redirect: 'manual' });
    const text = await reply.text();
    assert.equal(reply.status, expected, `${method} ${path}: ${reply.status} ${text.slice(0, 1500)}`);
    assert.equal(reply.headers.get('sl-violations'), null, `${method} ${path}`);
    asked.add(operationOf(method, path));
    return text === '' ? null : JSON.parse(text);
  };
}

async function walkPackage(ask, owner, type) {
  const path = `${owner}/packages/${type}/${encodeURIComponent(names[type])}`;
  const listed = await ask('GET', `${owner}/packages?package_type=${type}&per_page=100`, 200);
  assert.deepEqual(listed.map((one) => one.name), [names[type]]);
  assert.equal((await ask('GET', path, 200)).package_type, type);
  const versions = await ask('GET', `${path}/versions?per_page=3`, 200);
  assert.equal(versions.length, 3);
  const { id } = versions[1];
  assert.equal((await ask('GET', `${path}/versions/${id}`, 200)).id, id);
  await ask('DELETE', `${path}/versions/${id}`, 204);
  await ask('DELETE', `${path}/versions/${id}`, 404);
  await ask('DELETE', `${path}/versions/${id}`, 403, { token: 'conformance-reader' });
  await ask('DELETE', `${path}/versions/${id}`, 401, { token: '' });
  if (!owner.startsWith('/users')) {
    const deleted = await ask('GET', `${path}/versions?state=deleted`, 200);
    assert.ok(deleted.some((version) => version.id === id && version.deleted_at));
  }
  await ask('POST', `${path}/versions/${id}/restore`, 204);
  await ask('POST', `${path}/versions/${id}/restore`, 404);
  await ask('DELETE', path, 204);
  await ask('GET', `${path}/versions`, 404);
  await ask('POST', `${path}/restore`, 204);
  await ask('POST', `${path}/restore`, 404);
  assert.equal((await ask('GET', `${path}/versions/${id}`, 200)).id, id);
}

await run(async () => {
  const simulator = await startSimulator();
  const proxy = await startProxy(simulator);
  const ask = client(proxy);
  for (const version of ['2022-11-28', '2026-03-10']) {
    for (const path of ['/versions', '/user', '/users/acme', '/users/olivia', '/orgs/acme', '/orgs/acme/docker/conflicts',
      '/users/olivia/docker/conflicts', '/user/docker/conflicts']) {
      await ask('GET', path, 200, { version });
    }
  }
  // The description of 2022-11-28 is the one at hand; the newer one has no `rate`.
  await ask('GET', '/rate_limit', 200);
  for (const owner of ['/orgs/acme', '/users/acme', '/users/olivia', '/user']) {
    for (const type of types) await walkPackage(ask, owner, type);
  }
  await ask('GET', '/orgs/acme/packages?package_type=npm&per_page=100&page=101', 400);

  const all = Object.entries(description.paths).flatMap(([path, item]) =>
    Object.keys(item).filter((key) => ['get', 'post', 'delete'].includes(key)).map((key) => `${key.toUpperCase()} ${path}`));
  assert.deepEqual(all.filter((operation) => !asked.has(operation)), [], 'operations that were not asked for');
  assert.equal(all.length, 32);

  // The proxy does object when an answer breaks the description.
  await fetch(`${simulator}/_simulator/faults`, {
    method: 'POST', body: '{"kind": "object", "operation": "list_versions", "times": 1}',
  });
  await assert.rejects(ask('GET', '/orgs/acme/packages/npm/kit/versions', 200), /sl-violations|VIOLATIONS|500/);
  console.log(`${all.length} operations satisfy the description`);
});
