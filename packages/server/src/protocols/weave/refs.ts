import { z } from 'zod';
import { invalid } from '../../platform/errors.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { JsonAnswer, post, type WeaveRoute } from './route.ts';

const MAX_REFS = 1000;
const REFS = z.object({ refs: z.array(z.string()) });

/** `POST /refs/read_batch`: what references name, null where there is nothing that the actor may see. */
export function refRoutes({ objects }: WeaveDependencies): readonly WeaveRoute[] {
  return [
    post('/refs/read_batch', async ({ actor, body }) => {
      const { refs } = body(REFS);
      if (refs.length > MAX_REFS) {
        throw invalid(`At most ${MAX_REFS} references are read at once, not ${refs.length}.`);
      }
      const values = await objects.readReferences({ actor }, refs);
      return new JsonAnswer(`{"vals":[${values.map((value) => value ?? 'null').join(',')}]}`);
    }),
  ];
}
