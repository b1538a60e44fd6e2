import { afterAll, describe, expect, it } from 'vitest';
import { codeOf, freshName, openArtifactStage } from './artifacts.testing.ts';
import type { Version } from './types.ts';

const stage = await openArtifactStage();
afterAll(() => stage.close());

describe('the lineage of artifacts', () => {
  const ofRun = async (name: string) => {
    const address = { entityName: 'ada', projectName: 'looms', name };
    return (await stage.runs.upsert(stage.ada, address)).run;
  };

  it('leads from a version to the run that made it and to those that used it, and back', async () => {
    const [data, model] = [freshName(), freshName()];
    const [maker, trainer] = [await ofRun(`make-${data}`), await ofRun(`train-${data}`)];
    const set = await stage.log(data, { a: data }, { runName: maker.name });
    const address = { entityName: 'ada', projectName: 'looms', runName: trainer.name };
    await stage.artifacts.use(stage.ada, set.id, { ...address, usedAs: 'input' });
    const net = await stage.log(model, { w: model }, { typeName: 'model', runName: trainer.name });
    const hex = Buffer.from(`Artifact:${set.id}`).toString('hex');
    const held = { ref: `wandb-artifact://${hex}/a`, digest: 'x' };
    const other = await stage.log(freshName(), { held });

    const names = async (key: number, direction: 'upstream' | 'downstream' | 'both', depth = 5) => {
      const root = { kind: 'artifact', key: String(key) };
      const options = { depth, direction, maxNodes: 100 };
      const graph = await stage.lineage.walk(stage.ada, root, options);
      return graph.nodes
        .map(({ name }) => name)
        .slice(1)
        .sort();
    };
    const byName = (version: Version) => `${version.collectionName}:v0`;
    expect(await names(net.id, 'upstream')).toEqual(
      [trainer.displayName, byName(set), maker.displayName].sort(),
    );
    expect(await names(set.id, 'downstream', 1)).toEqual(
      [trainer.displayName, byName(other)].sort(),
    );
    expect((await names(set.id, 'both')).length).toBe(4);
    const used = await stage.artifacts.ofRun(stage.ada, trainer, 'input', {
      first: 10,
      after: null,
    });
    expect(used.versions.map(({ id }) => id)).toEqual([set.id]);
    const users = await stage.artifacts.usersOf(stage.ada, set.id);
    expect(users.map(({ run }) => run.id)).toEqual([trainer.id]);

    const hidden = stage.lineage.walk(
      stage.bob,
      { kind: 'artifact', key: String(set.id) },
      { depth: 1, direction: 'both', maxNodes: 10 },
    );
    expect(await codeOf(hidden)).toBe('not_found');
    await stage.artifacts.removeVersion(stage.ada, set.id, { deleteAliases: true });
    expect(await names(net.id, 'upstream')).toEqual([trainer.displayName]);
  });
});
