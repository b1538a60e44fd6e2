import type { CreateApiKeyInput, KeyScope } from '@runloom/model';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useCreateApiKey } from '../../data/api-keys.ts';
import { useProjects } from '../../data/projects.ts';
import { useSession } from '../../data/session.ts';
import styles from './api-keys-section.module.css';

const SCOPES = [
  { value: 'admin', label: 'All that you may' },
  { value: 'write', label: 'Read and write' },
  { value: 'read', label: 'Read only' },
] as const satisfies readonly { value: KeyScope; label: string }[];

const DAY_MS = 24 * 3_600_000;
const LIVES = [
  { value: '', label: 'Never' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
] as const;

const EVERYWHERE = '';

/** Makes a key: what it may, where, and until when. */
export function KeyForm() {
  const create = useCreateApiKey();
  const { data: session } = useSession();
  const projects = useProjects(null);
  const [name, setName] = useState('');
  const [scope, setScope] = useState<KeyScope>('admin');
  const [days, setDays] = useState<(typeof LIVES)[number]['value']>('');
  const [within, setWithin] = useState(EVERYWHERE);
  const owners = (session?.entities ?? []).filter(({ kind }) => kind !== 'organization');
  const ownNames = new Set(owners.map((one) => one.name));
  const places = [
    { value: EVERYWHERE, label: 'Wherever you may go' },
    ...owners.map((owner) => ({
      value: owner.name,
      label: `${owner.kind === 'team' ? 'Team' : 'Yours'}: ${owner.name}`,
    })),
    ...(projects.data ?? [])
      .filter(({ entity }) => ownNames.has(entity))
      .map((project) => ({
        value: `${project.entity}/${project.name}`,
        label: `Project: ${project.entity}/${project.name}`,
      })),
  ];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (name.trim() === '') return;
    create.mutate(keyOf({ name: name.trim(), scope, days, within }), {
      onSuccess: () => setName(''),
    });
  };
  return (
    <>
      <form className={styles.create} onSubmit={submit}>
        <TextField
          className={styles.name}
          label="Name of a new key"
          value={name}
          placeholder="Where it will be used, e.g. training cluster"
          maxLength={128}
          autoComplete="off"
          required
          error={create.isError ? messageOf(create.error) : null}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField label="May" value={scope} choices={SCOPES} onChange={setScope} />
        <SelectField label="Reaches" value={within} choices={places} onChange={setWithin} />
        <SelectField label="Expires" value={days} choices={LIVES} onChange={setDays} />
        <Button type="submit" kind="primary" icon={<Plus aria-hidden />} isBusy={create.isPending}>
          Create key
        </Button>
      </form>
      {create.data ? (
        <ShownOnce>
          <p>
            <strong>Copy the key now.</strong> It can’t be shown again.
          </p>
          <CopyField label="API key" text={create.data.key} />
        </ShownOnce>
      ) : null}
    </>
  );
}

function keyOf(wanted: {
  name: string;
  scope: KeyScope;
  days: string;
  within: string;
}): CreateApiKeyInput {
  const slash = wanted.within.indexOf('/');
  const entity = slash < 0 ? wanted.within : wanted.within.slice(0, slash);
  return {
    name: wanted.name,
    scope: wanted.scope,
    ...(wanted.days === '' ? {} : { expiresAt: Date.now() + Number(wanted.days) * DAY_MS }),
    ...(wanted.within === EVERYWHERE
      ? {}
      : { within: { entity, project: slash < 0 ? null : wanted.within.slice(slash + 1) } }),
  };
}
