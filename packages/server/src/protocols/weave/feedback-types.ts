import { memberText, stringOf } from '@runloom/model';
import type { NewFeedback } from '../../domains/calls/index.ts';
import type { Objects } from '../../domains/objects/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import { SchemaError } from './errors.ts';
import type { CheckField } from './field-schema.ts';

const MAX_PAYLOAD_BYTES = 1024 * 1024;
const ANNOTATION = 'wandb.annotation.';

/** What feedback is checked with. */
export interface FeedbackRules {
  readonly objects: Pick<Objects, 'readReferences'>;
  readonly checkField: CheckField;
}

/**
 * Checks what each type of feedback has to say.
 * @throws SchemaError, RunloomError('too_large')
 */
export async function checkFeedback(
  { objects, checkField }: FeedbackRules,
  project: ProjectId,
  feedback: NewFeedback,
): Promise<void> {
  const { feedbackType: type, payload } = feedback;
  if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
    throw new RunloomError('too_large', 'The payload of feedback has at most 1 MiB.');
  }
  if (type === 'wandb.reaction.1') return checkEmoji(stringOf(memberText(payload, 'emoji')));
  if (type === 'wandb.note.1' && stringOf(memberText(payload, 'note')) === null) {
    throw new SchemaError('A note is {"note": "…"}.', 'payload.note');
  }
  if (type.startsWith('wandb.runnable.') && !feedback.runnableRef) {
    throw new SchemaError(`${type} names what was run by runnable_ref.`, 'runnable_ref');
  }
  if (!type.startsWith(ANNOTATION)) return;
  if (!feedback.annotationRef) {
    throw new SchemaError(`${type} names its field by annotation_ref.`, 'annotation_ref');
  }
  const value = memberText(payload, 'value');
  if (value === null) throw new SchemaError('An annotation is {"value": …}.', 'payload.value');
  const [spec] = await objects.readReferences({ project }, [feedback.annotationRef]);
  // A field that is not known (yet) forbids nothing.
  const schema = spec ? memberText(spec, 'field_schema') : null;
  const fault = schema === null ? null : checkField(value, schema);
  if (fault !== null) throw new SchemaError(`The annotation ${fault}.`, 'payload.value');
}

function checkEmoji(emoji: string | null): void {
  const graphemes = [
    ...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(emoji ?? ''),
  ];
  if (emoji !== null && graphemes.length === 1 && EMOJI.test(emoji)) return;
  throw new SchemaError('A reaction is {"emoji": "…"} with one emoji.', 'payload.emoji');
}

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|^[#*0-9]\uFE0F?\u20E3$/u;
