export interface CellTex {
  readonly tex: string;
  readonly isHead: boolean;
}

/** More columns than these do not fit on a page: the others are left out, and that is told. */
const MOST_COLUMNS = 10;

/** A table that may go on over pages. Its columns share the width. */
export function tableTex(rows: readonly (readonly CellTex[])[]): string {
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return '';
  const columns = Math.min(MOST_COLUMNS, width);
  const share = `p{\\dimexpr${(1 / columns).toFixed(4)}\\linewidth-2\\tabcolsep\\relax}`;
  const lines = rows.map((row) => {
    const cells = Array.from({ length: columns }, (_, at) => row[at]);
    return `${cells.map((cell) => (cell?.isHead ? `\\textbf{${cell.tex}}` : (cell?.tex ?? ''))).join(' & ')} \\\\\\hline`;
  });
  const left = width > columns ? `\n\\emph{${width - columns} more columns are left out.}` : '';
  return `{\\small\\raggedright\n\\begin{longtable}{${share.repeat(columns)}}\n\\hline\n${lines.join('\n')}\n\\end{longtable}}${left}`;
}
