const TAG = /<(\/?)([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /\s+([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?/g;
/** Elements that are left out with all that is in them. */
const DROPPED: ReadonlySet<string> = new Set([
  'script',
  'style',
  'iframe',
  'object',
  'svg',
  'math',
]);

/**
 * HTML from the clipboard without what the page's policy would report: scripts, handlers and styles.
 * The schema decides what becomes of the rest; this is no second wall, only less noise. Bold and
 * italic that are said by styles, as word processors do, become elements.
 */
export function quietHtml(html: string): string {
  const parts: string[] = [];
  let at = 0;
  let skipped: string | null = null;
  for (const match of html.matchAll(TAG)) {
    const [whole, slash = '', tag = '', rest = ''] = match;
    const name = tag.toLowerCase();
    const before = html.slice(at, match.index);
    at = match.index + whole.length;
    if (skipped !== null) {
      if (slash !== '' && name === skipped) skipped = null;
      continue;
    }
    parts.push(before);
    if (DROPPED.has(name)) {
      if (slash === '' && !rest.endsWith('/')) skipped = name;
    } else if (slash !== '') parts.push(whole);
    else parts.push(openTag(name, rest));
  }
  if (skipped === null) parts.push(html.slice(at));
  return parts.join('');
}

function openTag(name: string, rest: string): string {
  let style = '';
  const kept = rest.replace(ATTRIBUTE, (attribute, key: string, value: string | undefined) => {
    if (/^style$/i.test(key)) {
      style = value ?? '';
      return '';
    }
    return /^on/i.test(key) ? '' : attribute;
  });
  const isPlain = /font-weight:\s*(?:normal|400)/i.test(style);
  if (name === 'b' && isPlain) return `<span${kept}>`;
  // Left open: whatever holds it ends it, too.
  const bold = name === 'span' && /font-weight:\s*(?:bold|[6-9]00)/i.test(style) ? '<strong>' : '';
  const italic = name === 'span' && /font-style:\s*italic/i.test(style) ? '<em>' : '';
  return `<${name}${kept}>${bold}${italic}`;
}
