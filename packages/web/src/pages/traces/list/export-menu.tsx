import { Download } from 'lucide-react';
import { FileLink } from '../../../components/file-link.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuHeading, MenuLink } from '../../../components/menu.tsx';
import { callExportAddress } from '../../../data/calls.ts';
import { type ListState, requestOf } from './list-state.ts';
import type { CallSelector } from './use-selection.ts';

/** The calls of the list as a file, in its order: those that are chosen, or all that it means. */
export function ExportMenu({
  entity,
  project,
  state,
  selector,
}: {
  readonly entity: string;
  readonly project: string;
  readonly state: ListState;
  readonly selector: CallSelector;
}) {
  const isSome = selector.count > 0 && !selector.isAll;
  const chosen = isSome ? selector.chosen : {};
  const address = (format: 'jsonl' | 'csv') =>
    callExportAddress({ entity, project }, format, requestOf(state), chosen);
  return (
    <Menu align="end" trigger={<IconButton label="Export" icon={<Download aria-hidden />} />}>
      <MenuHeading>{isSome ? 'What is selected' : 'All that is listed'}</MenuHeading>
      <MenuLink render={<FileLink href={address('jsonl')} />}>JSON lines, whole calls</MenuLink>
      <MenuLink render={<FileLink href={address('csv')} />}>CSV with these columns</MenuLink>
    </Menu>
  );
}
