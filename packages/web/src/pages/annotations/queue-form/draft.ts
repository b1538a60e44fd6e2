import type { AnnotationFieldView, FieldKind } from '@runloom/model';

/** A field of a queue while it is edited: one that there is, or a new one. */
export type FieldDraft =
  | { readonly kind: 'known'; readonly field: AnnotationFieldView }
  | {
      readonly kind: 'new';
      /** Tells it from others while it has no name. */
      readonly key: number;
      readonly title: string;
      readonly value: FieldKind['kind'];
      readonly choices: readonly string[];
      readonly minimum: string;
      readonly maximum: string;
    };

export type NewFieldDraft = Extract<FieldDraft, { readonly kind: 'new' }>;

export const KIND_TITLES: Readonly<Record<FieldKind['kind'], string>> = {
  boolean: 'Yes or no',
  choice: 'One of several',
  integer: 'Rating (whole numbers)',
  number: 'Number',
  text: 'Text',
};

export const emptyField = (key: number): NewFieldDraft => ({
  kind: 'new',
  key,
  title: '',
  value: 'boolean',
  choices: [],
  minimum: '',
  maximum: '',
});

/** What is wrong with a new field; null when it can be kept. */
export function faultOf(draft: NewFieldDraft): string | null {
  if (draft.title.trim() === '') return 'Give it a name.';
  if (draft.value === 'choice' && draft.choices.length < 2) return 'Offer two choices or more.';
  const [minimum, maximum] = [boundOf(draft.minimum), boundOf(draft.maximum)];
  if (Number.isNaN(minimum) || Number.isNaN(maximum)) return 'A bound is a number, or empty.';
  if (draft.value === 'integer' && ![minimum, maximum].every((one) => Number.isInteger(one ?? 0))) {
    return 'The bounds of a rating are whole numbers.';
  }
  if (minimum !== null && maximum !== null && minimum >= maximum) {
    return 'The least is below the greatest.';
  }
  return null;
}

/** As the server takes it. */
export function fieldValueOf(draft: NewFieldDraft): FieldKind {
  switch (draft.value) {
    case 'boolean':
      return { kind: 'boolean' };
    case 'choice':
      return { kind: 'choice', choices: [...draft.choices] };
    case 'text':
      return { kind: 'text', maxLength: null };
    case 'integer':
    case 'number':
      return {
        kind: draft.value,
        minimum: boundOf(draft.minimum),
        maximum: boundOf(draft.maximum),
      };
  }
}

const boundOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));
