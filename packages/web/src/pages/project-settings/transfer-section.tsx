import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import type { ProjectPlace } from '../../data/client.ts';
import { useTransferProject } from '../../data/project-settings.ts';
import { useSession } from '../../data/session.ts';
import { Section } from '../settings/section.tsx';
import styles from './project-settings.module.css';

/** Giving the project to somebody else, as a person does who leaves. */
export function TransferSection({ place }: { readonly place: ProjectPlace }) {
  const { data: session } = useSession();
  const owners = (session?.entities ?? [])
    .filter(({ name, role }) => name !== place.entity && role !== 'viewer')
    .map(({ name }) => ({ value: name, label: name }));
  const [chosen, setChosen] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const transfer = useTransferProject(place);
  const toasts = useToasts();
  const navigate = useNavigate();
  const target = chosen ?? owners[0]?.value;
  return (
    <Section
      title="Owner"
      description="Everything in the project goes with it. Roles given in it end, and its old address stops working."
    >
      {target === undefined ? (
        <p className={styles.note}>You belong to no other team that could own it.</p>
      ) : (
        <div className={styles.transfer}>
          <SelectField label="New owner" value={target} choices={owners} onChange={setChosen} />
          <Button onClick={() => setAsking(true)}>Hand over</Button>
        </div>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        title={`Hand ${place.project} over to ${target ?? ''}?`}
        confirm="Hand over"
        isBusy={transfer.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          if (target === undefined) return;
          transfer.mutate(target, {
            onSuccess: ({ entity, name }) => {
              setAsking(false);
              toasts.success(`${name} belongs to ${entity} now`);
              void navigate({ to: '/$entity/$project', params: { entity, project: name } });
            },
            onError: (error) => {
              setAsking(false);
              toasts.failure('The project was not handed over', error);
            },
          });
        }}
      >
        <p>
          Scripts that log to {place.entity}/{place.project} must name the new owner from then on.
        </p>
      </ConfirmDialog>
    </Section>
  );
}
