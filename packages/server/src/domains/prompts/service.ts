import type { PromptInput } from '@runloom/model';
import type { z } from 'zod';
import { invalid } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import type { Objects, PublishedVersion } from '../objects/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { newPromptText, promptWith } from './prompt-value.ts';

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
  ): Promise<PublishedVersion>;
}

export function createPrompts({
  objects,
}: {
  readonly objects: Pick<Objects, 'create' | 'read'>;
}): Prompts {
  return {
    async publish(actor, project, name, prompt) {
      const value =
        prompt.base === undefined
          ? newPromptText(prompt)
          : promptWith(await baseOf(project, name, prompt), prompt);
      return objects.create(actor, project, { name, value });
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
