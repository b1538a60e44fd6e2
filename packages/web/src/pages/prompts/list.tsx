import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { MessageSquareText, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Form } from '../../components/fields.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { ProjectPlace } from '../../data/client.ts';
import { useProject } from '../../data/projects.ts';
import { usePublishPrompt } from '../../data/prompts.ts';
import { NamedList } from '../objects/named-list.tsx';

const route = getRouteApi('/$entity/$project/weave/prompts');

const KINDS = [
  { value: 'MessagesPrompt', label: 'Messages with roles' },
  { value: 'StringPrompt', label: 'One text' },
] as const;

/** The prompts of a project, and a new one. */
export function PromptsPage() {
  const { entity, project } = route.useParams();
  const { q = '' } = route.useSearch();
  const canWrite = useProject(entity, project).data?.canWrite ?? false;
  const [isNew, setNew] = useState(false);
  return (
    <NamedList
      part="prompts"
      entity={entity}
      project={project}
      search={q}
      empty={
        <EmptyState
          icon={<MessageSquareText />}
          title="No prompts yet"
          action={
            <CodeBlock
              label="Python to paste"
              text={`import weave\nweave.init("${entity}/${project}")\n\nweave.publish(weave.StringPrompt("Answer {question} in one line."), name="short-answer")`}
            />
          }
        >
          Prompts are kept by version, here and from scripts, with variables in braces.
        </EmptyState>
      }
      action={(names) => (
        <>
          {canWrite ? (
            <Button icon={<Plus aria-hidden />} onClick={() => setNew(true)}>
              New prompt
            </Button>
          ) : null}
          {isNew ? (
            <NewPrompt place={{ entity, project }} names={names} onClose={() => setNew(false)} />
          ) : null}
        </>
      )}
    />
  );
}

function NewPrompt({
  place,
  names,
  onClose,
}: {
  readonly place: ProjectPlace;
  readonly names: readonly string[];
  readonly onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]['value']>('MessagesPrompt');
  const publish = usePublishPrompt(place);
  const navigate = useNavigate();
  const isTaken = names.includes(name);
  const content = 'Answer {question} in one line.';
  return (
    <Dialog
      isOpen
      title="New prompt"
      width="small"
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          disabled={name === '' || isTaken}
          isBusy={publish.isPending}
          onClick={() =>
            publish.mutate(
              {
                name,
                prompt:
                  kind === 'StringPrompt'
                    ? { kind, content }
                    : { kind, messages: [{ role: 'user', content }] },
              },
              {
                onSuccess: () =>
                  void navigate({
                    to: '/$entity/$project/weave/prompts/$name',
                    params: { ...place, name },
                  }),
              },
            )
          }
        >
          Create
        </Button>
      }
    >
      <Form>
        <TextField
          label="Name"
          value={name}
          maxLength={128}
          error={isTaken ? 'There is such a prompt already.' : (publish.error?.message ?? null)}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField label="Kind" value={kind} choices={KINDS} onChange={setKind} />
      </Form>
    </Dialog>
  );
}
