// Cuts the part that the simulator speaks out of GitHub's REST description, and makes it fit for a validating proxy:
//   node slice.mjs DESCRIPTION.json > github-packages-openapi.json
// DESCRIPTION is GitHub's own file for api.github.com, for example generated/api.github.com.json of the npm package
// @octokit/openapi. Prose and examples are left out; schemas, parameters and status codes stay as they are.
import { readFileSync } from 'node:fs';

const source = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const wanted = (path) =>
  /^\/(orgs\/\{org\}|users\/\{username\}|user)\/(packages(\/|$)|docker\/conflicts$)/.test(path) ||
  ['/rate_limit', '/versions', '/user', '/users/{username}', '/orgs/{org}'].includes(path);

const paths = {};
for (const [path, item] of Object.entries(source.paths)) {
  if (!wanted(path)) continue;
  paths[path] = item;
  if (!path.includes('packages')) paths[path] = { get: item.get };
}

// Everything that the kept paths refer to, and what that refers to.
const components = {};
const keep = (value) => {
  if (Array.isArray(value)) return value.forEach(keep);
  if (value === null || typeof value !== 'object') return undefined;
  if (typeof value.$ref === 'string') {
    const [, , group, name] = value.$ref.split('/');
    if (group === 'examples' || components[group]?.[name]) return undefined;
    components[group] = { ...components[group], [name]: source.components[group][name] };
    return keep(components[group][name]);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key !== 'examples' && key !== 'example') keep(inner);
  }
  return undefined;
};
keep(paths);

const dropped = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'x-octokit',
  'x-github-breaking-changes']);
// Keys below `properties` are names of fields and not keywords.
const slim = (value, names) => {
  if (Array.isArray(value)) return value.map((item) => slim(item, false));
  if (value === null || typeof value !== 'object') return value;
  const kept = {};
  for (const [key, inner] of Object.entries(value)) {
    if (!names && dropped.has(key) && !(key === 'tags' && !Array.isArray(inner))) continue;
    kept[key] = slim(inner, key === 'properties');
  }
  // The Accept header that GitHub recommends gets the same JSON.
  if (kept['application/json']?.schema) kept['application/vnd.github+json'] = kept['application/json'];
  return kept;
};

const responses = (node) => {
  for (const [key, inner] of Object.entries(node ?? {})) {
    if (key === 'responses') for (const response of Object.values(inner)) if (!response.$ref) response.description = '';
    if (inner !== null && typeof inner === 'object') responses(inner);
  }
};

const slice = {
  openapi: source.openapi,
  info: { title: "GitHub's REST description, the part about packages", version: source.info.version, license: source.info.license },
  servers: [{ url: '/' }],
  paths: slim(paths, true),
  components: Object.fromEntries(Object.entries(components).map(([group, named]) => [group, slim(named, true)])),
};
responses(slice.paths);
for (const response of Object.values(slice.components.responses ?? {})) response.description = '';
process.stdout.write(`${JSON.stringify(slice, null, 1)}\n`);
