import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ErrorState } from '../../../components/error-state.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useManagedOwners } from '../../../data/owners.ts';
import { Section } from '../section.tsx';
import styles from './integrations.module.css';
import { Integrations } from './integrations.tsx';
import { Secrets } from './secrets.tsx';

/** Where automations of the reader, their teams and organizations may write to. */
export function IntegrationsSection({ owner: asked }: { readonly owner: string | undefined }) {
  const owners = useManagedOwners();
  const navigate = useNavigate();
  const place = useRef<HTMLDivElement>(null);
  const isAsked = asked !== undefined && owners.data !== undefined;
  useEffect(() => {
    if (isAsked) place.current?.scrollIntoView({ block: 'start' });
  }, [isAsked]);
  const owner = owners.data?.find(({ entity }) => entity === asked) ?? owners.data?.[0];
  return (
    <div ref={place} id="integrations">
      <Section
        title="Integrations"
        description="Webhooks and channels that automations write to, and the secrets that these need. Secrets are kept encrypted and never told again."
      >
        {owners.data === undefined && owners.error === null ? <Skeleton lines={3} /> : null}
        {owners.data === undefined && owners.error !== null ? (
          <ErrorState error={owners.error} onRetry={owners.retry} />
        ) : null}
        {owners.data && owner ? (
          <div className={styles.stack}>
            <SelectField
              label="Of"
              value={owner.entity}
              choices={owners.data.map(({ entity, label }) => ({ value: entity, label }))}
              onChange={(entity) =>
                void navigate({ to: '/settings', search: { owner: entity }, replace: true })
              }
            />
            {owner.canManage ? null : (
              <p className={styles.note}>
                You see what {owner.entity} has; its admins add and remove it.
              </p>
            )}
            <Integrations key={`integrations ${owner.entity}`} owner={owner} />
            <Secrets key={`secrets ${owner.entity}`} owner={owner} />
          </div>
        ) : null}
      </Section>
    </div>
  );
}
