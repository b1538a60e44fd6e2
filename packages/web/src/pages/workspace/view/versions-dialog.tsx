import {
  describeChanges,
  parseViewSpec,
  type SavedViewDetail,
  type ViewSpec,
} from '@runloom/model';
import { VersionsDialog } from '../../../components/saved-views/versions-dialog.tsx';
import { ViewChanges } from '../../../components/saved-views/view-changes.tsx';

/** Versions of a saved workspace. */
export function WorkspaceVersionsDialog(props: {
  readonly view: SavedViewDetail;
  readonly onRestore: (spec: ViewSpec) => void;
  readonly onClose: () => void;
}) {
  return <VersionsDialog {...props} parse={parseViewSpec} describe={describeChanges} />;
}

/** What differs between two states of a workspace. */
export function WorkspaceChanges(props: { readonly before: ViewSpec; readonly after: ViewSpec }) {
  return <ViewChanges {...props} describe={describeChanges} />;
}
