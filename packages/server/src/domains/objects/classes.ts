import { itemTexts, memberText, stringOf } from '@runloom/model';
import type { JsonText, ObjectKind } from './types.ts';

export interface Classified {
  readonly kind: ObjectKind;
  readonly baseClass: string | null;
  readonly leafClass: string | null;
}

/** What a value says it is. Classes count only when they come down from Weave's own objects. */
export function classify(value: JsonText): Classified {
  const text = value.trimStart();
  if (!text.startsWith('{')) return { kind: 'object', baseClass: null, leafClass: null };
  const type = stringOf(memberText(text, '_type'));
  const custom = memberText(text, 'weave_type');
  const isOp =
    type === 'Op' ||
    (type === 'CustomWeaveType' &&
      custom !== null &&
      stringOf(memberText(custom, 'type')) === 'Op');
  return { kind: isOp ? 'op' : 'object', ...classesOf(text) };
}

function classesOf(text: string): Omit<Classified, 'kind'> {
  const none = { baseClass: null, leafClass: null };
  const leafClass = stringOf(memberText(text, '_class_name'));
  const bases = [...itemTexts(memberText(text, '_bases') ?? '')].map(stringOf);
  const root = bases.at(-2);
  const isObject = bases.at(-1) === 'BaseModel' && (root === 'Object' || root === 'BaseObject');
  if (leafClass === null || !isObject) return none;
  return { leafClass, baseClass: bases.length > 2 ? (bases.at(-3) ?? null) : leafClass };
}
