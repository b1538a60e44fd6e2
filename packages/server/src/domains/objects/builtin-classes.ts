import { memberText, memberTexts } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import { classify } from './classes.ts';
import type { JsonText } from './types.ts';

interface BuiltinClass {
  readonly required: readonly string[];
  /** JSON texts of what a sender may leave out, besides a name and a description. */
  readonly defaults: Readonly<Record<string, JsonText>>;
}

const OPEN: BuiltinClass = { required: [], defaults: {} };

/** Classes that senders may give plain fields of; others come whole. */
const CLASSES: ReadonlyMap<string, BuiltinClass> = new Map<string, BuiltinClass>([
  ['Leaderboard', { required: ['columns'], defaults: {} }],
  [
    'AnnotationSpec',
    {
      required: [],
      defaults: { field_schema: '{}', unique_among_creators: 'false', op_scope: 'null' },
    },
  ],
  ['SavedView', { required: ['view_type', 'label', 'definition'], defaults: {} }],
  ['ComparisonView', OPEN],
  ['ChartConfig', OPEN],
  ['AlertSpec', OPEN],
  [
    'Provider',
    {
      required: ['base_url', 'api_key_name'],
      defaults: { extra_headers: '{}', return_type: '"openai"' },
    },
  ],
  ['ProviderModel', { required: ['provider', 'max_tokens'], defaults: { mode: '"chat"' } }],
  [
    'LLMStructuredCompletionModel',
    { required: ['llm_model_id'], defaults: { default_params: '{}' } },
  ],
  ['AgentDashboard', OPEN],
]);

const BASES = '["BaseObject","BaseModel"]';
const OWN = new Set(['_type', '_class_name', '_bases']);

/**
 * The value as an object of a built-in class, with what was left out. One that says its classes, or
 * is no object, stays as it is.
 * @throws RunloomError('invalid') for an unknown class, another one than the value says, a missing field
 */
export function asBuiltin(value: JsonText, className: string): JsonText {
  const known = CLASSES.get(className);
  if (known === undefined) {
    throw invalid(
      `There is no built-in class "${className.slice(0, 128)}"; there are ${[...CLASSES.keys()].join(', ')}.`,
    );
  }
  const text = value.trim();
  if (!text.startsWith('{')) return value;
  if (memberText(text, '_bases') !== null) {
    const { baseClass, leafClass } = classify(text);
    if (leafClass === className || baseClass === className) return value;
    throw invalid(`The value is of the class ${leafClass ?? 'of no class'}, not ${className}.`);
  }
  const given = new Map(memberTexts(text));
  const missing = known.required.filter((field) => !given.has(field));
  if (missing.length > 0) throw invalid(`A ${className} needs ${missing.join(', ')}.`);
  const defaults = { name: 'null', description: 'null', ...known.defaults };
  const members = new Map([...Object.entries(defaults), ...given]);
  const fields = [...members]
    .filter(([field]) => !OWN.has(field))
    .map(([field, member]) => `${JSON.stringify(field)}:${member}`);
  const quoted = JSON.stringify(className);
  return `{"_type":${quoted},${fields.join(',')},"_class_name":${quoted},"_bases":${BASES}}`;
}
