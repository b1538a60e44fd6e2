import { Square, Tag, Trash2, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { formatCount } from '../../../../components/format.ts';
import { IconButton } from '../../../../components/icon-button.tsx';
import styles from './bulk-bar.module.css';
import type { Asking } from './bulk-dialog.tsx';
import type { Selection } from './selection.ts';

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog.tsx')).BulkDialog }));

/** What can be done with the runs that are selected. */
export function BulkBar({
  entity,
  project,
  selection,
}: {
  readonly entity: string;
  readonly project: string;
  readonly selection: Selection;
}) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const { size, request } = selection;
  if (request === null || size === 0) return null;
  const count = `${formatCount(size)} ${size === 1 ? 'run' : 'runs'}`;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Selected runs">
      <span className={styles.count} role="status">
        {count} selected
      </span>
      <Button size="small" icon={<Tag aria-hidden />} onClick={() => setAsking('tag')}>
        Tag
      </Button>
      <Button size="small" onClick={() => setAsking('move')}>
        Move
      </Button>
      <Button size="small" icon={<Square aria-hidden />} onClick={() => setAsking('stop')}>
        Stop
      </Button>
      <Button size="small" icon={<Trash2 aria-hidden />} onClick={() => setAsking('delete')}>
        Delete
      </Button>
      <IconButton
        size="small"
        label="Select none"
        icon={<X aria-hidden />}
        onClick={selection.clear}
      />
      <Suspense>
        {asking === null ? null : (
          <BulkDialog
            entity={entity}
            project={project}
            asking={asking}
            count={count}
            request={request}
            onClose={() => setAsking(null)}
            onDone={selection.clear}
          />
        )}
      </Suspense>
    </div>
  );
}
