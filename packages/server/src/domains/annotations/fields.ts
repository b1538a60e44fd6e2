import {
  type FieldKind,
  memberText,
  type NewAnnotationField,
  parseWeaveRef,
  type Scale,
  stringOf,
} from '@runloom/model';
import type { z } from 'zod';

/** A thing that people say of a call, as its `AnnotationSpec` has it. */
export interface AnnotationField {
  readonly ref: string;
  /** Of the object: it stands in the type of feedback. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly value: FieldKind;
}

/** The field that a reference names; null when its value is of another class, or no JSON. */
export function readField(ref: string, value: string | null): AnnotationField | null {
  const parsed = parseWeaveRef(ref);
  if (value === null || parsed?.kind !== 'object') return null;
  if (stringOf(memberText(value, '_class_name')) !== 'AnnotationSpec') return null;
  return {
    ref,
    name: parsed.name,
    title: stringOf(memberText(value, 'name')) || parsed.name,
    description: stringOf(memberText(value, 'description')),
    value: kindOf(JSON.parse(memberText(value, 'field_schema') ?? 'null')),
  };
}

/** What a JSON Schema allows, as far as a form can offer it; anything else is a text. */
function kindOf(schema: unknown): FieldKind {
  const own = (name: string): unknown =>
    typeof schema === 'object' && schema !== null && Object.hasOwn(schema, name)
      ? Reflect.get(schema, name)
      : undefined;
  const number = (name: string): number | null => {
    const value = own(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const choices = own('enum');
  if (Array.isArray(choices) && choices.length > 1 && choices.every((one) => isText(one))) {
    return { kind: 'choice', choices };
  }
  const type = own('type');
  if (type === 'boolean') return { kind: 'boolean' };
  if (type === 'integer' || type === 'number') {
    return { kind: type, minimum: number('minimum'), maximum: number('maximum') };
  }
  return { kind: 'text', maxLength: number('maxLength') };
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The plain fields of the `AnnotationSpec` that a new field becomes. */
export function specOf(field: z.output<typeof NewAnnotationField>): string {
  return JSON.stringify({
    name: field.title,
    description: field.description === '' ? null : field.description,
    field_schema: schemaOf(field.value),
  });
}

function schemaOf(value: FieldKind): Readonly<Record<string, unknown>> {
  const given = (bounds: Readonly<Record<string, number | null>>) =>
    Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== null));
  switch (value.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'string', enum: value.choices };
    case 'text':
      return { type: 'string', ...given({ maxLength: value.maxLength }) };
    case 'integer':
    case 'number':
      return { type: value.kind, ...given({ minimum: value.minimum, maximum: value.maximum }) };
  }
}

/** How far values of a field are apart; null for texts. */
export function scaleOf({ kind }: FieldKind): Scale | null {
  switch (kind) {
    case 'boolean':
    case 'choice':
      return 'nominal';
    case 'integer':
      return 'ordinal';
    case 'number':
      return 'interval';
    case 'text':
      return null;
  }
}
