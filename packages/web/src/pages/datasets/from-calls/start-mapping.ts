/** A column of a dataset of calls, and where its values are found. */
export interface MappedColumn {
  readonly id: number;
  readonly column: string;
  readonly path: string;
}

const MOST_COLUMNS = 12;

/** Columns to begin with: what went in, one by one, what came out, and the call itself. */
export function startMapping(fields: readonly string[]): readonly MappedColumn[] {
  const inputs = fields.filter(
    (path) => /^inputs\.(?:\\.|[^.\\])+$/.test(path) && path !== 'inputs.self',
  );
  const paths = [...inputs.slice(0, MOST_COLUMNS), 'output', 'call'];
  return paths.map((path, id) => ({
    id,
    path,
    column: path.replace(/^inputs\./, '').replace(/\\(.)/g, '$1'),
  }));
}
