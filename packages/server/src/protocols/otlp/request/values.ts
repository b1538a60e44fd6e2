import type { SpanValue } from './types.ts';

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

export const NO_VALUE: SpanValue = { json: 'null', plain: null };

export const textValue = (text: string): SpanValue => ({ json: JSON.stringify(text), plain: text });

export const booleanValue = (value: boolean): SpanValue => ({ json: String(value), plain: value });

/** All digits are kept. */
export const integerValue = (value: bigint): SpanValue => ({
  json: value.toString(),
  plain: Number(value),
});

/** A whole double keeps its fraction (`1.0`), and what JSON has no number for is a text, as OTLP writes it. */
export function doubleValue(value: number): SpanValue {
  if (!Number.isFinite(value)) return { json: `"${value}"`, plain: value };
  if (Object.is(value, -0)) return { json: '-0.0', plain: value };
  const text = String(value);
  return { json: /^-?\d+$/.test(text) ? `${text}.0` : text, plain: value };
}

export const bytesValue = (base64: string): SpanValue => ({
  json: JSON.stringify(base64),
  plain: null,
});

export const listValue = (items: readonly SpanValue[]): SpanValue => ({
  json: `[${items.map(({ json }) => json).join(',')}]`,
  plain: null,
});

export const mapValue = (members: Iterable<readonly [string, SpanValue]>): SpanValue => ({
  json: objectText(members),
  plain: null,
});

export function objectText(members: Iterable<readonly [string, SpanValue]>): string {
  let text = '';
  for (const [key, { json }] of members) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${json}`;
  }
  return `{${text}}`;
}

export const isInt64 = (value: bigint): boolean => value >= INT64.least && value <= INT64.most;
