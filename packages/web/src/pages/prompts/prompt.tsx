import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Badge } from '../../components/badge.tsx';
import { Button, buttonClass } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { MessageEditor } from '../../components/message-editor/message-editor.tsx';
import { Panel } from '../../components/panel.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TagEditor } from '../../components/tag-editor.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import { ValueTree } from '../../components/value-tree/value-tree.tsx';
import type { ProjectPlace } from '../../data/client.ts';
import { useProject } from '../../data/projects.ts';
import { useLabels, usePublishPrompt } from '../../data/prompts.ts';
import { useWeaveVersion, useWeaveVersions } from '../../data/weave-objects.ts';
import { ObjectsNav } from '../objects/objects-nav.tsx';
import { Published } from '../objects/published.tsx';
import { VersionSelect } from '../objects/version-select.tsx';
import { Comparison } from './comparison.tsx';
import { Filled } from './filled.tsx';
import { isSamePrompt, type PromptValue, readPrompt } from './prompt-value.ts';
import styles from './prompts.module.css';
import { promptCode } from './use-code.ts';

const route = getRouteApi('/$entity/$project/weave/prompts/$name');

type Found = NonNullable<ReturnType<typeof useWeaveVersion>['data']>;

/** A version of a prompt: to read and change, filled, compared with another, and how to use it. */
export function PromptPage() {
  const { entity, project, name } = route.useParams();
  const { version = 'latest' } = route.useSearch();
  const address = { entity, project, kind: 'object' as const, name };
  const query = useWeaveVersion(address, version);
  useTitle(name, project, entity);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Version key={query.data.digest} address={address} found={query.data} />;
}

function Version({
  address,
  found,
}: {
  readonly address: Parameters<typeof useWeaveVersion>[0];
  readonly found: Found;
}) {
  const { entity, project, name } = address;
  const navigate = route.useNavigate();
  const { with: other } = route.useSearch();
  const canEdit = useProject(entity, project).data?.canWrite ?? false;
  const versions = useWeaveVersions(address).data ?? [found];
  const stored = readPrompt(found.leafClass, found.value);
  const [draft, setDraft] = useState(stored);
  const others = versions.filter(({ digest }) => digest !== found.digest);
  const before = found.previous?.digest;
  const code = stored === null ? null : promptCode(address, found.versionIndex, stored);
  return (
    <div className={classNames(page.page, styles.page)}>
      <ObjectsNav entity={entity} project={project} />
      <div className={page.head}>
        <h1 className={page.title}>{shownText(name)}</h1>
        {found.leafClass === null ? null : <Badge>{shownText(found.leafClass)}</Badge>}
        <span className={page.spacer} />
        {stored === null ? null : (
          <Link
            to="/$entity/$project/weave/playground"
            params={{ entity, project }}
            search={{ prompt: `${name}:v${found.versionIndex}` }}
            className={buttonClass()}
          >
            Open in playground
          </Link>
        )}
        <VersionSelect
          label="Version"
          versions={versions}
          digest={found.digest}
          onChange={(digest) => void navigate({ search: { version: digest } })}
        />
      </div>
      <Labels place={{ entity, project }} name={name} version={found} canEdit={canEdit} />
      {draft === null || stored === null ? (
        <Panel title="Value">
          <ValueTree value={found.value} label="Value" maxHeight={480} whenEmpty="{}" />
        </Panel>
      ) : (
        <>
          <Editor prompt={draft} canEdit={canEdit} onChange={setDraft} />
          {canEdit ? (
            <Publish
              place={{ entity, project }}
              name={name}
              base={found}
              draft={draft}
              isChanged={!isSamePrompt(draft, stored)}
              onDiscard={() => setDraft(stored)}
              onPublished={() => void navigate({ search: {} })}
            />
          ) : null}
          <Filled prompt={draft} />
        </>
      )}
      {others.length === 0 ? null : (
        <Comparison
          address={address}
          to={found}
          others={others}
          from={others.find(({ digest }) => digest === (other ?? before)) ?? others[0] ?? found}
          onFrom={(digest) =>
            void navigate({ search: (old) => ({ ...old, with: digest }), replace: true })
          }
        />
      )}
      {code === null ? null : (
        <>
          <CodeBlock label="Python" text={code.python} />
          <CodeBlock label="TypeScript" text={code.typescript} />
        </>
      )}
    </div>
  );
}

