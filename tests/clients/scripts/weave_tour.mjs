// A tour of Weave's public documentation for TypeScript: what is logged, published, judged, read back.
import * as weave from 'weave';

const found = {};
const client = await weave.init(process.argv[2]);

const add = weave.op(function add(a, b) {
  return { sum: a + b, text: 'ü 😀', nothing: null };
});
const outer = weave.op(async function outer(x) {
  return (await add(x, 2)).sum;
});
const fails = weave.op(function fails() {
  throw new Error('bad');
});
const numbers = weave.op(async function* numbers(n) {
  for (let i = 0; i < n; i += 1) yield i;
});
const answer = weave.op(
  async function answer(question) {
    return {
      model: 'gpt-4o',
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
      question,
    };
  },
  {
    callDisplayName: () => 'an answer',
    summarize: (result) => ({ usage: { [result.model]: result.usage } }),
  },
);

await outer(1);
try {
  await fails();
} catch (error) {
  found.raised = error.message;
}
for await (const _ of await numbers(3));
await answer('what is it?');
await weave.withAttributes({ env: 'production' }, async () => add(3, 4));

const picture = weave.op(function picture() {
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  return weave.weaveImage({ data: Buffer.from(pixel, 'base64'), imageType: 'png' });
});
await picture();

const dataset = new weave.Dataset({
  name: 'js-ds',
  rows: [
    { id: 'a', value: 2 },
    { id: 'b', value: 3.5 },
  ],
});
const datasetRef = await dataset.save();
found.dataset = datasetRef.uri().split('/').at(-1).split(':')[0];
const again = await client.get(datasetRef);
found.rows = [];
for await (const row of again) found.rows.push({ id: row.id, value: row.value });

const promptRef = await client.publish(
  new weave.StringPrompt({ name: 'js-greeting', content: 'hello {x}' }),
);
found.prompt = (await client.get(promptRef)).content;

const model = weave.op(async function model({ datasetRow }) {
  return datasetRow.value * 2;
});
const close = weave.op(function close({ datasetRow, modelOutput }) {
  return modelOutput === datasetRow.value * 2;
});
const evaluation = new weave.Evaluation({ id: 'js-eval', dataset, scorers: [close] });
const results = await evaluation.evaluate({ model });
found.evaluation = results.close;

const logger = new weave.EvaluationLogger({ name: 'js-log', model: 'mm', dataset: 'dd' });
for (const i of [0, 1]) {
  const prediction = logger.logPrediction({ i }, i * 2);
  prediction.logScore('acc', i / 2);
  prediction.finish();
}
await logger.logSummary({ x: 1 });

await client.waitForBatchProcessing();
const calls = await client.getCalls({}, true);
found.ops = calls.map((call) => call.op_name.replace(/^.*\/op\/([^:]+):.*$/, '$1')).sort();
const of = (name) => calls.filter((call) => call.op_name.includes(`/op/${name}:`));
found.add = { inputs: of('add')[0].inputs, output: of('add')[0].output };
found.nested = of('add')[0].parent_id === of('outer')[0].id;
found.exception = of('fails')[0].exception;
found.status = of('fails')[0].summary.weave.status;
found.numbers = of('numbers')[0].ended_at !== null;
found.attributes = of('add')[1].attributes.env;
found.usage = of('answer')[0].summary.usage;
found.costs = of('answer')[0].summary.weave.costs['gpt-4o'].prompt_tokens_total_cost;
found.picture = of('picture')[0].output.weave_type.type;
await client.updateCall(of('outer')[0].id, 'renamed');
found.renamed = (await client.getCalls({ call_ids: [of('outer')[0].id] }))[0].display_name;
console.log(`TOUR ${JSON.stringify(found)}`);
process.exit(0);
