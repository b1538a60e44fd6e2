import { useMemo } from 'react';
import { useOrganizations } from './registries.ts';
import { useSession } from './session.ts';

/** Someone who may own automations, integrations and secrets. */
export interface Owner {
  readonly entity: string;
  /** For lists: says what it is. */
  readonly label: string;
  readonly canManage: boolean;
}

/** The reader, their teams, and their organizations, which own registries. */
export function useManagedOwners(): {
  readonly data: readonly Owner[] | undefined;
  readonly error: unknown;
  readonly retry: () => void;
} {
  const session = useSession();
  const organizations = useOrganizations();
  const data = useMemo(() => {
    if (session.data === undefined || organizations.data === undefined) return undefined;
    return [
      ...session.data.entities.map(({ name, kind, role }) => ({
        entity: name,
        label: kind === 'user' ? `${name} (personal)` : `${name} (team)`,
        canManage: kind === 'user' || role === 'admin',
      })),
      ...organizations.data.map(({ name, entity, canManage }) => ({
        entity,
        label: `${name} (registries)`,
        canManage,
      })),
    ];
  }, [session.data, organizations.data]);
  return {
    data,
    error: session.error ?? organizations.error,
    retry: () => {
      void session.refetch();
      void organizations.refetch();
    },
  };
}
