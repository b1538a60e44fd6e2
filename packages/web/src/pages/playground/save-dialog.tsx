import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import type { ProjectPlace } from '../../data/client.ts';
import { useSaveModel } from '../../data/playground.ts';
import { usePublishPrompt } from '../../data/prompts.ts';
import { type Chat, messagesOfTurns } from './state.ts';

const NO_VALUES: ReadonlyMap<string, string> = new Map();

/** Keeps the messages of a chat as a prompt, or its settings as a model: the next version of a name. */
export function SaveDialog({
  place,
  chat,
  as,
  name: start,
  onClose,
}: {
  readonly place: ProjectPlace;
  readonly chat: Chat;
  readonly as: 'prompt' | 'model';
  readonly name: string;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(start);
  const prompt = usePublishPrompt(place);
  const model = useSaveModel(place);
  const toasts = useToasts();
  const navigate = useNavigate();
  const messages = messagesOfTurns(chat.turns, NO_VALUES);
  const done = {
    onSuccess: ({ versionIndex }: { readonly versionIndex: number }) => {
      toasts.success(`${name} v${versionIndex} is saved`);
      onClose();
      if (as === 'prompt') {
        void navigate({
          to: '/$entity/$project/weave/playground',
          params: place,
          search: { prompt: `${name}:v${versionIndex}` },
          replace: true,
        });
      }
    },
  };
  const save = (): void => {
    const { provider, model: modelName, parameters, tools, answerSchema } = chat.settings;
    if (as === 'prompt') {
      prompt.mutate({ name, prompt: { kind: 'MessagesPrompt', messages: [...messages] } }, done);
    } else {
      model.mutate(
        {
          name,
          provider,
          model: modelName,
          parameters,
          tools: [...tools],
          messages: messages.filter(({ role }) => role === 'system'),
          ...(answerSchema === null ? {} : { answerSchema }),
        },
        done,
      );
    }
  };
  const error = (as === 'prompt' ? prompt : model).error?.message ?? null;
  return (
    <Dialog
      isOpen
      width="small"
      title={as === 'prompt' ? 'Save the messages as a prompt' : 'Save the settings as a model'}
      description="Of a name that is there, it is the next version."
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          disabled={name === '' || (as === 'prompt' && messages.length === 0)}
          isBusy={prompt.isPending || model.isPending}
          onClick={save}
        >
          Save
        </Button>
      }
    >
      <TextField
        label="Name"
        value={name}
        maxLength={128}
        error={error}
        onChange={(event) => setName(event.target.value)}
      />
    </Dialog>
  );
}
