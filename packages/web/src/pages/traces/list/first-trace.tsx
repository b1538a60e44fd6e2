import { Waypoints } from 'lucide-react';
import { CodeBlock } from '../../../components/code-block.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { useSession } from '../../../data/session.ts';
import styles from './list.module.css';

/** What to paste so that the first trace shows up. */
export function FirstTrace({
  entity,
  project,
  canWrite,
}: {
  readonly entity: string;
  readonly project: string;
  readonly canWrite: boolean;
}) {
  const { data: session } = useSession();
  const base = session?.baseUrl ?? location.origin;
  if (!canWrite) {
    return (
      <EmptyState icon={<Waypoints aria-hidden />} title="No traces yet">
        Calls of LLM applications that log to this project appear here.
      </EmptyState>
    );
  }
  return (
    <div className={styles.start}>
      <EmptyState
        icon={<Waypoints aria-hidden />}
        title="No traces yet"
        action={
          <div className={styles.snippets}>
            {snippets(base, entity, project).map(({ title, text }) => (
              <CodeBlock key={title} label={title} text={text} />
            ))}
          </div>
        }
      >
        Calls of LLM applications appear here a second after they were made. The clients stay as
        they are: point them here, with an API key of your settings.
      </EmptyState>
    </div>
  );
}

function snippets(base: string, entity: string, project: string) {
  const name = JSON.stringify(`${entity}/${project}`);
  return [
    {
      title: 'Python (weave)',
      text: [
        `# export WANDB_BASE_URL=${base} WANDB_API_KEY=<your API key>`,
        'import weave',
        `weave.init(${name})`,
        '',
        '@weave.op',
        'def answer(question: str) -> str:',
        '    return "42"',
        '',
        'answer("What is the meaning of life?")',
      ].join('\n'),
    },
    {
      title: 'Node (weave)',
      text: [
        `// export WF_TRACE_SERVER_URL=${base}/traces WANDB_API_KEY=<your API key>`,
        "import * as weave from 'weave';",
        `await weave.init(${name});`,
        'const answer = weave.op(async function answer(question) { return 42; });',
        "await answer('What is the meaning of life?');",
      ].join('\n'),
    },
    {
      title: 'OpenTelemetry (OTLP over HTTP)',
      text: [
        `export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${base}/otel/v1/traces`,
        'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
        `export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer <your API key>,project_id=${entity}/${project}"`,
      ].join('\n'),
    },
  ];
}
