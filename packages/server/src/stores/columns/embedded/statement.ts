/** A statement as it came in over HTTP: text, and beside it the values of its placeholders and settings. */
export interface Statement {
  readonly sql: string;
  /** Values in ClickHouse's escaped text form, as HTTP's `param_x` carries them. */
  readonly params: ReadonlyMap<string, string>;
  readonly settings: ReadonlyMap<string, string>;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text as a ClickHouse string literal. NUL too is escaped: the binding would cut the text there. */
export const sqlLiteral = (text: string): string =>
  `'${text.replace(/[\\'\0\n\r\t]/g, (character) => ESCAPES[character] ?? character)}'`;

const assignments = (values: Iterable<readonly [string, string]>, prefix = ''): string[] => {
  const texts: string[] = [];
  for (const [name, value] of values) {
    if (!NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} is no name of a setting.`);
    texts.push(`${prefix}${name}=${sqlLiteral(value)}`);
  }
  return texts;
};

/**
 * The text that runs a read: parameters are set on the session (the binding's own call for bound
 * queries runs one at a time in the whole process), limits are part of the statement. A limit set
 * on the session could never be changed again, because `readonly` forbids it.
 */
export const composeRead = (statement: Statement): string => {
  const bind = assignments(statement.params, 'param_');
  // First, so that nothing in the statement itself can change a setting.
  const settings = assignments([...statement.settings].sort(readonlyFirst));
  return `${bind.length > 0 ? `SET ${bind.join(', ')};\n` : ''}${statement.sql}\nSETTINGS ${settings.join(', ')}`;
};

/** The text that runs a write or a change of structure; its settings are set on the session. */
export const composeWrite = (statement: Statement): string => {
  const set = [...assignments(statement.settings), ...assignments(statement.params, 'param_')];
  return `${set.length > 0 ? `SET ${set.join(', ')};\n` : ''}${statement.sql}`;
};

const readonlyFirst = (a: readonly [string, string], b: readonly [string, string]): number =>
  Number(b[0] === 'readonly') - Number(a[0] === 'readonly');

/** Whether the text names a placeholder that is among `names` (it may also be part of a string). */
export const mentionsAny = (sql: string, names: Iterable<string>): boolean => {
  for (const name of names) {
    if (new RegExp(`\\{\\s*${name}\\s*:`).test(sql)) return true;
  }
  return false;
};
