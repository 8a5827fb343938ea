// What npm's semver says of generated versions and ranges: npm.js FOLDER, with semver in FOLDER/node_modules; writes
// npm_order.tsv, npm_versions.tsv and npm_ranges.tsv there.
"use strict";

const fs = require("fs");
const path = require("path");

const folder = path.resolve(process.argv[2]);
const semver = require(path.join(folder, "node_modules", "semver"));

let state = 20260101;
function below(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}
const pick = (list) => list[below(list.length)];
const often = (times, of) => below(of) < times;

// 9007199254740993 is not among them: npm takes it for its neighbour, since its numbers are floating point.
const numbers = ["0", "0", "1", "1", "2", "3", "9", "10", "11", "99", "100", "2147483648", "9007199254740991"];
const labels = ["0", "1", "2", "10", "a", "A", "alpha", "alpha1", "alpha10", "alpha2", "beta", "rc", "RC", "rc1", "rc-1",
  "-", "--", "-1", "0a", "00a", "x", "v", "9007199254740991", "9007199254740992", "99999999999999999999",
  "100000000000000000000"];
const odd = ["", ".", "..", "-", "+", "0", "00", "01", "v", "=", " ", "x", "*", "_", "é", "9007199254740992",
  "99999999999999999999", "-01", "+01", "+a..b", "-a..b", "+-", "1.", ".1"];

function label() {
  return Array.from({ length: 1 + below(3) }, () => pick(labels)).join(".");
}

function version() {
  let text = `${pick(numbers)}.${pick(numbers)}.${pick(numbers)}`;
  if (often(2, 3)) text += `-${label()}`;
  if (often(1, 5)) text += `+${label()}`;
  return often(1, 12) ? `v${text}` : text;
}

// The text with a few of its characters replaced, doubled, dropped or moved.
function edited(text, pieces) {
  let result = text;
  for (let edits = 1 + below(2); edits > 0; --edits) {
    const at = below(result.length + 1);
    const end = at + below(2);
    result = result.slice(0, at) + pick(pieces) + result.slice(end);
  }
  return result;
}

// A valid version that differs little from another.
function neighbour(text) {
  const pieces = ["", "0", "1", "9", ".", ".0", ".1", ".a", "-", "a", "A", "-rc", "+b", "-0"];
  for (let tries = 0; tries < 50; ++tries) {
    const other = edited(text, pieces);
    if (isVersion(other)) return other;
  }
  return text;
}

// npm strips blanks; a version of ours has none.
function isVersion(text) {
  return semver.valid(text) !== null && text.trim() === text;
}

function write(name, lines) {
  fs.writeFileSync(path.join(folder, name), [...new Set(lines)].map((line) => `${line}\n`).join(""));
}

function order() {
  const lines = [];
  while (lines.length < 3000) {
    const a = version();
    const b = often(1, 6) ? version() : neighbour(a);
    lines.push(`${a}\t${["<", "=", ">"][semver.compare(a, b) + 1]}\t${b}`);
  }
  return lines;
}

function validity() {
  const lines = [`no\t1.0.0-${"a".repeat(251)}`, `yes\t1.0.0-${"a".repeat(250)}`, `yes\t1.0.0+${"a".repeat(250)}`];
  while (lines.length < 3000) {
    const text = often(1, 8) ? version() : edited(version(), odd);
    lines.push(`${isVersion(text) ? "yes" : "no"}\t${text}`);
  }
  return lines;
}

const small = ["0", "0", "0", "1", "1", "2", "3"];
const smallLabels = ["0", "1", "a", "alpha", "beta.2", "rc.1"];

function partial() {
  const parts = [pick([...small, "x"]), pick([...small, "x", "*", "X"]), pick([...small, "x", "*"])];
  let text = parts.slice(0, pick([1, 2, 3, 3, 3])).join(".");
  if (often(1, 40)) text = "*";
  if (text.split(".").length === 3 && often(1, 3)) text += `-${pick(smallLabels)}`;
  if (often(1, 12)) text += `+${pick(smallLabels)}`;
  return often(1, 12) ? pick(["v", "v", "=", "vv", "=v", "v="]) + text : text;
}

function comparator() {
  const operator = pick(["", "", "^", "^", "~", "~>", ">", ">=", "<", "<=", "="]);
  return operator + (operator !== "" && often(1, 6) ? pick([" ", "  "]) : "") + partial();
}

function alternative() {
  if (often(1, 5)) return `${partial()}${pick([" - ", "  -  "])}${partial()}`;
  return Array.from({ length: pick([1, 1, 1, 2, 2, 3]) }, comparator).join(pick([" ", "  "]));
}

function range() {
  const text = Array.from({ length: pick([1, 1, 1, 2, 3]) }, alternative).join(pick(["||", " || "]));
  return often(1, 8) ? edited(text, [...odd, "<", ">", "^", "~", "|", "||", " - "]) : text;
}

// What npm lets pass and we refuse on purpose: see parse_semver_range().
function isRefused(text) {
  const empty = text.split("||").some((part) => part.replace(/\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*/g, "").trim() === "");
  const strayStar = /[^\s.^~<>=v|]\*|\*[^\s.|+-]/.test(text);
  const strayBuild = /(^|[^0-9A-Za-z*])\+/.test(text);
  const innerBlank = /v\s|~\s+>\s/.test(text);
  const tooLarge = /[xX*]\.[0-9.]*[0-9]{17}/.test(text);
  return empty || strayStar || strayBuild || innerBlank || tooLarge;
}

function probe(text) {
  const seen = text.match(/\d+/g) || ["0"];
  const near = () => String(Math.max(0, Number(pick(seen)) + pick([-1, 0, 0, 0, 1])) % 1000);
  const full = text.match(/\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?/g);
  if (full && often(1, 3)) return semver.valid(pick(full)) || "1.0.0";
  const base = full && often(1, 2) ? pick(full).split("-")[0] : `${near()}.${near()}.${near()}`;
  return semver.valid(often(2, 5) ? `${base}-${pick(smallLabels)}` : base) || "1.0.0-0";
}

function ranges() {
  const lines = [];
  while (lines.length < 3000) {
    const text = range();
    if (isRefused(text) || text.includes("\t")) continue;
    if (semver.validRange(text) === null) {
      lines.push(`${text}\tinvalid`);
      continue;
    }
    const probes = new Set(Array.from({ length: 8 }, () => probe(text)));
    const verdicts = [...probes].map((one) => (semver.satisfies(one, text) ? "+" : "-") + one);
    lines.push(`${text}\t${verdicts.join(" ")}`);
  }
  return lines;
}

write("npm_order.tsv", order());
write("npm_versions.tsv", validity());
write("npm_ranges.tsv", ranges());
