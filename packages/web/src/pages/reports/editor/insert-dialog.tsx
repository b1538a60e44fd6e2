import {
  ArtifactPath,
  embedSiteOf,
  NumberReference,
  newBlockId,
  ProjectPath,
  RunPath,
  TracePath,
} from '@runloom/model';
import type { Editor } from '@tiptap/react';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useReportPlace } from '../report-context.ts';
import type { InsertKind } from './menus/slash-choices.ts';
import { readAddress } from './read-address.ts';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
}

/** What each kind is asked for, and the block that it makes; a text says what is wrong. */
const KINDS: Readonly<
  Record<
    Exclude<InsertKind, 'image' | 'video'>,
    {
      readonly title: string;
      readonly fields: (project: string) => readonly Field[];
      readonly make: (values: Readonly<Record<string, string>>) => object | string;
    }
  >
> = {
  runCard: {
    title: 'Run',
    fields: (project) => [
      { name: 'path', label: 'Run', hint: `Its address, or a path such as ${project}/a1b2c3` },
    ],
    make: ({ path = '' }) =>
      made(RunPath, readAddress('run', path), (run) => ({ type: 'runCard', attrs: { run } })),
  },
  artifactCard: {
    title: 'Artifact',
    fields: (project) => [
      {
        name: 'path',
        label: 'Artifact',
        hint: `Its address, or a path such as ${project}/data:v3`,
      },
    ],
    make: ({ path = '' }) =>
      made(ArtifactPath, readAddress('artifact', path), (artifact) => ({
        type: 'artifactCard',
        attrs: { artifact },
      })),
  },
  traceCard: {
    title: 'Trace',
    fields: (project) => [
      { name: 'path', label: 'Trace', hint: `Its address, or a path such as ${project}/0190…` },
    ],
    make: ({ path = '' }) =>
      made(TracePath, readAddress('trace', path), (trace) => ({
        type: 'traceCard',
        attrs: { trace },
      })),
  },
  evaluationComparison: {
    title: 'Evaluation comparison',
    fields: (project) => [
      { name: 'project', label: 'Project', hint: project },
      { name: 'ids', label: 'Evaluations', hint: 'Their ids, with commas between' },
    ],
    make: ({ project = '', ids = '' }) => {
      const evaluations = ids
        .split(/[\s,]+/)
        .filter((id) => id !== '')
        .slice(0, 10);
      if (evaluations.length === 0) return 'Name at least one evaluation.';
      return made(ProjectPath, project, (path) => ({
        type: 'evaluationComparison',
        attrs: { project: path, evaluations },
      }));
    },
  },
  number: {
    title: 'Number with its source',
    fields: (project) => [
      { name: 'value', label: 'Number', hint: 'As it stands in the text' },
      { name: 'path', label: 'Run', hint: `Its address, or a path such as ${project}/a1b2c3` },
      { name: 'field', label: 'Value of the run', hint: 'summary.loss, config.lr' },
    ],
    make: ({ value = '', path = '', field = '' }) => {
      if (value.trim() === '') return 'Write the number.';
      const reference = { kind: 'run', run: readAddress('run', path), field: field.trim() };
      return made(NumberReference, reference, (known) => ({
        type: 'number',
        attrs: { value: value.trim().slice(0, 200), reference: known },
      }));
    },
  },
  embed: {
    title: 'Embedded video',
    fields: () => [
      { name: 'src', label: 'Address', hint: 'Of YouTube, Vimeo, Spotify, SoundCloud or X' },
    ],
    make: ({ src = '' }) =>
      embedSiteOf(src.trim()) === null
        ? 'Only pages of YouTube, Vimeo, Spotify, SoundCloud and X can be embedded.'
        : { type: 'embed', attrs: { src: src.trim() } },
  },
};

/** Asks for what a block needs before it stands in the text. */
export function InsertDialog({
  editor,
  kind,
  onClose,
}: {
  readonly editor: Editor;
  readonly kind: InsertKind;
  readonly onClose: () => void;
}) {
  if (kind === 'image' || kind === 'video') {
    return <FileField editor={editor} kind={kind} onClose={onClose} />;
  }
  return <InsertForm editor={editor} kind={kind} onClose={onClose} />;
}

function InsertForm({
  editor,
  kind,
  onClose,
}: {
  readonly editor: Editor;
  readonly kind: Exclude<InsertKind, 'image' | 'video'>;
  readonly onClose: () => void;
}) {
  const { entity, project } = useReportPlace();
  const path = `${entity}/${project}`;
  const { title, fields, make } = KINDS[kind];
  const [values, setValues] = useState<Readonly<Record<string, string>>>(
    kind === 'evaluationComparison' ? { project: path } : {},
  );
  const [problem, setProblem] = useState<Error | null>(null);
  return (
    <FormDialog
      title={title}
      width="small"
      submit="Insert"
      isBusy={false}
      error={problem}
      onClose={onClose}
      onSubmit={() => {
        const block = make(values);
        if (typeof block === 'string') {
          setProblem(new Error(block));
          return;
        }
        const isInline = kind === 'number';
        editor
          .chain()
          .focus()
          .insertContent(isInline ? block : [withId(block), { type: 'paragraph' }])
          .run();
        onClose();
      }}
    >
      {fields(path).map(({ name, label, hint }) => (
        <TextField
          key={name}
          label={label}
          hint={hint}
          value={values[name] ?? ''}
          onChange={({ target }) => setValues({ ...values, [name]: target.value })}
        />
      ))}
    </FormDialog>
  );
}

/** Uploads a picture or film and puts it where the cursor is. */
function FileField({
  editor,
  kind,
  onClose,
}: {
  readonly editor: Editor;
  readonly kind: 'image' | 'video';
  readonly onClose: () => void;
}) {
  const { upload } = useReportPlace();
  const input = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async () => {
    const file = input.current?.files?.[0];
    if (file === undefined) {
      setProblem(new Error('Choose a file.'));
      return;
    }
    setBusy(true);
    try {
      const stored = await upload(file);
      const block = withId({ type: kind, attrs: { file: stored } });
      editor
        .chain()
        .focus()
        .insertContent([block, { type: 'paragraph' }])
        .run();
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormDialog
      title={kind === 'image' ? 'Image' : 'Video'}
      width="small"
      submit="Upload"
      isBusy={isBusy}
      error={problem}
      onClose={onClose}
      onSubmit={() => void send()}
    >
      <input
        ref={input}
        type="file"
        aria-label="File"
        accept={kind === 'image' ? 'image/*' : 'video/*'}
      />
    </FormDialog>
  );
}

const withId = (block: object) => {
  const { attrs = {}, ...rest } = block as { readonly attrs?: object };
  return { ...rest, attrs: { ...attrs, block: newBlockId() } };
};

function made<Value>(
  schema: z.ZodType<Value>,
  value: unknown,
  make: (known: Value) => object,
): object | string {
  const read = schema.safeParse(value);
  if (read.success) return make(read.data);
  return `That can’t be read: ${read.error.issues[0]?.message ?? 'check it'}.`;
}
