import { expect, it } from 'vitest';
import { readReference } from './read-reference.ts';

it.each([
  ['wandb-artifact://4172/a.table.json', 'wandb-artifact://4172/a.table.json'],
  ['wandb-client-artifact://abc/a b.json', null],
  ['wandb-client-artifact://abc:latest/a.json', 'wandb-client-artifact://abc:latest/a.json'],
  [{ _type: 'artifactVersion', id: 'QXJ0', version: 'v0' }, 'wandb-artifact://_id/QXJ0'],
  [
    { _type: 'table-file', artifact_path: 'wandb-client-artifact://x/t.json' },
    'wandb-client-artifact://x/t.json',
  ],
  [{ _type: 'artifactVersion', id: 7 }, null],
  [{ artifact_path: { artifact_path: 'wandb-artifact://a' } }, 'wandb-artifact://a'],
  ['s3://bucket/wandb-artifact://a', null],
  [null, null],
  [['wandb-artifact://a'], null],
])('reads %j as %j', (value, expected) => {
  expect(readReference(value)).toBe(expected);
});
