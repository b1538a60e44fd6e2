import { Scale } from 'lucide-react';
import { CodeBlock } from '../../../components/code-block.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';

/** What to paste so that the first evaluation shows up. */
export function FirstEvaluation({
  entity,
  project,
}: {
  readonly entity: string;
  readonly project: string;
}) {
  return (
    <EmptyState
      icon={<Scale aria-hidden />}
      title="No evaluations yet"
      action={<CodeBlock label="Python to paste" text={snippet(`${entity}/${project}`)} />}
    >
      Evaluations that clients of Weave make appear here, with their scores and intervals, while
      they run.
    </EmptyState>
  );
}

const snippet = (project: string): string =>
  [
    'import asyncio',
    'import weave',
    '',
    `weave.init(${JSON.stringify(project)})`,
    '',
    '@weave.op',
    'def model(question: str) -> str:',
    '    return "4"',
    '',
    '@weave.op',
    'def exact(expected: str, output: str) -> bool:',
    '    return output == expected',
    '',
    'evaluation = weave.Evaluation(',
    '    dataset=[{"question": "2 + 2?", "expected": "4"}],',
    '    scorers=[exact],',
    ')',
    'asyncio.run(evaluation.evaluate(model))',
  ].join('\n');
