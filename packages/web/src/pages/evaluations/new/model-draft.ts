import type { EvaluatedModel } from '@runloom/model';

/** A model to evaluate as it is chosen. */
export interface ModelDraft {
  readonly id: number;
  readonly kind: 'prompt' | 'saved';
  /** Of the prompt, or of the saved settings. */
  readonly name: string;
  readonly version: string;
  readonly provider: string;
  readonly model: string;
}

/** Null where something is missing. */
export function readModel(draft: ModelDraft): EvaluatedModel | null {
  const version = draft.version.trim() === '' ? 'latest' : draft.version.trim();
  if (draft.name === '') return null;
  if (draft.kind === 'saved') return { kind: 'saved', saved: { name: draft.name, version } };
  if (draft.provider === '' || draft.model.trim() === '') return null;
  return {
    kind: 'prompt',
    prompt: { name: draft.name, version },
    provider: draft.provider,
    model: draft.model.trim(),
    parameters: {},
  };
}
