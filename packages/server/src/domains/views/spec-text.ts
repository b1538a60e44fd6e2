import { ViewSpecError } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';

const MAX_SPEC = 2_000_000;

/** What a view is set to, read and as it is kept. @throws RunloomError('invalid') for what can't be read, or is too long */
export function serializeSpec<Spec>(
  parse: (value: unknown) => Spec,
  spec: unknown,
): { readonly parsed: Spec; readonly text: string } {
  let parsed: Spec;
  try {
    parsed = parse(spec);
  } catch (error) {
    if (error instanceof ViewSpecError) throw invalid(error.message);
    throw error;
  }
  const text = JSON.stringify(parsed);
  if (text.length > MAX_SPEC) {
    throw invalid(`A view has at most ${MAX_SPEC} characters; this one has ${text.length}.`);
  }
  return { parsed, text };
}
