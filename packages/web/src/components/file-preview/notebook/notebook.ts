import { type ExactJson, toApiJson } from '@runloom/model';

/** What a cell printed, drew or raised. */
export type NotebookOutput =
  | { readonly kind: 'text'; readonly text: string; readonly isError: boolean }
  /** `address` is a `data:` address of an image that can hold no scripts. */
  | { readonly kind: 'image'; readonly address: string; readonly text: string }
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'other'; readonly types: readonly string[] };

export interface NotebookCell {
  readonly kind: 'code' | 'markdown' | 'raw';
  readonly source: string;
  /** As the notebook counts its runs; null for a cell that was not run. */
  readonly count: number | null;
  readonly outputs: readonly NotebookOutput[];
}

export interface Notebook {
  readonly language: string;
  readonly cells: readonly NotebookCell[];
}

/**
 * Reads a Jupyter notebook (format 4, and 3 with its sheets). Any member may be missing or of any
 * type: what can't be read is left out. Null for JSON that is no notebook.
 */
export function readNotebook(json: ExactJson): Notebook | null {
  const root = objectOf(toApiJson(json));
  const cells = root?.['cells'] ?? objectOf(listOf(root?.['worksheets'])[0])?.['cells'];
  if (root === null || !Array.isArray(cells)) return null;
  const metadata = objectOf(root['metadata']);
  const language =
    textOf(objectOf(metadata?.['language_info'])?.['name']) ||
    textOf(objectOf(metadata?.['kernelspec'])?.['language']);
  return { language, cells: cells.flatMap(readCell) };
}

function readCell(value: unknown): NotebookCell[] {
  const cell = objectOf(value);
  if (cell === null) return [];
  const type = cell['cell_type'];
  const kind = type === 'markdown' || type === 'code' ? type : 'raw';
  const count = cell['execution_count'] ?? cell['prompt_number'];
  const source = joined(cell['source'] ?? cell['input']);
  return [
    {
      kind,
      source: kind === 'markdown' ? withAttachments(source, cell['attachments']) : source,
      count: typeof count === 'number' ? count : null,
      outputs: listOf(cell['outputs']).flatMap(readOutput),
    },
  ];
}

function readOutput(value: unknown): NotebookOutput[] {
  const output = objectOf(value);
  if (output === null) return [];
  switch (output['output_type']) {
    case 'stream':
      return [
        {
          kind: 'text',
          text: joined(output['text']),
          isError: (output['name'] ?? output['stream']) === 'stderr',
        },
      ];
    case 'error':
    case 'pyerr':
      return [{ kind: 'text', text: errorText(output), isError: true }];
    default:
      return readData(objectOf(output['data']) ?? {});
  }
}

function errorText(output: Record<string, unknown>): string {
  const trace = listOf(output['traceback']).map(textOf).join('\n');
  return trace === '' ? `${textOf(output['ename'])}: ${textOf(output['evalue'])}` : trace;
}

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** The richest form that can be shown: an image, Markdown, a page, then text. */
function readData(data: Record<string, unknown>): NotebookOutput[] {
  const text = joined(data['text/plain']);
  for (const type of IMAGES) {
    const address = imageAddress(type, data[type]);
    if (address !== null) return [{ kind: 'image', address, text }];
  }
  const drawing = joined(data['image/svg+xml']);
  if (drawing !== '') {
    // Drawn as an image, in which no script runs.
    const address = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
    return [{ kind: 'image', address, text }];
  }
  const markdown = joined(data['text/markdown']);
  if (markdown !== '') return [{ kind: 'markdown', text: markdown }];
  const html = joined(data['text/html']);
  if (html !== '') return [{ kind: 'html', html }];
  if (text !== '') return [{ kind: 'text', text, isError: false }];
  const types = Object.keys(data);
  return types.length === 0 ? [] : [{ kind: 'other', types }];
}

function imageAddress(type: string, value: unknown): string | null {
  const bytes = joined(value).replace(/\s+/g, '');
  return bytes !== '' && /^[A-Za-z0-9+/]+=*$/.test(bytes) ? `data:${type};base64,${bytes}` : null;
}

/** `![](attachment:name)` names a picture that the cell holds. */
function withAttachments(source: string, value: unknown): string {
  const attachments = objectOf(value);
  if (attachments === null) return source;
  return source.replace(/attachment:([^\s)]+)/g, (whole, name: string) => {
    const data = objectOf(attachments[name]) ?? {};
    for (const type of IMAGES) {
      const address = imageAddress(type, data[type]);
      if (address !== null) return address;
    }
    return whole;
  });
}

/** A text, or its lines in a list. */
const joined = (value: unknown): string =>
  Array.isArray(value) ? value.map(textOf).join('') : textOf(value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const objectOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
