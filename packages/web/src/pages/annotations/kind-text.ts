import type { FieldKind } from '@runloom/model';

/** What may be answered, in a few words. */
export function kindText(value: FieldKind): string {
  switch (value.kind) {
    case 'boolean':
      return 'yes or no';
    case 'choice':
      return value.choices.join(' / ');
    case 'integer':
    case 'number':
      return boundsText(value);
    case 'text':
      return 'text';
  }
}

function boundsText({
  kind,
  minimum,
  maximum,
}: Extract<FieldKind, { readonly minimum: number | null }>): string {
  const noun = kind === 'integer' ? 'whole number' : 'number';
  if (minimum !== null && maximum !== null) return `${noun} from ${minimum} to ${maximum}`;
  if (minimum !== null) return `${noun} from ${minimum}`;
  return maximum === null ? noun : `${noun} up to ${maximum}`;
}

export type Answer = string | number | boolean;

/** An answer as people read it. */
export function answerText(value: Answer): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return String(value);
}
