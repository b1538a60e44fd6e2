import { useState } from 'react';
import { SelectField } from '../../../components/select-field.tsx';
import { useLinkableArtifacts, useLinkableVersions } from '../../../data/link-sources.ts';
import { useProjects } from '../../../data/projects.ts';
import type { LinkSource } from '../../../data/registries.ts';
import styles from '../registry.module.css';

const NONE = { value: '', label: 'Choose…' } as const;

/** Which version is meant: its project, its artifact, its number. */
export function SourceFields({
  onChange,
}: {
  readonly onChange: (source: LinkSource | null) => void;
}) {
  const projects = useProjects(null);
  const [project, setProject] = useState('');
  const [artifact, setArtifact] = useState('');
  const [version, setVersion] = useState('');
  const place = projects.data?.find((each) => `${each.entity}/${each.name}` === project) ?? null;
  const address = place && { entity: place.entity, project: place.name };
  const artifacts = useLinkableArtifacts(address);
  const chosen = artifacts.data?.find(({ name }) => name === artifact) ?? null;
  const versions = useLinkableVersions(address && chosen && { ...address, artifact: chosen.name });
  const choose = (next: string) => {
    setVersion(next);
    onChange(
      address && chosen && next !== ''
        ? { ...address, artifact: chosen.name, type: chosen.type, version: next }
        : null,
    );
  };
  return (
    <>
      <SelectField
        label="Project"
        value={project}
        choices={[
          NONE,
          ...(projects.data ?? []).map(({ entity, name }) => ({
            value: `${entity}/${name}`,
            label: `${entity} / ${name}`,
          })),
        ]}
        onChange={(next) => {
          setProject(next);
          setArtifact('');
          setVersion('');
          onChange(null);
        }}
      />
      <div className={styles.pair}>
        <SelectField
          label="Artifact"
          value={artifact}
          disabled={place === null}
          hint={
            place !== null && artifacts.data?.length === 0 ? 'The project has none.' : undefined
          }
          choices={[
            NONE,
            ...(artifacts.data ?? []).map(({ name, type }) => ({
              value: name,
              label: `${name} (${type})`,
            })),
          ]}
          onChange={(next) => {
            setArtifact(next);
            setVersion('');
            onChange(null);
          }}
        />
        <SelectField
          label="Version"
          value={version}
          disabled={chosen === null}
          choices={[
            NONE,
            ...(versions.data ?? []).map(({ version: number, aliases }) => ({
              value: number,
              label: aliases.length === 0 ? number : `${number} (${aliases.join(', ')})`,
            })),
          ]}
          onChange={choose}
        />
      </div>
    </>
  );
}
