import { AUDIT_OUTCOMES } from '@runloom/model';
import { useEffect, useState } from 'react';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import styles from './audit.module.css';
import { OUTCOME_WORDS } from './entry-parts.tsx';
import type { AuditSearch } from './filter.ts';

const OUTCOMES = [
  { value: '', label: 'Any' },
  ...AUDIT_OUTCOMES.map((outcome) => ({ value: outcome, label: OUTCOME_WORDS[outcome] })),
] as const;
const TYPING_MS = 300;

/** Fields that narrow the log: who, what, on what, how it ended, when. */
export function Filters({
  search,
  organizations,
  seesAll,
  onChange,
}: {
  readonly search: AuditSearch;
  /** Those that the reader administers. */
  readonly organizations: readonly string[];
  /** Whether the reader may see the whole instance's. */
  readonly seesAll: boolean;
  readonly onChange: (change: AuditSearch) => void;
}) {
  const named = [...new Set([...organizations, search.organization ?? ''])].filter(Boolean);
  const scopes = [
    ...(seesAll ? [{ value: '', label: 'The whole instance' }] : []),
    ...named.map((name) => ({ value: name, label: name })),
  ];
  return (
    <form className={styles.filters} onSubmit={(event) => event.preventDefault()}>
      {scopes.length > 1 ? (
        <SelectField
          label="Organization"
          value={search.organization ?? ''}
          choices={scopes}
          onChange={(organization) => onChange({ organization })}
        />
      ) : null}
      <Typed
        label="Who"
        placeholder="User name"
        value={search.actor}
        onChange={(actor) => onChange({ actor })}
      />
      <Typed
        label="Action"
        placeholder="project:delete, or team:"
        value={search.action}
        onChange={(action) => onChange({ action })}
      />
      <Typed
        label="On what"
        placeholder="Part of a name"
        value={search.resource}
        onChange={(resource) => onChange({ resource })}
      />
      <SelectField
        label="Outcome"
        value={(search.outcome ?? '') as (typeof OUTCOMES)[number]['value']}
        choices={OUTCOMES}
        onChange={(outcome) => onChange({ outcome })}
      />
      <TextField
        label="From"
        type="date"
        value={search.from ?? ''}
        onChange={(event) => onChange({ from: event.target.value })}
      />
      <TextField
        label="To"
        type="date"
        value={search.to ?? ''}
        onChange={(event) => onChange({ to: event.target.value })}
      />
    </form>
  );
}

/** A field that is heard once the reader has stopped typing. */
function Typed({
  label,
  placeholder,
  value = '',
  onChange,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly value?: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  // When the address changed by itself: back, a link, all filters taken away.
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <TextField
      label={label}
      placeholder={placeholder}
      value={text}
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
