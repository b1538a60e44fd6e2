import type { ModelProviderView } from '@runloom/model';
import type { ReactNode } from 'react';
import { CheckField } from '../../../components/check-field.tsx';
import { AreaField } from '../../../components/fields.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { ModelFields } from './model-fields.tsx';
import type { ScorerDraft } from './scorer-draft.ts';
import styles from './scorers.module.css';

const EXPECTED_FROM = [
  { value: 'input', label: 'A field of the inputs' },
  { value: 'text', label: 'This text' },
] as const;
const UNITS = [
  { value: 'characters', label: 'Characters' },
  { value: 'words', label: 'Words' },
] as const;
const ANSWERS = [
  { value: 'passed', label: 'Yes or no' },
  { value: 'score', label: 'A number' },
  { value: 'category', label: 'One of some categories' },
  { value: 'schema', label: 'JSON of a schema' },
  { value: 'text', label: 'Any text' },
] as const;

interface Props {
  readonly draft: ScorerDraft;
  readonly providers: readonly ModelProviderView[];
  readonly onChange: (change: Partial<ScorerDraft>) => void;
}

/** What there is to say of a scorer of its kind. */
export function ScorerFields(props: Props) {
  const { draft, onChange } = props;
  const text = (label: string, key: keyof ScorerDraft, hint?: string) => (
    <TextField
      label={label}
      value={String(draft[key])}
      {...(hint === undefined ? {} : { hint })}
      onChange={(event) => onChange({ [key]: event.target.value })}
    />
  );
  const field = text('Field of the answer', 'field', 'Empty for all of it');
  switch (draft.kind) {
    case 'published':
      return null;
    case 'exact':
    case 'contains':
      return (
        <Fields>
          <Expected {...props} />
          {field}
          <CheckField
            label="Upper and lower case are the same"
            isChecked={draft.ignoresCase}
            onChange={(ignoresCase) => onChange({ ignoresCase })}
          />
        </Fields>
      );
    case 'pattern':
      return (
        <Fields>
          {text('Pattern', 'pattern', 'RE2; it may stand anywhere in the answer')}
          {field}
        </Fields>
      );
    case 'json':
      return (
        <Fields>
          {field}
          <Wide>
            <AreaField
              label="JSON schema"
              hint="Empty: any JSON"
              isCode
              rows={4}
              value={draft.schema}
              onChange={(schema) => onChange({ schema })}
            />
          </Wide>
        </Fields>
      );
    case 'distance':
      return (
        <Fields>
          <Expected {...props} />
          {text('Tolerance', 'tolerance', 'Up to this far it counts as within')}
          {field}
        </Fields>
      );
    case 'length':
      return (
        <Fields>
          <SelectField
            label="In"
            value={draft.unit}
            choices={UNITS}
            onChange={(unit) => onChange({ unit })}
          />
          {text('At least', 'min')}
          {text('At most', 'max')}
          {field}
        </Fields>
      );
    case 'expression':
      return (
        <Fields>
          <Wide>
            <TextField
              label="Condition"
              hint='As filters are written: output.city = "Oslo" and inputs.n > 3'
              value={draft.expression}
              onChange={(event) => onChange({ expression: event.target.value })}
            />
          </Wide>
        </Fields>
      );
    case 'judge':
      return <JudgeFields {...props} field={field} text={text} />;
  }
}

function JudgeFields({
  draft,
  providers,
  onChange,
  field,
  text,
}: Props & {
  readonly field: ReactNode;
  readonly text: (label: string, key: keyof ScorerDraft, hint?: string) => ReactNode;
}) {
  return (
    <Fields>
      <ModelFields
        providers={providers}
        provider={draft.provider}
        model={draft.model}
        onChange={onChange}
      />
      <SelectField
        label="It answers"
        value={draft.answer}
        choices={ANSWERS}
        onChange={(answer) => onChange({ answer })}
      />
      {draft.answer === 'score' ? (
        <>
          {text('From', 'min', 'By default 1')}
          {text('To', 'max', 'By default 5')}
        </>
      ) : null}
      {draft.answer === 'category' ? (
        <>
          {text('Categories', 'categories', 'Parted by commas')}
          {text('Those that pass', 'passing', 'Empty: none is better')}
        </>
      ) : null}
      {text('Temperature', 'temperature', 'Empty: as the provider has it')}
      {field}
      <Wide>
        <AreaField
          label="Prompt"
          hint="{output} is the answer, {inputs} all inputs as JSON, any other name a field of them. A reason is asked for beside the verdict."
          rows={6}
          value={draft.prompt}
          onChange={(prompt) => onChange({ prompt })}
        />
        {draft.answer === 'schema' ? (
          <AreaField
            label="JSON schema"
            isCode
            rows={4}
            value={draft.schema}
            onChange={(schema) => onChange({ schema })}
          />
        ) : null}
      </Wide>
    </Fields>
  );
}

function Expected({ draft, onChange }: Props) {
  return (
    <>
      <SelectField
        label="Expected"
        value={draft.expectedFrom}
        choices={EXPECTED_FROM}
        onChange={(expectedFrom) => onChange({ expectedFrom })}
      />
      <TextField
        label={draft.expectedFrom === 'input' ? 'Its name' : 'Text'}
        value={draft.expected}
        onChange={(event) => onChange({ expected: event.target.value })}
      />
    </>
  );
}

const Fields = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.fields}>{children}</div>
);

const Wide = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.wide}>{children}</div>
);
