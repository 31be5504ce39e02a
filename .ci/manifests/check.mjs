// Checks dashboards, compose files and Kubernetes manifests against the schemas of those who read them; an unknown field fails.
//   node check.mjs grafana FILE...            types of @grafana/schema
//   node check.mjs kubernetes CRDS FILE...    types of Kubernetes, KEDA and the Prometheus operator; Strimzi's own CRDs from the folder CRDS
//   node check.mjs compose PLUGIN FILE...     the Compose specification's JSON schema, as it lies in the docker-compose binary
import Ajv from 'ajv';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';
import { parse, parseAllDocuments } from 'yaml';

const [what, ...rest] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, allowUnionTypes: true });
const validators = new Map();
let documents = 0;
let wrong = 0;
let generator;

function ofType(name) {
  generator ??= createGenerator({
    path: fileURLToPath(new URL('schemas.ts', import.meta.url)),
    tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    skipTypeCheck: false, // a type that cannot be found would be any, and allow everything
    additionalProperties: false,
    expose: 'all',
  });
  if (!validators.has(name)) validators.set(name, ajv.compile(generator.createSchema(name)));
  return validators.get(name);
}

function check(where, validate, value) {
  documents++;
  if (validate(value)) return;
  wrong++;
  const said = new Set(validate.errors.map((e) => `${e.instancePath || '/'} ${e.message} ${e.params.additionalProperty ?? e.params.allowedValues ?? ''}`));
  console.log(`FAILED  ${where}`);
  [...said].slice(0, 12).forEach((line) => console.log(`        ${line}`));
}

/** Without what the Prometheus data source adds to an annotation, of which the package has no type. */
function annotation(query) {
  if (query.datasource.type !== 'prometheus') return query;
  const { titleFormat, textFormat, ...common } = query;
  const { expr, interval, refId, ...target } = query.target;
  if (!expr || !titleFormat || !textFormat || refId !== 'Anno') {
    wrong++;
    console.log(`FAILED  annotation ${query.name}: no expr, titleFormat, textFormat or refId Anno`);
  }
  return { ...common, target };
}

function dashboard(file) {
  const json = JSON.parse(readFileSync(file, 'utf8'));
  check(file, ofType('GrafanaDashboard'), { ...json, panels: [], annotations: { list: json.annotations.list.map(annotation) } });
  for (const panel of json.panels) {
    const where = `${file}: ${panel.title}`;
    if (panel.type === 'row') {
      check(where, ofType('GrafanaRow'), panel);
      continue;
    }
    check(where, ofType('GrafanaPanel'), panel);
    check(`${where}: options`, ofType(`${panel.type}Options`), panel.options);
    if (panel.type === 'timeseries') check(`${where}: custom`, ofType('timeseriesCustom'), panel.fieldConfig.defaults.custom);
    const said = (text) => typeof text === 'string' && text.trim().length > 0;
    const defaults = panel.fieldConfig.defaults;
    check(`${where}: description, unit, thresholds, legend`, Object.assign(
      () => said(panel.description) && said(defaults.unit) && defaults.thresholds.steps.length > 0 && panel.targets.length > 0 &&
        panel.targets.every((target) => said(target.expr) && (panel.type !== 'timeseries' || said(target.legendFormat))),
      { errors: [{ instancePath: '', message: 'one is missing', params: {} }] }), panel);
  }
  for (const panel of json.panels) {
    for (const other of json.panels) {
      const a = panel.gridPos;
      const b = other.gridPos;
      if (panel.id < other.id && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h) {
        wrong++;
        console.log(`FAILED  ${file}: ${panel.title} covers ${other.title}`);
      }
    }
  }
}

/** Kubernetes drops what a CRD's schema does not name; here it is refused. */
function closed(schema) {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (copy.type === 'object' && schema.properties && !schema['x-kubernetes-preserve-unknown-fields'] && schema.additionalProperties === undefined) {
    copy.additionalProperties = false;
  }
  return copy;
}

function customResources(folder) {
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.yaml'))) {
    const crd = parse(readFileSync(`${folder}/${name}`, 'utf8'));
    for (const version of crd.spec.versions) {
      const schema = closed(version.schema.openAPIV3Schema);
      schema.properties.apiVersion = { const: `${crd.spec.group}/${version.name}` };
      schema.properties.kind = { const: crd.spec.names.kind };
      schema.properties.metadata = true;
      validators.set(`${crd.spec.group}/${version.name}/${crd.spec.names.kind}`, ajv.compile(schema));
    }
  }
}

function manifests(file) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const value = document.toJS();
    const where = `${file}: ${value.kind} ${value.metadata?.name}`;
    const custom = validators.get(`${value.apiVersion}/${value.kind}`);
    let validate = custom;
    try {
      validate ??= ofType(value.kind);
    } catch {
      validate = Object.assign(() => false, { errors: [{ instancePath: '', message: `no schema of ${value.apiVersion} ${value.kind}`, params: {} }] });
    }
    check(where, validate, value);
  }
}

/** The binary carries the specification as text: from its brace to the one that closes it. */
function specification(binary) {
  const bytes = readFileSync(binary);
  const start = bytes.lastIndexOf('{', bytes.indexOf('"$id": "compose_spec.json"'));
  if (start < 0) throw new Error(`no schema in ${binary}`);
  let depth = 0;
  let quoted = false;
  for (let i = start; i < bytes.length; i++) {
    const c = String.fromCharCode(bytes[i]);
    if (quoted && c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === '{') depth++;
    else if (!quoted && c === '}' && --depth === 0) return JSON.parse(bytes.toString('utf8', start, i + 1));
  }
  throw new Error(`the schema in ${binary} does not end`);
}

if (what === 'grafana') {
  rest.forEach(dashboard);
} else if (what === 'kubernetes') {
  customResources(rest[0]);
  rest.slice(1).forEach(manifests);
} else if (what === 'compose') {
  const schema = specification(rest[0]);
  delete schema.$schema; // draft-07 by another name than ajv's
  const validate = ajv.compile(schema);
  rest.slice(1).forEach((file) => check(file, validate, parse(readFileSync(file, 'utf8'), { merge: true })));
} else {
  console.error('check.mjs: allowed: grafana, kubernetes, compose');
  process.exit(2);
}
if (documents === 0) wrong++;
console.log(`${what}: ${documents} checked, ${wrong} wrong`);
process.exit(wrong === 0 ? 0 : 1);
