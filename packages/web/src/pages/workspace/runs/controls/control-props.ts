import type { RunsAction } from '../../view/runs-view.ts';
import type { RunList } from '../list/use-run-list.ts';

/** What everything that arranges the list is drawn with. */
export interface ControlProps {
  readonly list: RunList;
  readonly dispatch: (action: RunsAction) => void;
}
