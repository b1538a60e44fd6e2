export interface HtmlCell {
  readonly text: string;
  readonly isHead: boolean;
}

const MOST_ROWS = 1000;

/**
 * The rows of HTML that is one table and a few words, as pandas writes a data frame; null for all
 * else. Read as text by pattern, since nothing of it may become an element of this page.
 */
export function readHtmlTable(html: string): readonly (readonly HtmlCell[])[] | null {
  const plain = html.replace(/<style\b[\s\S]*?<\/style>/gi, '');
  if (/<(?:script|iframe|img|svg|canvas|video|audio|object|form|input|button)\b/i.test(plain)) {
    return null;
  }
  if ((plain.match(/<table\b/gi) ?? []).length !== 1) return null;
  const rows: HtmlCell[][] = [];
  for (const [, row = ''] of plain.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/gi)) {
    if (/\b(?:rowspan|colspan)\s*=\s*["']?(?!1\b)/i.test(row)) return null;
    rows.push(
      [...row.matchAll(/<(th|td)\b[^>]*>([\s\S]*?)<\/\1>/gi)].map(([, tag = '', cell = '']) => ({
        text: textOf(cell),
        isHead: tag.toLowerCase() === 'th',
      })),
    );
    if (rows.length > MOST_ROWS) return null;
  }
  return rows.length === 0 ? null : rows;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

function textOf(html: string): string {
  return html
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .trim();
}