function Labels({
  place,
  name,
  version,
  canEdit,
}: {
  readonly place: ProjectPlace;
  readonly name: string;
  readonly version: Found;
  readonly canEdit: boolean;
}) {
  const labels = useLabels(place, name, version.digest);
  const toasts = useToasts();
  const save = (kind: 'aliases' | 'tags', old: readonly string[], next: readonly string[]) =>
    labels.mutate(
      {
        kind,
        added: next.filter((label) => !old.includes(label)),
        removed: old.filter((label) => !next.includes(label)),
      },
      { onError: (error) => toasts.failure('The label was not changed', error) },
    );
  const aliases = version.aliases.filter((alias) => alias !== 'latest');
  return (
    <div className={styles.facts}>
      <Published version={version} />
      <TagEditor
        noun="alias"
        plural="aliases"
        tags={aliases}
        canEdit={canEdit}
        onSave={(next) => save('aliases', aliases, next)}
      />
      <TagEditor
        tags={version.tags}
        canEdit={canEdit}
        onSave={(next) => save('tags', version.tags, next)}
      />
    </div>
  );
}

function Editor({
  prompt,
  canEdit,
  onChange,
}: {
  readonly prompt: PromptValue;
  readonly canEdit: boolean;
  readonly onChange: (prompt: PromptValue) => void;
}) {
  if (prompt.kind === 'StringPrompt') {
    return (
      <TextAreaField
        label="Text"
        rows={Math.min(24, Math.max(4, prompt.content.split('\n').length + 1))}
        readOnly={!canEdit}
        value={prompt.content}
        onChange={(event) => onChange({ ...prompt, content: event.target.value })}
      />
    );
  }
  const { messages } = prompt;
  return (
    <div className={styles.messages}>
      {messages.map((message, index) => (
        <MessageEditor
          key={index}
          number={index + 1}
          message={message}
          isReadOnly={!canEdit}
          onChange={(next) => onChange({ ...prompt, messages: messages.with(index, next) })}
          onRemove={
            canEdit && messages.length > 1
              ? () => onChange({ ...prompt, messages: messages.toSpliced(index, 1) })
              : undefined
          }
        />
      ))}
      {canEdit ? (
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden />}
            onClick={() =>
              onChange({ ...prompt, messages: [...messages, { role: 'user', content: '' }] })
            }
          >
            Message
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Publish({
  place,
  name,
  base,
  draft,
  isChanged,
  onDiscard,
  onPublished,
}: {
  readonly place: ProjectPlace;
  readonly name: string;
  readonly base: Found;
  readonly draft: PromptValue;
  readonly isChanged: boolean;
  readonly onDiscard: () => void;
  readonly onPublished: () => void;
}) {
  const publish = usePublishPrompt(place);
  const toasts = useToasts();
  if (!isChanged) return null;
  return (
    <div className={styles.bar}>
      <span className={styles.muted}>
        Changed{base.isLatest ? '' : `, on top of v${base.versionIndex}`}
      </span>
      <span className={styles.spacer} />
      <Button onClick={onDiscard}>Discard</Button>
      <Button
        kind="primary"
        isBusy={publish.isPending}
        onClick={() =>
          publish.mutate(
            {
              name,
              prompt:
                draft.kind === 'StringPrompt'
                  ? { ...draft, base: base.digest }
                  : { ...draft, messages: [...draft.messages], base: base.digest },
            },
            {
              onSuccess: ({ versionIndex, isNew }) => {
                toasts.success(
                  isNew
                    ? `Version v${versionIndex} is published`
                    : `This is the same as v${versionIndex}`,
                );
                onPublished();
              },
              onError: (error) => toasts.failure('The version was not published', error),
            },
          )
        }
      >
        Publish a version
      </Button>
    </div>
  );
}
