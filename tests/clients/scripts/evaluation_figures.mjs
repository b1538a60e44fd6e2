// Evaluations of every make, and the numbers that the client itself says of them. Argument: entity/project.
import * as weave from 'weave';

const client = await weave.init(process.argv[2]);
const figures = {};

const dataset = new weave.Dataset({
  name: 'numbers',
  rows: Array.from({ length: 20 }, (_, n) => ({ n, double: 2 * n })),
});
const exact = weave.op(function exact({ datasetRow: { double }, modelOutput }) {
  return { ok: modelOutput === double, off: Math.abs(modelOutput - double), note: 'fine' };
});
const even = weave.op(function even({ modelOutput }) {
  return modelOutput % 2 === 0;
});
const moody = weave.op(function moody({ datasetRow: { n } }) {
  if (n % 3 === 0) return null;
  return n % 3 === 1 ? 'no idea' : n;
});
const strict = weave.op(function strict({ datasetRow: { n }, modelOutput }) {
  if (n === 9) throw new Error('no rule for 9');
  return modelOutput === 2 * n;
});

/** A scorer with settings; several of a class are told apart by their ids. */
class Within extends weave.WeaveObject {
  constructor(id, most) {
    super({ name: id });
    this.id = id;
    this.most = most;
    this.invoke = weave.op(this, this.invoke);
  }

  invoke({ datasetRow, modelOutput }) {
    return { near: Math.abs(modelOutput - datasetRow.double) <= this.most };
  }
}

const doubler = (name, wrong = [], breaks = []) =>
  weave.op(
    async function predict({ datasetRow: { n } }) {
      if (breaks.includes(n)) throw new Error(`no double of ${n}`);
      return 2 * n + (wrong.includes(n) ? 1 : 0);
    },
    { name },
  );

async function evaluate(name, model, { scorers = [exact], nTrials = 1 } = {}) {
  const evaluation = new weave.Evaluation({ name, dataset, scorers });
  figures[name] = await evaluation.evaluate({ model, nTrials });
}

const declared = doubler('declared', [3, 7]);
await evaluate('declared', declared, { scorers: [exact, even] });
await evaluate('again', doubler('again', [1, 3, 5, 7]), { scorers: [exact, even] });
await evaluate('thrice', doubler('thrice', [2]), { nTrials: 3 });
await evaluate('breaks', doubler('breaks', [3], [4, 5]));
await evaluate('odd', declared, { scorers: [moody, strict] });
const near = [new Within('within-half', 0.5), new Within('within-two', 2)];
await evaluate('named', declared, { scorers: near });

const logger = new weave.EvaluationLogger({ name: 'by hand', model: { name: 'hand' }, dataset });
const predictions = [];
for (let i = 0; i < 6; i += 1) {
  const prediction = await logger.logPredictionAsync({ i }, i * 2);
  await prediction.logScore('correct', i % 2 === 0);
  await prediction.logScore('half', i / 2);
  await prediction.finish();
  predictions.push(prediction);
}
await logger.logSummary();
// Scores that nobody had yet when the evaluation ended.
for (const [i, prediction] of predictions.entries()) await prediction.logScore('late', i < 2);

await client.waitForBatchProcessing();
const calls = await client.getCalls();
const [byHand] = calls.filter(
  ({ op_name, inputs }) =>
    op_name.includes('/op/Evaluation.evaluate:') && /\/by.?hand:/.test(inputs.self),
);
figures['by hand'] = byHand.output;
console.log(`FIGURES ${JSON.stringify({ figures, byHand: byHand.id })}`);
process.exit(0);
