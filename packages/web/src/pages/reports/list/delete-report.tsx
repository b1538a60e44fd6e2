import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { useToasts } from '../../../components/toast.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useDeleteReport } from '../../../data/reports.ts';

/** Asks before a report is gone, with all that people said of it. */
export function DeleteReport({
  place,
  report: { id, title },
  onDeleted,
  onClose,
}: {
  readonly place: ProjectPlace;
  readonly report: { readonly id: string; readonly title: string };
  readonly onDeleted?: () => void;
  readonly onClose: () => void;
}) {
  const remove = useDeleteReport(place);
  const toasts = useToasts();
  return (
    <ConfirmDialog
      isOpen
      title="Delete the report?"
      confirm="Delete report"
      isBusy={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(id, {
          onSuccess: () => {
            toasts.success('The report is deleted');
            onClose();
            onDeleted?.();
          },
          onError: (problem) => toasts.failure('The report could not be deleted', problem),
        })
      }
    >
      <p>
        <strong>
          <bdi>{shownText(title)}</bdi>
        </strong>{' '}
        goes with its versions, comments, files and links. Links that others have show nothing any
        more.
      </p>
    </ConfirmDialog>
  );
}
