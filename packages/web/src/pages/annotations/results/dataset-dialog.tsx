import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { formatPlural } from '../../../components/format.ts';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useQueueDataset } from '../../../data/annotations.ts';

const MODES = [
  { value: 'create', label: 'Make a new dataset' },
  { value: 'append', label: 'Add the rows to its newest version' },
  { value: 'replace', label: 'Put them in place of its rows' },
] as const;

/** Calls with what counts of each, as a dataset. */
export function DatasetDialog({
  entity,
  project,
  queue,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly queue: string;
  readonly onClose: () => void;
}) {
  const publish = useQueueDataset({ entity, project, queue });
  const toasts = useToasts();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [mode, setMode] = useState<(typeof MODES)[number]['value']>('create');
  const submit = () =>
    publish.mutate(
      { name: name.trim(), mode },
      {
        onSuccess: ({ name: made, digest, rowCount }) => {
          toasts.success(`${formatPlural(rowCount, 'row')} in ${made}`);
          void navigate({
            to: '/$entity/$project/weave/objects/$name/versions/$version',
            params: { entity, project, name: made, version: digest },
          });
        },
      },
    );
  return (
    <FormDialog
      title="Make a dataset of the answers"
      description="One row for each call of which something was decided, or said by all: its inputs, its output, and a column for each field."
      submit="Publish"
      isBusy={publish.isPending}
      error={publish.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={name}
        maxLength={128}
        required
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        label="If there is one of this name"
        value={mode}
        choices={MODES}
        onChange={setMode}
      />
    </FormDialog>
  );
}
