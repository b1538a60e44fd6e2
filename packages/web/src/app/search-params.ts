/**
 * The state of a page in its address, as plain texts: `?q=12` is the text "12", never a number, and
 * nothing is wrapped in JSON, so that addresses stay short and links written by hand work.
 */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Members that are undefined, null or empty are left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** A text member of the address, or nothing. */
export function textParameter(search: Record<string, unknown>, name: string): string | undefined {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Those of these members that are texts. */
export function textParameters<Name extends string>(
  search: Record<string, unknown>,
  names: readonly Name[],
): { readonly [Key in Name]?: string | undefined } {
  const found: { [Key in Name]?: string } = {};
  for (const name of names) {
    const value = textParameter(search, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
