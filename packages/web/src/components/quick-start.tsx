import { useState } from 'react';
import { useCreateApiKey } from '../data/api-keys.ts';
import { useSession } from '../data/session.ts';
import { Button } from './button.tsx';
import { CodeBlock } from './code-block.tsx';
import { messageOf } from './error-state.tsx';
import styles from './quick-start.module.css';

const KEY_PLACEHOLDER = '<your API key>';

/**
 * What to paste so that the first run shows up: two lines for the shell, three of Python, and a
 * button that puts a new key into them.
 * @param entity owner of the project, when it is not the reader's own
 */
export function QuickStart({
  entity,
  project = 'my-first-project',
  heading: Heading = 'h3',
}: {
  readonly entity?: string;
  readonly project?: string;
  /** One below the heading above. */
  readonly heading?: 'h2' | 'h3';
}) {
  const { data: session } = useSession();
  const create = useCreateApiKey();
  // Kept here and nowhere else: the key is shown once.
  const [key, setKey] = useState<string | null>(null);
  const isOwn = entity === undefined || entity === session?.user?.username;
  const shell = [
    `export WANDB_BASE_URL=${session?.baseUrl ?? location.origin}`,
    `export WANDB_API_KEY=${key ?? KEY_PLACEHOLDER}`,
  ].join('\n');
  const place = `${isOwn ? '' : `entity=${JSON.stringify(entity)}, `}project=${JSON.stringify(project)}`;
  const python = [
    'import wandb',
    `run = wandb.init(${place})`,
    'for step in range(100): run.log({"loss": 1 / (step + 1)})',
  ].join('\n');
  return (
    <ol className={styles.steps}>
      <li className={styles.step}>
        <div className={styles.text}>
          <Heading>Point the client here</Heading>
          <p>In the shell where your script runs. The wandb package stays as it is.</p>
        </div>
        <div className={styles.content}>
          <CodeBlock label="Lines for the shell" title="Shell" text={shell} />
          {key === null ? (
            <div className={styles.key}>
              <Button
                kind="primary"
                isBusy={create.isPending}
                onClick={() =>
                  create.mutate(
                    { name: 'Quick start' },
                    { onSuccess: (created) => setKey(created.key) },
                  )
                }
              >
                Create a key
              </Button>
              <p className={styles.note}>
                Fills it in above. Or use one you have: keys can’t be read again later.
              </p>
            </div>
          ) : (
            <p className={styles.note} role="status">
              Your new key is in the lines above. Copy them now: it is shown only this once.
            </p>
          )}
          {create.isError ? (
            <p className={styles.error} role="alert">
              {messageOf(create.error)}
            </p>
          ) : null}
        </div>
      </li>
      <li className={styles.step}>
        <div className={styles.text}>
          <Heading>Run a script</Heading>
          <p>Any script that logs with wandb, or these three lines.</p>
        </div>
        <div className={styles.content}>
          <CodeBlock label="Lines of Python" title="Python" text={python} />
        </div>
      </li>
    </ol>
  );
}
