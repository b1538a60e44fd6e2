import type { WeaveObjectAddress } from '../../../data/weave-objects.ts';
import { referenceOf } from '../../../data/weave-versions.ts';
/** Code that reads a version of a dataset and evaluates on it. */
export function datasetCode(
  address: WeaveObjectAddress,
  versionIndex: number,
): { readonly python: string; readonly typescript: string } {
  const place = JSON.stringify(`${address.entity}/${address.project}`);
  const ref = JSON.stringify(referenceOf({ ...address, version: `v${versionIndex}` }));
  return {
    python: [
      'import weave',
      '',
      `weave.init(${place})`,
      `dataset = weave.ref(${ref}).get()`,
      'for row in dataset:',
      '    print(row)',
      '',
      '# The next version, with a row more:',
      'dataset.add_rows([dict(dataset[0])])',
      '',
      '# As the examples of an evaluation:',
      'evaluation = weave.Evaluation(dataset=dataset, scorers=[])',
    ].join('\n'),
    typescript: [
      "import * as weave from 'weave';",
      '',
      `const client = await weave.init(${place});`,
      `const dataset = await client.get(weave.ObjectRef.fromUri(${ref}));`,
      'for await (const row of dataset) console.log(row);',
    ].join('\n'),
  };
}
