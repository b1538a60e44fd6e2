import type { DatasetImportMode } from '@runloom/model';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';

export interface Target {
  readonly name: string;
  readonly mode: DatasetImportMode;
}

const MODES = [
  { value: 'create', label: 'A new dataset' },
  { value: 'append', label: 'More rows of a dataset' },
  { value: 'replace', label: 'All rows of a dataset anew' },
] as const;

/** Where rows go: a new dataset, or the next version of one that is there. */
export function TargetFields({
  names,
  target,
  onChange,
}: {
  readonly names: readonly string[];
  readonly target: Target;
  readonly onChange: (target: Target) => void;
}) {
  const { name, mode } = target;
  const isNew = mode === 'create';
  return (
    <>
      <SelectField
        label="Publish as"
        value={mode}
        choices={names.length === 0 ? MODES.slice(0, 1) : MODES}
        onChange={(next) =>
          onChange({
            mode: next,
            name: next === 'create' || names.includes(name) ? name : (names[0] ?? ''),
          })
        }
      />
      {isNew ? (
        <TextField
          label="Name"
          value={name}
          maxLength={128}
          error={nameProblem(name, names)}
          onChange={(event) => onChange({ mode, name: event.target.value })}
        />
      ) : (
        <SelectField
          label="Dataset"
          value={name}
          choices={names.map((one) => ({ value: one, label: one }))}
          onChange={(next) => onChange({ mode, name: next })}
        />
      )}
    </>
  );
}

function nameProblem(name: string, names: readonly string[]): string | null {
  if (names.includes(name)) return 'There is such a dataset already. Take another name.';
  if (name === '' || /^[\p{L}\p{N}_.-]+$/u.test(name)) return null;
  return 'Names have letters, digits, dots, dashes and underscores.';
}
