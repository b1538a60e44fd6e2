import { formatField, parseRunField, RUN_ATTRIBUTES, type RunField } from '@runloom/model';
import { type Json, recordOf, textOf } from './json.ts';

/** Names of run attributes on the wire where they are not ours (wandb-workspaces 0.4, `expr.py`). */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([['username', 'user']]);
const WIRE_NAMES: ReadonlyMap<string, string> = new Map([['user', 'username']]);

/** Attributes as lists and panels of W&B know them; others of ours are not written. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['name', 'displayName', 'state', 'createdAt', 'duration', 'user', 'sweep', 'group'],
  ...['jobType', 'host', 'heartbeatAt', 'notes', 'commit'],
]);

/** The field that a key `{section, name}` means; null for one that we have nothing for. */
export function fieldOfKey(key: unknown): RunField | null {
  const { section, name } = recordOf(key);
  const text = textOf(name) ?? '';
  if (text === '') return null;
  switch (section) {
    case 'config':
      return parseRunField(`config.${text}`);
    case 'summary':
      return { kind: 'summary', path: text };
    case 'run':
      return attributeField(text);
    default:
      return null;
  }
}

function attributeField(name: string): RunField | null {
  if (name === 'tags') return { kind: 'tags' };
  const own = ATTRIBUTES.get(name) ?? name;
  return Object.hasOwn(RUN_ATTRIBUTES, own) ? parseRunField(own) : null;
}

/** @param isWrapped config keys as lists group by them: the client keeps `{lr: {value: 0.1}}` */
export function keyOfField(field: RunField, isWrapped = false): Json | null {
  switch (field.kind) {
    case 'tags':
      return { section: 'run', name: 'tags' };
    case 'config':
      return { section: 'config', name: isWrapped ? wrapped(field.path) : field.path };
    case 'summary':
      return { section: 'summary', name: field.path };
    case 'attribute':
      return KNOWN.has(field.name)
        ? { section: 'run', name: WIRE_NAMES.get(field.name) ?? field.name }
        : null;
  }
}

/** `opt.lr` is kept as `opt.value.lr`. */
function wrapped(path: string): string {
  const [first = '', ...rest] = path.split('.');
  return [first, 'value', ...rest].join('.');
}

/** The name by which views, orders and columns call a field: `config.lr`, `summary.loss`, `state`. */
export function nameOfField(field: RunField): string {
  return field.kind === 'config' || field.kind === 'summary'
    ? `${field.kind}.${field.path}`
    : formatField(field) === 'name'
      ? 'displayName'
      : field.kind === 'tags'
        ? 'tags'
        : field.name;
}

/** A field by the name that views have for it; null for what names none. */
export function fieldOfName(name: string): RunField | null {
  try {
    return parseRunField(name);
  } catch {
    return null;
  }
}

/** `summary:loss`, `config:lr.value`, `run:createdAt`, as columns and axes are called; and `c::lr` of old. */
export function nameOfAccessor(accessor: unknown): string | null {
  const text = textOf(accessor) ?? '';
  const found = /^(summary|config|run|c):{1,2}(.+)$/s.exec(text);
  if (found === null) return null;
  const [, section = '', name = ''] = found;
  const field = fieldOfKey({ section: section === 'c' ? 'config' : section, name });
  return field === null ? null : nameOfField(field);
}

/** @param isWrapped as {@link keyOfField} */
export function accessorOfName(name: string, isWrapped = true): string | null {
  const field = fieldOfName(name);
  const key = field === null ? null : keyOfField(field, isWrapped);
  return key === null ? null : `${key['section']}:${key['name']}`;
}

/** A value of runs as bars and numbers call it: `loss`, `summary_metrics.loss`, `config.lr.value`, `duration`. */
export function nameOfValue(metric: unknown): string | null {
  const text = textOf(metric) ?? '';
  if (text === '') return null;
  const prefixed = /^(config|summary_metrics|summary)\.(.+)$/s.exec(text);
  if (prefixed !== null) {
    const [, kind = '', path = ''] = prefixed;
    const section = kind === 'config' ? 'config' : 'summary';
    const field = fieldOfKey({ section, name: path });
    return field === null ? null : nameOfField(field);
  }
  const attribute = attributeField(text);
  return attribute === null ? `summary.${text}` : nameOfField(attribute);
}

export function valueOfName(name: string): string | null {
  const field = fieldOfName(name);
  const key = field === null ? null : keyOfField(field, true);
  if (field === null || key === null) return null;
  const text = String(key['name']);
  if (field.kind === 'config') return `config.${text}`;
  if (field.kind !== 'summary') return text;
  // By itself it would be taken for an attribute, or for a path of its own.
  const isPlain = attributeField(text) === null && !/^(?:config|summary)/.test(text);
  return isPlain ? text : `summary_metrics.${text}`;
}

/** What a panel groups by: `lr.value` is of the config, a name without `value` is the run's own. */
export function nameOfGroup(group: unknown): string | null {
  const text = textOf(group) ?? '';
  if (text === '' || text === 'None') return null;
  const isConfig = text.split('.').includes('value');
  const field = fieldOfKey({ section: isConfig ? 'config' : 'run', name: text });
  return field === null ? null : nameOfField(field);
}

export function groupOfName(name: string): string | null {
  const field = fieldOfName(name);
  if (field === null || field.kind === 'summary' || field.kind === 'tags') return null;
  const key = keyOfField(field, true);
  return key === null ? null : String(key['name']);
}
