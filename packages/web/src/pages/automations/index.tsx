import type { AutomationView } from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { Plus, Zap } from 'lucide-react';
import { type ReactNode, useMemo, useRef } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useShortcuts } from '../../app/shortcuts/provider.tsx';
import { useTitle } from '../../app/title.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatPlural } from '../../components/format.ts';
import { SearchField } from '../../components/search-field.tsx';
import { type AutomationPlace, useAutomations } from '../../data/automations.ts';
import { useIntegrations } from '../../data/integrations.ts';
import { useLiveProject } from '../../data/live.ts';
import { useManagedOwners } from '../../data/owners.ts';
import { useProject } from '../../data/projects.ts';
import styles from './automations.module.css';
import { AutomationsTable } from './automations-table.tsx';
import { describeAction, describeEvent, describeScope } from './describe.ts';
import { isEventType } from './events.ts';
import { AutomationDialog } from './form/automation-dialog.tsx';
import { NEW_DRAFT } from './form/draft.ts';

const projectRoute = getRouteApi('/$entity/$project/automations');
const ownerRoute = getRouteApi('/automations');

interface Search {
  readonly q?: string | undefined;
  readonly new?: string | undefined;
  readonly metric?: string | undefined;
  readonly collection?: string | undefined;
}

/** Automations of one project, or of a registry, which is one. */
export function ProjectAutomationsPage() {
  const { entity, project } = projectRoute.useParams();
  const search = projectRoute.useSearch();
  const navigate = projectRoute.useNavigate();
  const found = useProject(entity, project);
  useLiveProject(entity, project);
  useTitle('Automations', project);
  if (found.data === undefined) {
    if (found.isPending) return <PagePending />;
    return <PageError error={found.error} onRetry={() => void found.refetch()} />;
  }
  return (
    <Automations
      key={`${entity}/${project}`}
      place={{ entity, project }}
      title={`Automations of ${project.replace(/^wandb-registry-/, '')}`}
      canCreate={found.data.canWrite}
      search={search}
      onSearch={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
      }
      controls={null}
    />
  );
}

/** Automations of a user, team or organization with those of all its projects. */
export function OwnerAutomationsPage() {
  const search = ownerRoute.useSearch();
  const navigate = ownerRoute.useNavigate();
  const owners = useManagedOwners();
  useTitle('Automations');
  if (owners.data === undefined) {
    if (owners.error === null) return <PagePending />;
    return <PageError error={owners.error} onRetry={owners.retry} />;
  }
  const owner = owners.data.find(({ entity }) => entity === search.entity) ?? owners.data[0];
  if (owner === undefined) return <PagePending />;
  return (
    <Automations
      key={owner.entity}
      place={{ entity: owner.entity, project: null }}
      title="Automations"
      canCreate={owner.canManage}
      search={search}
      onSearch={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
      }
      controls={
        <select
          aria-label="Owner"
          value={owner.entity}
          onChange={(event) => void navigate({ search: { entity: event.target.value } })}
        >
          {owners.data.map(({ entity, label }) => (
            <option key={entity} value={entity}>
              {label}
            </option>
          ))}
        </select>
      }
    />
  );
}

function Automations({
  place,
  title,
  canCreate,
  search,
  onSearch,
  controls,
}: {
  readonly place: AutomationPlace;
  readonly title: string;
  readonly canCreate: boolean;
  readonly search: Search;
  readonly onSearch: (change: Search) => void;
  readonly controls: ReactNode;
}) {
  const query = useAutomations(place);
  const integrations = useIntegrations(place.entity);
  const input = useRef<HTMLInputElement>(null);
  const { q = '', new: asked, metric, collection } = search;
  useShortcuts('List', [{ keys: '/', label: 'Search', run: () => input.current?.focus() }]);
  const shown = useMemo(
    () => (query.data ?? []).filter((each) => isFound(each, q, integrations.data)),
    [query.data, q, integrations.data],
  );
  const isRegistry = place.project?.startsWith('wandb-registry-') ?? false;
  const close = () => onSearch({ new: undefined, metric: undefined, collection: undefined });
  const create = () => onSearch({ new: isRegistry ? 'LINK_MODEL' : 'RUN_METRIC' });

  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const isEmpty = query.data.length === 0;
  return (
    <div className={classNames(page.page, page.fill)}>
      <div className={page.head}>
        <h1 className={page.title}>{title}</h1>
        <span className={page.spacer} />
        {canCreate ? (
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={create}>
            New automation
          </Button>
        ) : null}
      </div>
      <div className={styles.bar}>
        {controls}
        {isEmpty ? null : (
          <>
            <SearchField
              label="Search automations"
              value={q}
              inputRef={input}
              onChange={(text) => onSearch({ q: text === '' ? undefined : text })}
            />
            <span className={styles.count} role="status">
              {q === ''
                ? formatPlural(query.data.length, 'automation')
                : `${shown.length} of ${formatPlural(query.data.length, 'automation')}`}
            </span>
          </>
        )}
      </div>
      {isEmpty ? (
        <NoAutomations canCreate={canCreate} place={place} isRegistry={isRegistry} />
      ) : shown.length === 0 ? (
        <p className={styles.muted}>No automation matches “{q}”.</p>
      ) : (
        <AutomationsTable
          automations={shown}
          integrations={integrations.data}
          showsScope={place.project === null}
          search={q}
        />
      )}
      {isEventType(asked) && canCreate ? (
        <AutomationDialog
          place={place}
          automation={null}
          start={{
            ...NEW_DRAFT,
            event: asked,
            metric: metric ?? '',
            name: metric === undefined ? '' : `${metric} crosses a threshold`,
            collection: collection ?? '',
          }}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

function isFound(
  automation: AutomationView,
  search: string,
  integrations: Parameters<typeof describeAction>[1],
): boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return true;
  return [
    automation.name,
    automation.description ?? '',
    describeEvent(automation),
    describeAction(automation, integrations),
    describeScope(automation),
  ].some((text) => text.toLowerCase().includes(wanted));
}

function NoAutomations({
  canCreate,
  place,
  isRegistry,
}: {
  readonly canCreate: boolean;
  readonly place: AutomationPlace;
  readonly isRegistry: boolean;
}) {
  const code = isRegistry
    ? `from wandb.automations import OnLinkArtifact, DoNothing`
    : `from wandb.automations import OnRunMetric, RunEvent, SendWebhook`;
  const body = isRegistry
    ? `registry = api.registry("${place.project?.replace(/^wandb-registry-/, '') ?? ''}")\napi.create_automation(OnLinkArtifact(scope=registry) >> DoNothing(), name="linked")`
    : `project = api.project("${place.project ?? 'my-project'}", "${place.entity}")\nhook = next(api.webhook_integrations(entity="${place.entity}"))\napi.create_automation(\n    OnRunMetric(scope=project, filter=RunEvent.metric("loss") > 10)\n    >> SendWebhook.from_integration(hook),\n    name="loss is high",\n)`;
  return (
    <EmptyState
      icon={<Zap aria-hidden />}
      title="No automations yet"
      action={
        canCreate ? (
          <CodeBlock
            label="Python to paste"
            text={`import wandb\n${code}\n\napi = wandb.Api()\n${body}`}
          />
        ) : null
      }
    >
      An automation calls a webhook or writes to a channel when a metric crosses a threshold, a run
      fails, or a version gets an alias.
      {canCreate ? ' Make one here, or from Python.' : ' Who may write here makes them.'}
    </EmptyState>
  );
}
