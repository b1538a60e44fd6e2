const SCHEME = 'weave:///';
/** Line breaks stand between references; one that holds any is no reference. */
const SEPARATOR = '\n';

/** The references among all texts in a JSON text, one a line; each once. */
export function refsIn(json: string): string {
  if (!json.includes(SCHEME)) return '';
  const found = new Set<string>();
  const waiting: unknown[] = [parse(json)];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') {
      if (value.startsWith(SCHEME) && !value.includes(SEPARATOR)) found.add(value);
    } else if (Array.isArray(value)) {
      for (const item of value) waiting.push(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) waiting.push(item);
    }
  }
  return [...found].join(SEPARATOR);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
