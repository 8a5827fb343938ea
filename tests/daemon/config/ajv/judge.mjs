// Holds the schema against the sample files, by a validator and a YAML parser that others wrote: every valid sample is
// valid by the schema, and every invalid one is not, unless it says that a schema cannot tell.
//   judge.mjs SOURCE_FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { load } from "js-yaml";

const root = process.argv[2];
const beyond = "# beyond-schema:";

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(JSON.parse(readFileSync(join(root, "config.schema.json"), "utf8")));

// Whether the schema accepts a text; a text that the parser does not take is not accepted either.
function judge(text) {
  try {
    const accepted = validate(load(text));
    return { accepted, why: ajv.errorsText(validate.errors, { separator: "\n    " }) };
  } catch (error) {
    return { accepted: false, why: error.message };
  }
}

const problems = [];
function check(file, expected) {
  const text = readFileSync(file, "utf8");
  const tells = !text.split("\n").some((line) => line.startsWith(beyond));
  const { accepted, why } = judge(text);
  if (expected && !accepted) problems.push(`${file} is valid, but the schema refuses it:\n    ${why}`);
  if (!expected && accepted && tells) {
    problems.push(`${file} is invalid, but the schema accepts it; if no schema can tell, say so with a line ${beyond} WHY`);
  }
  if (!expected && !accepted && !tells) problems.push(`${file} says that no schema can tell, but this one does: ${why}`);
}

const samples = (kind) => readdirSync(join(root, "tests/samples", kind)).map((name) => join(root, "tests/samples", kind, name));
const valid = [...samples("valid"), join(root, "config.example.yaml")];
const invalid = samples("invalid");
if (valid.length < 5 || invalid.length < 20) problems.push("there are hardly any samples");
for (const file of valid) check(file, true);
for (const file of invalid) check(file, false);

for (const problem of problems) console.error(problem);
console.log(`${valid.length} valid and ${invalid.length} invalid samples judged, ${problems.length} disagreements`);
process.exit(problems.length === 0 ? 0 : 1);
