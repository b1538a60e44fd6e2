import { Badge } from '../../components/badge.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useSession } from '../../data/session.ts';
import { Section } from './section.tsx';

/** Who is signed in, as the instance's admin has set it. */
export function ProfileSection() {
  const { data: session } = useSession();
  const user = session?.user;
  return (
    <Section title="Profile" description="An admin of this instance sets name and email.">
      {user ? (
        <DefinitionList
          entries={[
            { term: 'Name', value: user.displayName || user.username },
            { term: 'Username', value: user.username },
            { term: 'Email', value: user.email ?? 'Not set' },
            {
              term: 'Role',
              value: user.isAdmin ? <Badge tone="accent">Instance admin</Badge> : 'Member',
            },
            {
              term: 'Teams',
              value:
                session.entities
                  .filter(({ kind }) => kind === 'team')
                  .map(({ name }) => name)
                  .join(', ') || 'None',
            },
            { term: 'Server', value: `Runloom ${session.version} at ${session.baseUrl}` },
          ]}
        />
      ) : (
        <Skeleton lines={4} />
      )}
    </Section>
  );
}
