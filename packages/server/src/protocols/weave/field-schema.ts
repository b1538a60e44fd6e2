import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';

/** Longer ones are no field that people fill in, and forbid nothing. */
const MAX_SCHEMA_LENGTH = 64 * 1024;
const MAX_KEPT = 200;

/** What is wrong with a value, as the end of a sentence; null when it fits. Both are texts of JSON. */
export type CheckField = (value: string, schema: string) => string | null;

/**
 * Checks annotations against the JSON Schema (2020-12 and before) of their field. A schema that can't be
 * read forbids nothing: the fault is not the annotation's, and what is refused is lost. The last schemas
 * are kept compiled.
 */
export function createFieldCheck(): CheckField {
  const compiled = new Map<string, ValidateFunction | null>();
  return (value, schema) => {
    const known = compiled.get(schema);
    const validate = known === undefined ? compile(schema) : known;
    compiled.delete(schema);
    compiled.set(schema, validate);
    const oldest = compiled.keys().next();
    if (compiled.size > MAX_KEPT && !oldest.done) compiled.delete(oldest.value);
    if (validate === null || validate(JSON.parse(value))) return null;
    return describe(validate.errors?.[0]);
  };
}

function compile(text: string): ValidateFunction | null {
  if (text.length > MAX_SCHEMA_LENGTH) return null;
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: Object.assign(compilePattern, { code: 'compilePattern' }) },
  });
  // The library's own compares each item with each other one.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (isWanted: boolean, items: readonly unknown[]) =>
      !isWanted || new Set(items.map((item) => JSON.stringify(item))).size === items.length,
  });
  try {
    const schema: unknown = JSON.parse(text);
    if (typeof schema === 'boolean') return ajv.compile(schema);
    if (typeof schema !== 'object' || schema === null) return null;
    // Which draft it is written for changes nothing here; an asynchronous check would never fail.
    const { $schema: _, $async: __, ...rest } = schema as Record<string, unknown>;
    return ajv.compile(rest);
  } catch {
    return null;
  }
}

/** Patterns are of the fields' makers, so none may take forever. */
function compilePattern(pattern: string): { test(text: string): boolean; toString(): string } {
  const compiled = RE2JS.compile(pattern);
  // The library tells patterns apart by their text.
  return { test: (text) => compiled.matcher(text).find(), toString: () => pattern };
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return 'does not fit its field';
  const where = error.instancePath === '' ? '' : ` at ${error.instancePath}`;
  const allowed =
    error.keyword === 'enum' || error.keyword === 'const'
      ? `: ${JSON.stringify(error.params['allowedValues'] ?? error.params['allowedValue']).slice(0, 500)}`
      : '';
  return `does not fit its field${where}: it ${error.message ?? 'is not allowed'}${allowed}`;
}
