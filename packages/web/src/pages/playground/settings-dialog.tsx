import { ModelParameters, ModelTool } from '@runloom/model';
import { useState } from 'react';
import { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { AreaField, Form } from '../../components/fields.tsx';
import { TextField } from '../../components/text-field.tsx';
import styles from './playground.module.css';
import type { ModelSettings } from './state.ts';

const NUMBERS = [
  ['temperature', 'Temperature'],
  ['topP', 'Top p'],
  ['maxTokens', 'Most tokens'],
  ['seed', 'Seed'],
  ['frequencyPenalty', 'Frequency penalty'],
  ['presencePenalty', 'Presence penalty'],
] as const;

const TOOL = `[{"type": "function", "function": {"name": "weather", "description": "…", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]`;

/** Parameters, functions and the schema of answers of one model. */
export function SettingsDialog({
  settings,
  onClose,
  onChange,
}: {
  readonly settings: ModelSettings;
  readonly onClose: () => void;
  readonly onChange: (change: Partial<ModelSettings>) => void;
}) {
  const { parameters } = settings;
  const [numbers, setNumbers] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(
      NUMBERS.map(([key]) => [key, parameters[key] === undefined ? '' : String(parameters[key])]),
    ),
  );
  const [stop, setStop] = useState((parameters.stop ?? []).join('\n'));
  const [tools, setTools] = useState(
    settings.tools.length === 0 ? '' : JSON.stringify(settings.tools, null, 2),
  );
  const [schema, setSchema] = useState(
    settings.answerSchema === null ? '' : JSON.stringify(settings.answerSchema, null, 2),
  );
  const readParameters = ModelParameters.safeParse({
    ...Object.fromEntries(
      NUMBERS.flatMap(([key]) => (numbers[key] ? [[key, Number(numbers[key])]] : [])),
    ),
    ...(stop.trim() === '' ? {} : { stop: stop.split('\n').filter((text) => text !== '') }),
  });
  const readTools = readJson(tools, z.array(ModelTool), []);
  const readSchema = readJson(schema, z.record(z.string(), z.unknown()).nullable(), null);
  const isReady =
    readParameters.success && readTools.problem === null && readSchema.problem === null;
  return (
    <Dialog
      isOpen
      title={`Settings${settings.model === '' ? '' : ` of ${settings.model}`}`}
      width="medium"
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          disabled={!isReady}
          onClick={() => {
            if (!readParameters.success) return;
            onChange({
              parameters: readParameters.data,
              tools: readTools.value,
              answerSchema: readSchema.value,
            });
            onClose();
          }}
        >
          Use
        </Button>
      }
    >
      <Form>
        <div className={styles.numbers}>
          {NUMBERS.map(([key, label]) => (
            <TextField
              key={key}
              label={label}
              inputMode="decimal"
              placeholder="as the provider has it"
              value={numbers[key] ?? ''}
              error={
                Number.isNaN(Number(numbers[key] ?? 0))
                  ? 'Give a number.'
                  : (readParameters.error?.issues.find(({ path }) => path[0] === key)?.message ??
                    null)
              }
              onChange={(event) => setNumbers({ ...numbers, [key]: event.target.value })}
            />
          ))}
        </div>
        <AreaField
          label="Texts that end an answer, one a line"
          rows={2}
          value={stop}
          onChange={setStop}
        />
        <AreaField
          label="Functions"
          hint={`A JSON list, such as ${TOOL}`}
          isCode
          rows={5}
          value={tools}
          error={readTools.problem}
          onChange={setTools}
        />
        <AreaField
          label="JSON schema that answers fit"
          hint='Such as {"type": "object", "properties": {"score": {"type": "number"}}}. Empty for any answer.'
          isCode
          rows={5}
          value={schema}
          error={readSchema.problem}
          onChange={setSchema}
        />
      </Form>
    </Dialog>
  );
}

function readJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  empty: z.output<Schema>,
): { readonly value: z.output<Schema>; readonly problem: string | null } {
  if (text.trim() === '') return { value: empty, problem: null };
  try {
    const read = schema.safeParse(JSON.parse(text));
    if (read.success) return { value: read.data, problem: null };
    return { value: empty, problem: z.prettifyError(read.error) };
  } catch (error) {
    return { value: empty, problem: `This is no JSON: ${(error as Error).message}` };
  }
}
