import { Download, Eraser, FileImage, Image } from 'lucide-react';
import { chartToPng, chartToSvg } from '../../charts/index.ts';
import { MenuItem } from '../../components/menu.tsx';
import { useToasts } from '../../components/toast.tsx';
import { useBoard } from '../board/board-context.ts';
import type { PanelSpec } from '../panel-type.ts';
import { readCsv, saveFile } from './panel-export.ts';
import { coveredPanels } from './panel-subjects.ts';
import type { LinePanelState } from './use-line-panel.ts';

/** Of pictures, CSS pixels: as wide as a page of a paper wants them. */
const PICTURE = { width: 900, height: 480 };

/** What can be done with a line chart. */
export function LineMenu({
  title,
  spec,
  panel,
}: {
  readonly title: string;
  readonly spec: PanelSpec;
  readonly panel: LinePanelState;
}) {
  const { sections, dispatch, isFixed = false } = useBoard();
  const covered = isFixed ? [] : coveredPanels(spec, panel.subjects.y, sections);
  const toasts = useToasts();
  const { chart, lines, query } = panel;
  const isEmpty = lines.length === 0 || query === null;
  const save = async (what: string, ending: string, make: () => Promise<Blob> | Blob) => {
    try {
      saveFile(`${title}.${ending}`, await make());
    } catch (problem) {
      toasts.failure(`The ${what} could not be saved`, problem);
    }
  };
  return (
    <>
      <MenuItem
        icon={<Image aria-hidden />}
        isDisabled={isEmpty}
        onSelect={() => void save('picture', 'png', () => chartToPng(chart, { title, ...PICTURE }))}
      >
        Save as picture (PNG)
      </MenuItem>
      <MenuItem
        icon={<FileImage aria-hidden />}
        isDisabled={isEmpty}
        onSelect={() =>
          void save('drawing', 'svg', () => {
            const svg = chartToSvg(chart, { title, ...PICTURE });
            return new Blob([svg], { type: 'image/svg+xml' });
          })
        }
      >
        Save as drawing (SVG)
      </MenuItem>
      <MenuItem
        icon={<Download aria-hidden />}
        isDisabled={isEmpty}
        onSelect={() =>
          void save('data', 'csv', () => {
            if (query === null) throw new Error('Nothing is shown.');
            const { runs, panel: request, entity, project } = query;
            return readCsv(entity, project, { runs: [...runs], panel: request, format: 'csv' });
          })
        }
      >
        Save every point in view (CSV)
      </MenuItem>
      {covered.length === 0 ? null : (
        <MenuItem
          icon={<Eraser aria-hidden />}
          onSelect={() => dispatch({ kind: 'panels/remove', panels: covered })}
        >
          Remove the {covered.length} single panels of its metrics
        </MenuItem>
      )}
    </>
  );
}
