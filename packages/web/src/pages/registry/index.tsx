import type { OrganizationList, RegistryView } from '@runloom/model';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Boxes, Plus } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useShortcuts } from '../../app/shortcuts/provider.tsx';
import { useTitle } from '../../app/title.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { formatPlural } from '../../components/format.ts';
import { SearchField } from '../../components/search-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useCreateOrganization, useOrganizations, useRegistries } from '../../data/registries.ts';
import { useSession } from '../../data/session.ts';
import styles from './registry.module.css';
import { RegistryCard } from './registry-card.tsx';
import { RegistryDialog } from './registry-dialog.tsx';

type Organization = OrganizationList['organizations'][number];

/** Registries of the reader's organizations, or of the one in the address. */
export function RegistriesPage() {
  const { organization: only } = useParams({ strict: false });
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const organizations = useOrganizations();
  const registries = useRegistries();
  const [making, setMaking] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts('List', [{ keys: '/', label: 'Search', run: () => input.current?.focus() }]);
  useTitle(only === undefined ? 'Registry' : `Registry of ${only}`);

  const error = organizations.error ?? registries.error;
  if (organizations.data === undefined || registries.data === undefined) {
    if (error === null) return <PagePending />;
    const retry = () => {
      void organizations.refetch();
      void registries.refetch();
    };
    return <PageError error={error} onRetry={retry} />;
  }
  const shown = organizations.data.filter(({ name }) => only === undefined || name === only);
  const total = registries.data.filter(({ organization }) =>
    shown.some(({ name }) => name === organization),
  ).length;
  if (shown.length === 0) return <NoOrganization only={only} />;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Registry</h1>
      </div>
      <p className={styles.intro}>
        Where an organization keeps the models and datasets that matter: versions from its projects
        are linked here, under names and aliases that pipelines rely on.
      </p>
      {total > 0 ? (
        <div className={styles.bar}>
          <SearchField
            label="Search registries"
            value={q}
            inputRef={input}
            onChange={(text) =>
              void navigate({ to: '.', search: text === '' ? {} : { q: text }, replace: true })
            }
          />
          <span className={styles.count} role="status">
            {formatPlural(total, 'registry', 'registries')}
          </span>
        </div>
      ) : null}
      {shown.map((organization) => (
        <OrganizationRegistries
          key={organization.name}
          organization={organization}
          registries={registries.data.filter((each) => each.organization === organization.name)}
          search={q}
          onCreate={() => setMaking(organization.name)}
        />
      ))}
      {making === null ? null : (
        <RegistryDialog organization={making} registry={null} onClose={() => setMaking(null)} />
      )}
    </div>
  );
}

function OrganizationRegistries({
  organization: { name, canManage },
  registries,
  search,
  onCreate,
}: {
  readonly organization: Organization;
  readonly registries: readonly RegistryView[];
  readonly search: string;
  readonly onCreate: () => void;
}) {
  const found = registries.filter((registry) => isFound(registry, search));
  return (
    <section className={styles.organization} aria-label={`Registries of ${name}`}>
      <div className={styles.organizationHead}>
        <Avatar name={name} shape="square" />
        <h2>
          <Truncated text={name} />
        </h2>
        <span className={styles.spacer} />
        {canManage ? (
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={onCreate}>
            New registry
          </Button>
        ) : null}
      </div>
      {registries.length === 0 ? (
        <EmptyState icon={<Boxes aria-hidden />} title="No registries yet">
          {canManage
            ? 'A registry holds collections of linked versions. Make one here, or from Python.'
            : 'Admins of the organization make registries.'}
          {canManage ? (
            <CodeBlock
              label="Python to paste"
              text={`import wandb\n\napi = wandb.Api()\napi.create_registry("models", "organization", organization="${name}", artifact_types=["model"])`}
            />
          ) : null}
        </EmptyState>
      ) : found.length === 0 ? (
        <p className={styles.muted}>
          No registry of {name} matches “{search}”.
        </p>
      ) : (
        <ul className={styles.cards}>
          {found.map((registry) => (
            <li key={registry.name}>
              <RegistryCard registry={registry} search={search} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function isFound({ name, description, types }: RegistryView, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [name, description, ...types].some((text) => text.toLowerCase().includes(wanted));
}

function NoOrganization({ only }: { readonly only: string | undefined }) {
  const { data: session } = useSession();
  const user = session?.user ?? null;
  return (
    <div className={page.page}>
      <EmptyState
        heading="h1"
        icon={<Boxes aria-hidden />}
        title="No organization here"
        action={
          only === undefined && user?.isAdmin === true ? (
            <NewOrganization username={user.username} />
          ) : null
        }
      >
        {only !== undefined
          ? `There is no organization called ${only}, or you are not in it.`
          : user?.isAdmin === true
            ? 'Registries belong to organizations. As an admin of this instance you can make one.'
            : 'Registries belong to organizations. An admin of this instance makes an organization and adds you to it.'}
      </EmptyState>
    </div>
  );
}

function NewOrganization({ username }: { readonly username: string }) {
  const create = useCreateOrganization();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), username });
  };
  return (
    <form className={styles.newOrganization} onSubmit={submit}>
      <TextField
        label="Name of the organization"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={create.error === null ? null : messageOf(create.error)}
      />
      <Button type="submit" kind="primary" disabled={name.trim() === '' || create.isPending}>
        Create organization
      </Button>
    </form>
  );
}
