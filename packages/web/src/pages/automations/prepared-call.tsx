import type { AutomationTrial } from '@runloom/model';
import { CodeBlock } from '../../components/code-block.tsx';
import styles from './automations.module.css';

/** A message as it goes out, with its secrets hidden. */
export function PreparedCall({ call }: { readonly call: NonNullable<AutomationTrial['call']> }) {
  const head = Object.entries(call.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <>
      {call.problem === null ? null : (
        <p role="alert" className={styles.warning}>
          It would not be sent: {call.problem}
        </p>
      )}
      <CodeBlock
        label="What is sent"
        title={<bdi>{call.to}</bdi>}
        text={`${head.join('\n')}\n\n${pretty(call.body)}`}
      />
    </>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
