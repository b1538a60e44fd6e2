import type { LeaderboardInput } from '@runloom/model';
import type { z } from 'zod';
import { objectNameOf } from '../../../domains/objects/index.ts';
import { invalid } from '../../../platform/errors.ts';

/**
 * A leaderboard as clients of Weave publish it (`weave.flow.leaderboard`), so that they read it too.
 * @throws RunloomError('invalid') for a title of which no name can be made
 */
export function leaderboardObject(input: z.output<typeof LeaderboardInput>): {
  readonly name: string;
  readonly value: string;
} {
  const value = {
    _type: 'Leaderboard',
    name: input.title,
    description: input.description,
    columns: input.columns.map(({ evaluation, key, kind, direction }) => {
      const [scorer = key, ...path] = key.split('.');
      return {
        _type: 'LeaderboardColumn',
        evaluation_object_ref: evaluation,
        scorer_name: scorer,
        // Where the client's own summary of the evaluation has the number.
        summary_metric_path: [...path, kind === 'rate' ? 'true_fraction' : 'mean'].join('.'),
        should_minimize: direction === 'lower',
        _class_name: 'LeaderboardColumn',
        _bases: ['BaseModel'],
      };
    }),
    _class_name: 'Leaderboard',
    _bases: ['BaseObject', 'BaseModel'],
  };
  const name = objectNameOf(input.title);
  if (name === null) throw invalid('The name of a leaderboard needs a letter or a digit.');
  return { name, value: JSON.stringify(value) };
}
