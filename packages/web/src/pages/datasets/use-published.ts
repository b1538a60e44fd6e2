import type { DatasetPublished } from '@runloom/model';
import { useNavigate } from '@tanstack/react-router';
import { formatPlural } from '../../components/format.ts';
import { useToasts } from '../../components/toast.tsx';
import type { ProjectPlace } from '../../data/client.ts';

/** Says what was published from a dialog, closes it, and goes there. */
export function usePublished(
  place: ProjectPlace,
  onClose: () => void,
): (published: DatasetPublished) => void {
  const navigate = useNavigate();
  const toasts = useToasts();
  return ({ name, versionIndex, rowCount, duplicateCount }) => {
    toasts.success(
      `${name} v${versionIndex} has ${formatPlural(rowCount, 'row')}`,
      (duplicateCount ?? 0) > 0
        ? `${duplicateCount} of them stand in it more than once.`
        : undefined,
    );
    onClose();
    void navigate({ to: '/$entity/$project/weave/datasets/$name', params: { ...place, name } });
  };
}
