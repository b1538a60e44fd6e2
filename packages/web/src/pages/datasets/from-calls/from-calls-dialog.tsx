import type { CallSelection } from '@runloom/model';
import { Plus, X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Form, fieldBoxClass } from '../../../components/fields.tsx';
import { formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useCallFields } from '../../../data/calls.ts';
import type { ProjectPlace } from '../../../data/client.ts';
import { useDatasetCallsPreview, useDatasetOfCalls } from '../../../data/datasets.ts';
import { useWeaveObjects } from '../../../data/weave-objects.ts';
import styles from '../datasets.module.css';
import { PreviewTable } from '../preview-table.tsx';
import { type Target, TargetFields } from '../target-fields.tsx';
import { usePublished } from '../use-published.ts';
import { startMapping } from './start-mapping.ts';

/** Chosen calls as rows of a dataset: which columns, from where, looked at first. */
export function FromCallsDialog({
  place,
  selection,
  chosen,
  count,
  onClose,
}: {
  readonly place: ProjectPlace;
  readonly selection: CallSelection;
  /** Single ones, or those of all that are left out. */
  readonly chosen: { readonly ids: readonly string[] } | { readonly except: readonly string[] };
  readonly count: number;
  readonly onClose: () => void;
}) {
  const fields = useCallFields(place, true, selection);
  const objects = useWeaveObjects(place.entity, place.project, 'object');
  const names = (objects.data ?? []).flatMap(({ name, baseClass }) =>
    baseClass === 'Dataset' ? [name] : [],
  );
  const published = usePublished(place, onClose);
  const publish = useDatasetOfCalls(place);
  const [changed, setChanged] = useState<ReturnType<typeof startMapping> | null>(null);
  const [target, setTarget] = useState<Target>({ name: 'traces', mode: 'create' });
  const mapping = changed ?? startMapping(fields.data?.fields ?? []);
  const change = (id: number, part: { column?: string; path?: string }) =>
    setChanged(mapping.map((old) => (old.id === id ? { ...old, ...part } : old)));
  const isReady =
    mapping.length > 0 && mapping.every(({ column, path }) => column !== '' && path !== '');
  const calls = {
    selection,
    ...('ids' in chosen ? { ids: [...chosen.ids] } : { except: [...chosen.except] }),
    mapping: mapping.map(({ column, path }) => ({ column, path })),
  };
  const asked = useDeferredValue(isReady ? JSON.stringify(calls) : null);
  const preview = useDatasetCallsPreview(
    place,
    asked === null ? null : (JSON.parse(asked) as typeof calls),
  );
  const problem = publish.error?.message ?? preview.error?.message ?? null;
  const paths = ['call', ...(fields.data?.fields ?? [])];
  return (
    <Dialog
      isOpen
      width="large"
      title={`Add ${formatPlural(count, 'call')} to a dataset`}
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          disabled={!isReady || target.name === ''}
          isBusy={publish.isPending}
          onClick={() => publish.mutate({ ...calls, ...target }, { onSuccess: published })}
        >
          Publish
        </Button>
      }
    >
      <Form>
        <fieldset className={styles.mapForm}>
          <legend className="visually-hidden">Columns</legend>
          <span className={styles.muted}>Column</span>
          <span className={styles.muted}>Found at</span>
          <span />
          {mapping.map(({ id, column, path }) => [
            <input
              key={`${id} column`}
              aria-label="Column"
              className={fieldBoxClass}
              value={column}
              maxLength={512}
              onChange={(event) => change(id, { column: event.target.value })}
            />,
            <input
              key={`${id} path`}
              aria-label={`Where ${column} is found`}
              className={fieldBoxClass}
              list="paths-of-calls"
              value={path}
              onChange={(event) => change(id, { path: event.target.value })}
            />,
            <IconButton
              key={`${id} remove`}
              size="small"
              label="Remove the column"
              icon={<X aria-hidden />}
              onClick={() => setChanged(mapping.filter((old) => old.id !== id))}
            />,
          ])}
        </fieldset>
        <datalist id="paths-of-calls">
          {paths.map((path) => (
            <option key={path} value={path} />
          ))}
        </datalist>
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden />}
            onClick={() =>
              setChanged([
                ...mapping,
                { id: Math.max(-1, ...mapping.map(({ id }) => id)) + 1, column: '', path: '' },
              ])
            }
          >
            Column
          </Button>
        </div>
        {problem === null ? null : (
          <p className={styles.problems} role="alert">
            {problem}
          </p>
        )}
        {preview.data === undefined ? (
          preview.isPending && isReady ? (
            <Skeleton lines={4} label="Reading calls" />
          ) : null
        ) : (
          <>
            {preview.data.missing.map(({ column, count: none }) => (
              <p key={column} className={styles.muted}>
                {none} of the {preview.data?.rows.length} calls below have nothing for “{column}”:
                those cells are null.
              </p>
            ))}
            <PreviewTable rows={preview.data.rows} />
          </>
        )}
        <TargetFields names={names} target={target} onChange={setTarget} />
      </Form>
    </Dialog>
  );
}
