/** A piece of a page that is safe to stand in it: texts in it are escaped. */
export interface Markup {
  readonly html: string;
}

const markup = (html: string): Markup => ({ html });

const PLACES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML can hold it; what it has no place for becomes `�`. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (sign) => PLACES[sign] ?? sign);
}

type Part = Markup | string | null | readonly Part[];

function partHtml(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeHtml(part);
  return 'html' in part ? part.html : part.map(partHtml).join('');
}

const NAME = /^[a-z][a-z0-9-]*$/;
const EMPTY: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'input', 'meta']);

/**
 * An element. Names are ours; values of attributes and texts may be anybody's.
 * @param attributes those that are null or false are left out, true stands by itself
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | boolean | null>>,
  ...content: readonly Part[]
): Markup {
  const given = Object.entries(attributes).map(([attribute, value]) => {
    if (!NAME.test(attribute)) throw new Error(`${attribute} is no name of an attribute`);
    if (value === null || value === false) return '';
    return value === true ? ` ${attribute}` : ` ${attribute}="${escapeHtml(String(value))}"`;
  });
  const start = `<${name}${given.join('')}>`;
  return markup(EMPTY.has(name) ? start : `${start}${partHtml(content)}</${name}>`);
}

export const joined = (...parts: readonly Part[]): Markup => markup(partHtml(parts));

/** What is HTML already, made by our own code or a library from what was checked. */
export const trusted = (html: string): Markup => markup(html);
