import { Download, FileImage, Image } from 'lucide-react';
import type { FigureModel } from '../../charts/figure-model.ts';
import { figureToPng, figureToSvg } from '../../charts/figure-picture.ts';
import { MenuItem } from '../../components/menu.tsx';
import { useToasts } from '../../components/toast.tsx';
import { saveFile } from '../line/panel-export.ts';
import { type CsvTable, toCsv } from './csv.ts';

/** Takes a panel elsewhere: as a picture, as a drawing, as the numbers that it draws. */
export function FigureMenu<Layout>({
  title,
  model,
  table,
}: {
  readonly title: string;
  /** Null where nothing is drawn. */
  readonly model: FigureModel<Layout> | null;
  readonly table: () => CsvTable;
}) {
  const toasts = useToasts();
  const save = async (what: string, ending: string, make: () => Promise<Blob> | Blob) => {
    try {
      saveFile(`${title}.${ending}`, await make());
    } catch (problem) {
      toasts.failure(`The ${what} could not be saved`, problem);
    }
  };
  return (
    <>
      {model === null ? null : (
        <>
          <MenuItem
            icon={<Image aria-hidden />}
            onSelect={() => void save('picture', 'png', () => figureToPng(model, title))}
          >
            Save as picture (PNG)
          </MenuItem>
          <MenuItem
            icon={<FileImage aria-hidden />}
            onSelect={() =>
              void save(
                'drawing',
                'svg',
                () => new Blob([figureToSvg(model, title)], { type: 'image/svg+xml' }),
              )
            }
          >
            Save as drawing (SVG)
          </MenuItem>
        </>
      )}
      <MenuItem
        icon={<Download aria-hidden />}
        onSelect={() =>
          void save('data', 'csv', () => new Blob([toCsv(table())], { type: 'text/csv' }))
        }
      >
        Save the values (CSV)
      </MenuItem>
    </>
  );
}
