import { AnchoredMenu, MenuItem } from '../../../../components/menu.tsx';
import type { RunsAction } from '../../view/runs-view.ts';
import type { Named } from './run-row.tsx';

/** What can be done with one run of the list. */
export function RowMenu({
  run: { name, label },
  anchor,
  isBaseline,
  isPinned,
  dispatch,
  onClose,
}: {
  readonly run: Named;
  readonly anchor: HTMLElement;
  readonly isBaseline: boolean;
  readonly isPinned: boolean;
  readonly dispatch: (action: RunsAction) => void;
  readonly onClose: () => void;
}) {
  return (
    <AnchoredMenu anchor={anchor} label={`Menu of ${label}`} onClose={onClose}>
      <MenuItem onSelect={() => dispatch({ kind: 'runs/show-only', run: name })}>
        Show only this run
      </MenuItem>
      <MenuItem onSelect={() => dispatch({ kind: 'runs/baseline', run: isBaseline ? null : name })}>
        {isBaseline ? 'Don’t compare with it' : 'Compare all with it (baseline)'}
      </MenuItem>
      <MenuItem onSelect={() => dispatch({ kind: 'runs/pin', run: name, isPinned: !isPinned })}>
        {isPinned ? 'Don’t pin' : 'Pin above the list'}
      </MenuItem>
      <MenuItem onSelect={() => dispatch({ kind: 'runs/colour', of: name, colour: null })}>
        Reset the colour
      </MenuItem>
    </AnchoredMenu>
  );
}
