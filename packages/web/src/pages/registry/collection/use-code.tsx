import { CodeBlock } from '../../../components/code-block.tsx';
import { Panel } from '../../../components/panel.tsx';

/** How scripts get a version of the collection. */
export function UseCode({
  path,
  aliases,
}: {
  /** `wandb-registry-models/net` */
  readonly path: string;
  readonly aliases: readonly string[];
}) {
  const alias = aliases.find((each) => each !== 'latest') ?? 'latest';
  const name = JSON.stringify(`${path}:${alias}`);
  return (
    <Panel title="Use it">
      <CodeBlock
        label="Python to paste"
        text={`import wandb\n\nwith wandb.init() as run:\n    artifact = run.use_artifact(${name})\n    path = artifact.download()`}
      />
    </Panel>
  );
}
