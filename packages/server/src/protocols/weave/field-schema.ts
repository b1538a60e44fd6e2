/** What annotation fields say of their values: the part of JSON Schema that their editor writes. */
interface FieldSchema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly maxLength?: unknown;
}

/** What is wrong with a value, as the end of a sentence; null when it fits. */
export function faultOfValue(value: unknown, schema: unknown): string | null {
  if (typeof schema !== 'object' || schema === null) return null;
  const { type, enum: allowed, minimum, maximum, maxLength }: FieldSchema = schema;
  const types = [type ?? []].flat();
  if (types.length > 0 && !types.some((each) => isOfType(value, each))) {
    return `has to be of type ${types.join(' or ')}`;
  }
  if (Array.isArray(allowed) && !allowed.some((each) => same(each, value))) {
    return `has to be one of ${JSON.stringify(allowed).slice(0, 500)}`;
  }
  if (typeof value === 'number') {
    if (typeof minimum === 'number' && value < minimum) return `is below ${minimum}`;
    if (typeof maximum === 'number' && value > maximum) return `is above ${maximum}`;
  }
  if (typeof value === 'string' && typeof maxLength === 'number' && value.length > maxLength) {
    return `has more than ${maxLength} characters`;
  }
  return null;
}

function isOfType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      // A type of a later draft: not ours to refuse.
      return true;
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
