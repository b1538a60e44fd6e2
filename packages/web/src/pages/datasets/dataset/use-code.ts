/** Code that reads a version of a dataset and evaluates on it. */
export function useCode(
  {
    entity,
    project,
    name,
  }: { readonly entity: string; readonly project: string; readonly name: string },
  versionIndex: number,
): { readonly python: string; readonly typescript: string } {
  const place = JSON.stringify(`${entity}/${project}`);
  const ref = JSON.stringify(`weave:///${entity}/${project}/object/${name}:v${versionIndex}`);
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
