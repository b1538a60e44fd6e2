import { CodeBlock } from '../../../components/code-block.tsx';
import { useSession } from '../../../data/session.ts';
import type { CallPaneProps } from './call-props.ts';
import { callSnippets } from './use-code.ts';

/** Code to get at the call. */
export function UseTab({ entity, project, call }: CallPaneProps) {
  const { data: session } = useSession();
  const baseUrl = session?.baseUrl ?? location.origin;
  return callSnippets({ baseUrl, entity, project, id: call.id }).map(({ title, text }) => (
    <CodeBlock key={title} label={title} text={text} />
  ));
}
