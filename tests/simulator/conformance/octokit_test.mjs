// GitHub's own JavaScript client against the simulator.
import assert from 'node:assert/strict';
import { Octokit } from '@octokit/rest';
import { names, run, startSimulator, types } from './harness.mjs';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function refused(promise, status, message) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.status, status);
    assert.match(error.message, message);
    return true;
  });
}

async function roundTrip(octokit, form, owner, type) {
  const { packages } = octokit.rest;
  const where = { ...owner, package_type: type, package_name: names[type] };
  const call = {
    org: { list: packages.listPackagesForOrganization, get: packages.getPackageForOrganization,
      versions: packages.getAllPackageVersionsForPackageOwnedByOrg, version: packages.getPackageVersionForOrganization,
      remove: packages.deletePackageVersionForOrg, restore: packages.restorePackageVersionForOrg,
      removeAll: packages.deletePackageForOrg, restoreAll: packages.restorePackageForOrg },
    user: { list: packages.listPackagesForUser, get: packages.getPackageForUser,
      versions: packages.getAllPackageVersionsForPackageOwnedByUser, version: packages.getPackageVersionForUser,
      remove: packages.deletePackageVersionForUser, restore: packages.restorePackageVersionForUser,
      removeAll: packages.deletePackageForUser, restoreAll: packages.restorePackageForUser },
    self: { list: packages.listPackagesForAuthenticatedUser, get: packages.getPackageForAuthenticatedUser,
      versions: packages.getAllPackageVersionsForPackageOwnedByAuthenticatedUser,
      version: packages.getPackageVersionForAuthenticatedUser,
      remove: packages.deletePackageVersionForAuthenticatedUser,
      restore: packages.restorePackageVersionForAuthenticatedUser,
      removeAll: packages.deletePackageForAuthenticatedUser,
      restoreAll: packages.restorePackageForAuthenticatedUser },
  }[form];

  const listed = await call.list({ ...owner, package_type: type });
  assert.deepEqual(listed.data.map((one) => one.name), [names[type]]);
  const versions = await octokit.paginate(call.versions, { ...where, per_page: 100 });
  assert.equal(new Set(versions.map((version) => version.id)).size, versions.length);
  assert.equal(versions.length, (await call.get(where)).data.version_count);
  const one = { ...where, package_version_id: versions[1].id };
  assert.equal((await call.version(one)).data.name, versions[1].name);
  assert.equal((await call.remove(one)).status, 204);
  await refused(call.remove(one), 404, /Package version not found\./);
  assert.equal((await call.restore(one)).status, 204);
  assert.deepEqual((await call.version(one)).data.metadata, versions[1].metadata);
  assert.equal((await call.removeAll(where)).status, 204);
  await refused(call.get(where), 404, /Package not found\./);
  assert.equal((await call.restoreAll(where)).status, 204);
  return versions.length;
}

await run(async () => {
  const baseUrl = await startSimulator();
  const octokit = new Octokit({ auth: 'conformance-keeper', baseUrl, log: silent });
  const counts = {};
  for (const [form, owner] of [['org', { org: 'acme' }], ['user', { username: 'olivia' }], ['user', { username: 'acme' }],
    ['self', {}]]) {
    for (const type of types) counts[`${form} ${Object.values(owner)} ${type}`] = await roundTrip(octokit, form, owner, type);
  }
  assert.equal(counts['org acme container'], 250, 'three pages were followed by their links');

  const web = { org: 'acme', package_type: 'container', package_name: 'team/web' };
  const first = await octokit.rest.packages.getPackageForOrganization(web);
  assert.equal(first.headers['x-oauth-scopes'], 'delete:packages, repo, write:packages');
  await refused(octokit.rest.packages.getPackageForOrganization({ ...web, headers: { 'if-none-match': first.headers.etag } }),
    304, /./);

  const reader = new Octokit({ auth: 'conformance-reader', baseUrl, log: silent });
  await refused(reader.rest.packages.deletePackageVersionForOrg({ ...web, package_version_id: 1 }), 403,
    /You need at least delete:packages and read:packages scopes to delete a package version\./);
  const npm = { org: 'acme', package_type: 'npm', package_name: 'kit' };
  const versions = (await octokit.rest.packages.getAllPackageVersionsForPackageOwnedByOrg(npm)).data;
  for (const version of versions.slice(1)) {
    await octokit.rest.packages.deletePackageVersionForOrg({ ...npm, package_version_id: version.id });
  }
  await refused(octokit.rest.packages.deletePackageVersionForOrg({ ...npm, package_version_id: versions[0].id }), 400,
    /You cannot delete the last version of a package\. You must delete the package instead\./);
  const stranger = new Octokit({ auth: 'nobody', baseUrl, log: silent });
  await refused(stranger.rest.users.getAuthenticated(), 401, /Bad credentials/);
  assert.equal((await octokit.rest.rateLimit.get()).data.resources.core.limit, 5000);
  console.log(`${Object.keys(counts).length} round trips`);
});
