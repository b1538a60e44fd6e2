import { Users } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { NewTeamDialog } from '../../components/new-team-dialog.tsx';
import { useOrganizations } from '../../data/registries.ts';
import { useSession } from '../../data/session.ts';

/** For who may make a team: admins of the instance or of an organization. */
export function NewTeamButton() {
  const { data: session } = useSession();
  const organizations = useOrganizations();
  const [isOpen, setOpen] = useState(false);
  const managed = (organizations.data ?? []).filter(({ canManage }) => canManage);
  if (!session?.user?.isAdmin && managed.length === 0) return null;
  return (
    <>
      <Button icon={<Users aria-hidden />} onClick={() => setOpen(true)}>
        New team
      </Button>
      {isOpen ? (
        <NewTeamDialog
          organizations={managed.map(({ name }) => name)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
