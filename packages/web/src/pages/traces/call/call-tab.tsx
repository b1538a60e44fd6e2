import { useMemo } from 'react';
import styles from './call.module.css';
import type { CallPaneProps } from './call-props.ts';
import { readInputMessages, readOutputMessages } from './chat/messages.ts';
import { ExceptionView } from './exception-view.tsx';
import { HeldView } from './held-view.tsx';
import { ValueView } from './value-view.tsx';

/** What went in, what came out, and what went wrong. */
export function CallTab({ entity, project, call }: CallPaneProps) {
  const { inputs, output, exception, status } = call;
  const sent = useMemo(() => readInputMessages(inputs), [inputs]);
  const answered = useMemo(() => readOutputMessages(output), [output]);
  return (
    <>
      {exception === null ? null : <ExceptionView exception={exception} />}
      <ValueView title="Inputs" value={inputs} messages={sent} />
      <HeldView entity={entity} project={project} value={inputs} title="What the inputs name" />
      {output === null && (exception !== null || status === 'running') ? (
        status === 'running' ? (
          <p className={styles.note}>Still running: the output is not here yet.</p>
        ) : null
      ) : (
        <ValueView title="Output" value={output} messages={answered} />
      )}
      <HeldView entity={entity} project={project} value={output} title="What the output names" />
    </>
  );
}
