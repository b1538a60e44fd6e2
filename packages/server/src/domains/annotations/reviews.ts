import { type JudgedValue, type NewAnnotationField, objectNameOf } from '@runloom/model';
import type { z } from 'zod';
import { invalid, RunloomError } from '../../platform/errors.ts';
import { type Actor, authorOf, type UserActor } from '../accounts/index.ts';
import type { Calls, JsonText } from '../calls/index.ts';
import type { Objects } from '../objects/index.ts';
import { objectRef, type Project } from '../projects/index.ts';
import { agreementOf, type Dispute, disputesOf, type FieldAgreement } from './agreement.ts';
import { type Answer, answersAsFeedback, readVerdicts } from './answers.ts';
import { type AnnotationField, readField, specOf } from './fields.ts';
import { type Judge, judgesOf } from './judges.ts';
import { labelledRows } from './labelled-rows.ts';
import type { AnnotationQueue, Annotations, ItemState, QueueItem } from './types.ts';

/** What people say of the calls in a queue, and what it tells. The caller has checked who may read or write. */
export interface Reviews {
  /** What the queue asks for; what it names that is no annotation field, or gone, is left out. */
  fields(project: Project, queue: AnnotationQueue): Promise<readonly AnnotationField[]>;
  /** Publishes a field. @throws RunloomError('invalid') for a title no name can be made of */
  publishField(
    actor: Actor,
    project: Project,
    field: z.output<typeof NewAnnotationField>,
  ): Promise<string>;
  /**
   * Keeps what the actor says of an item, null taking it back, and how far they are with it.
   * @throws RunloomError('invalid') for a field that is not asked for or a value that does not fit, 'forbidden'
   */
  answer(
    actor: UserActor,
    project: Project,
    queue: AnnotationQueue,
    itemId: string,
    values: Readonly<Record<string, JudgedValue | null>>,
    state: ItemState,
  ): Promise<QueueItem>;
  /** Says what counts of an item whatever people said; null takes it back. */
  decide(
    actor: UserActor,
    project: Project,
    queue: AnnotationQueue,
    itemId: string,
    field: string,
    value: JudgedValue | null,
  ): Promise<void>;
  /** The last answer of each person in each field. */
  answers(
    project: Project,
    queue: AnnotationQueue,
    items: readonly QueueItem[],
  ): Promise<readonly Answer[]>;
  agreement(
    project: Project,
    queue: AnnotationQueue,
  ): Promise<{
    readonly fields: readonly FieldAgreement[];
    readonly disputes: readonly (Dispute & { readonly itemId: string })[];
  }>;
  judges(project: Project, queue: AnnotationQueue): Promise<readonly Judge[]>;
  /** The calls of which something counts, with it, as rows of a dataset. */
  labelledRows(project: Project, queue: AnnotationQueue): AsyncIterable<readonly JsonText[]>;
}

export function createReviews(deps: {
  readonly annotations: Annotations;
  readonly calls: Pick<Calls, 'readMany' | 'queryFeedback' | 'addFeedback' | 'removeFeedback'>;
  readonly objects: Pick<Objects, 'readReferences' | 'create' | 'query'>;
}): Reviews {
  const { annotations, calls, objects } = deps;

  const fields: Reviews['fields'] = async (project, { scorerRefs }) => {
    const values = await objects.readReferences({ project: project.id }, scorerRefs);
    return scorerRefs.flatMap((ref, at) => readField(ref, values[at] ?? null) ?? []);
  };

  const keep = async (
    project: Project,
    { given, takenBack }: ReturnType<typeof answersAsFeedback>,
  ): Promise<void> => {
    if (given.length > 0) await calls.addFeedback(project.id, given);
    if (takenBack.length > 0) await calls.removeFeedback(project.id, takenBack);
  };

  const all = async (project: Project, queue: AnnotationQueue) => {
    const items = await annotations.listItems(project.id, queue.id);
    return {
      items,
      fields: await fields(project, queue),
      verdicts: await readVerdicts(calls, project, queue.id, items),
    };
  };

  return {
    fields,
    async publishField(actor, project, field) {
      const name = objectNameOf(field.title);
      if (name === null) {
        throw invalid(
          `"${field.title}" has no letter or digit, so that no name can be made of it.`,
        );
      }
      const [known] = await objects.query(project.id, {
        filter: { names: [name], kind: 'object', latestOnly: true },
        metadataOnly: true,
      });
      if (known !== undefined && known.leafClass !== 'AnnotationSpec') {
        throw new RunloomError(
          'conflict',
          `There is another object named "${name}": give the field another title.`,
        );
      }
      const made = await objects.create(actor, project.id, {
        name,
        value: specOf(field),
        builtinClass: 'AnnotationSpec',
      });
      return objectRef(project, made);
    },
    async answer(actor, project, queue, itemId, values, state) {
      checkAsked(actor, queue);
      const { callId } = await annotations.getItem(project.id, queue.id, itemId);
      const asked = await fields(project, queue);
      await keep(project, answersAsFeedback(actor, project, queue, asked, callId, values));
      return annotations.setState(actor, project.id, queue.id, itemId, state);
    },
    async decide(actor, project, queue, itemId, field, value) {
      const { callId } = await annotations.getItem(project.id, queue.id, itemId);
      const asked = await fields(project, queue);
      const values = { [field]: value };
      await keep(
        project,
        answersAsFeedback(actor, project, queue, asked, callId, values, 'decision'),
      );
    },
    async answers(project, queue, items) {
      return (await readVerdicts(calls, project, queue.id, items)).answers;
    },
    async agreement(project, queue) {
      const { items, fields: asked, verdicts } = await all(project, queue);
      const itemOf = new Map(items.map(({ callId, id }) => [callId, id]));
      return {
        fields: agreementOf(asked, verdicts),
        disputes: disputesOf(asked, verdicts, [...itemOf.keys()]).map((dispute) => ({
          ...dispute,
          itemId: itemOf.get(dispute.callId) ?? '',
        })),
      };
    },
    async judges(project, queue) {
      const { fields: asked, verdicts } = await all(project, queue);
      return judgesOf(calls, project.id, asked, verdicts);
    },
    async *labelledRows(project, queue) {
      const { items, fields: asked, verdicts } = await all(project, queue);
      const callIds = items.map(({ callId }) => callId);
      yield* labelledRows(calls, project, asked, verdicts, callIds);
    },
  };
}

function checkAsked(actor: UserActor, { annotators, name }: AnnotationQueue): void {
  if (annotators.length === 0 || annotators.includes(authorOf(actor))) return;
  throw new RunloomError(
    'forbidden',
    `You are not among those who judge "${name}": who made the queue can add you.`,
  );
}
