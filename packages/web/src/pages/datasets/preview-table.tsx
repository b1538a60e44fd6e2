import { ScrollRegion } from '../../components/scroll-region.tsx';
import { shownText } from '../../components/shown-text.ts';
import { entriesOf } from '../../components/value-tree/api-json.ts';
import { CellText } from './dataset/cell.tsx';
import styles from './datasets.module.css';

const MOST_COLUMNS = 60;

/** The first rows of what would be published. */
export function PreviewTable({ rows }: { readonly rows: readonly unknown[] }) {
  const cells = rows.map((row) => new Map(entriesOf(row)));
  const names = [...new Set(cells.flatMap((row) => [...row.keys()]))].slice(0, MOST_COLUMNS);
  return (
    <ScrollRegion label="Preview" className={styles.preview}>
      <table>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {shownText(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, index) => (
            <tr key={index}>
              {names.map((name) => (
                <td key={name}>
                  <CellText value={row.get(name)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
