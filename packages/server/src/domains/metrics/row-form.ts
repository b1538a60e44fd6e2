/**
 * How rows differ from what their points alone would give. A row without a form and without a rest is
 * `{"_step": …, "_timestamp": …, <its points>}`, a whole number among them written without a point.
 *
 * The form of a row's record: `w` when `rest` is the row's whole text, else the letters of what is not
 * taken from the record: `s` the step, `t` the time. `rest` is then an object with the members that
 * are no points (texts, lists, media, integers past 2^53), each as it was sent.
 *
 * The form of a point: `x` when its member stands in the rest; else `f` when a whole number was
 * written as a float (which readers tell apart), and for one inside of nested objects the places of
 * the dots in its key that stand for nesting: `3,8`.
 */
export const WHOLE = 'w';
export const NO_STEP = 's';
export const NO_TIME = 't';
export const IN_REST = 'x';
export const FLOAT = 'f';

/** The key of a row's record: no encoded key begins with one backslash. */
export const ROW_KEY = '\\row';
/** The same as it is written in a statement. */
export const SQL_ROW_KEY = `'\\\\row'`;

/** The form of a point that stands at a path; `isFloat` for a whole number that was written as a float. */
export function formOfPath(path: readonly string[], isFloat: boolean): string {
  const dots: number[] = [];
  let length = 0;
  for (const name of path.slice(0, -1)) {
    length += name.length;
    dots.push(length);
    length += 1;
  }
  return `${isFloat ? FLOAT : ''}${dots.join(',')}`;
}

/** The path that a key and its form give. */
export function pathOfForm(key: string, form: string): readonly string[] {
  const dots = form.startsWith(FLOAT) ? form.slice(FLOAT.length) : form;
  if (dots === '') return [key];
  const path: string[] = [];
  let from = 0;
  for (const dot of dots.split(',').map(Number)) {
    path.push(key.slice(from, dot));
    from = dot + 1;
  }
  path.push(key.slice(from));
  return path;
}
