import { ListFilter, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { Popover, popoverPanelClass, popoverQuickClass } from '../popover.tsx';
import { FilterTextField } from './filter-text-field.tsx';
import type { ReadFilter } from './read-filter.ts';

/**
 * The filter of a list: built from conditions or written as text; both say the same.
 * @param children the builder, shown while the text can be read
 */
export function FilterPopover<Filter extends { readonly kind: string }>({
  text,
  read,
  format,
  count,
  quick,
  placeholder,
  width,
  isQuiet = false,
  onChange,
  children,
}: {
  readonly text: string;
  readonly read: (text: string) => ReadFilter<Filter>;
  readonly format: (filter: Filter) => string;
  /** How many conditions the filter has, for the button. */
  readonly count: number;
  /** Conditions that are added by one click, by what they are called. */
  readonly quick: readonly (readonly [title: string, condition: string])[];
  readonly placeholder: string;
  /** px */
  readonly width: number;
  /** A small button without a frame. */
  readonly isQuiet?: boolean;
  readonly onChange: (text: string) => void;
  readonly children: ReactNode;
}) {
  const { filter, problem } = read(text);
  return (
    <Popover
      label="Filter"
      trigger={
        <Button
          {...(isQuiet ? ({ size: 'small', kind: 'quiet' } as const) : {})}
          aria-pressed={text !== ''}
          icon={problem ? <TriangleAlert aria-hidden /> : <ListFilter aria-hidden />}
        >
          Filter{problem ? ': error' : count > 0 ? ` (${count})` : ''}
        </Button>
      }
    >
      <div className={popoverPanelClass} style={{ width }}>
        <div className={popoverQuickClass}>
          {quick.map(([title, condition]) => (
            <Button
              key={title}
              size="small"
              onClick={() =>
                onChange(
                  filter === null ? condition : joined(filter.kind, format(filter), condition),
                )
              }
            >
              {title}
            </Button>
          ))}
          <Button size="small" disabled={text === ''} onClick={() => onChange('')}>
            Clear
          </Button>
        </div>
        {problem === null ? children : null}
        <FilterTextField
          text={text}
          placeholder={placeholder}
          problemOf={(draft) => read(draft).problem}
          onChange={onChange}
        />
      </div>
    </Popover>
  );
}

function joined(kind: string, before: string, condition: string): string {
  if (before === '') return condition;
  if (before.includes(condition)) return before;
  return kind === 'or' ? `(${before}) and ${condition}` : `${before} and ${condition}`;
}
