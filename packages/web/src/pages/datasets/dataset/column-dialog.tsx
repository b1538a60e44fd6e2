import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Form } from '../../../components/fields.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { typedJson } from './cell-text.ts';

/** The name of a column; of a new one also what stands in each row. */
export function ColumnDialog({
  title,
  name: start = '',
  taken,
  onClose,
  onDone,
}: {
  readonly title: string;
  /** Absent for a new one. */
  readonly name?: string;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onDone: (name: string, json: string) => void;
}) {
  const [name, setName] = useState(start);
  const [value, setValue] = useState('');
  const isTaken = taken.includes(name);
  return (
    <Dialog
      isOpen
      title={title}
      width="small"
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          disabled={name === '' || isTaken}
          onClick={() => {
            onDone(name, typedJson(value, false));
            onClose();
          }}
        >
          {start === '' ? 'Add' : 'Rename'}
        </Button>
      }
    >
      <Form>
        <TextField
          label="Name"
          value={name}
          maxLength={512}
          error={isTaken ? 'There is such a column already.' : null}
          onChange={(event) => setName(event.target.value)}
        />
        {start === '' ? (
          <TextField
            label="Value in every row"
            hint="JSON, or a text. Empty for nothing."
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        ) : null}
      </Form>
    </Dialog>
  );
}
