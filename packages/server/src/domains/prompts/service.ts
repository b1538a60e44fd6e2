import type { PromptInput } from '@runloom/model';
import type { z } from 'zod';
import { invalid } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import type { Objects } from '../objects/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { newPromptText, promptWith } from './prompt-value.ts';

export interface PublishedPrompt {
  readonly name: string;
  readonly digest: string;
  readonly versionIndex: number;
  /** False when the name had this content before. */
  readonly isNew: boolean;
}

/** Prompts as clients of Weave publish and read them. The caller has checked that the actor may write. */
export interface Prompts {
  /**
   * Publishes a version, on top of another or as the first.
   * @throws RunloomError('not_found') for a base that is not there; 'invalid' when it is of another kind
   */
  publish(
    actor: Actor,
    project: ProjectId,
    name: string,
    prompt: z.output<typeof PromptInput>,
  ): Promise<PublishedPrompt>;
}

export function createPrompts({
  objects,
}: {
  readonly objects: Pick<Objects, 'create' | 'read' | 'query'>;
}): Prompts {
  return {
    async publish(actor, project, name, prompt) {
      const known = await objects.query(project, {
        filter: { names: [name], kind: 'object' },
        metadataOnly: true,
      });
      const value =
        prompt.base === undefined
          ? newPromptText(prompt)
          : promptWith(await baseOf(project, name, prompt), prompt);
      const made = await objects.create(actor, project, { name, value });
      return { ...made, isNew: !known.some(({ digest }) => digest === made.digest) };
    },
  };

  async function baseOf(
    project: ProjectId,
    name: string,
    { base = 'latest', kind }: z.output<typeof PromptInput>,
  ): Promise<string> {
    const version = await objects.read(project, name, base, { kind: 'object' });
    if (version.leafClass === kind) return version.value;
    throw invalid(`"${name}" is of the class ${version.leafClass ?? 'of none'}, and no ${kind}.`);
  }
}
