import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { shownText } from '../../../../components/shown-text.ts';
import { atomBlock } from '../../editor/atom-block.ts';
import { BlockFrame } from '../../editor/block-frame.tsx';
import { BlockSource } from '../block-source.tsx';
import { CallsTable } from './calls-table.tsx';
import type { Query } from './parts.tsx';
import { QueryForm } from './query-form.tsx';
import { RunsTable } from './runs-table.tsx';

function QueryTableView({ node, editor, selected, updateAttributes }: ReactNodeViewProps) {
  const query = node.attrs as Query & { readonly block: string | null };
  const { project, kind, filter } = query;
  return (
    <NodeViewWrapper>
      <BlockFrame
        label={kind === 'runs' ? 'Query of runs' : 'Query of traces'}
        isSelected={selected}
        title={
          <>
            {kind === 'runs' ? 'Runs' : 'Traces'} of <bdi>{shownText(project)}</bdi>
            {filter === '' || editor.isEditable ? null : <code>{shownText(filter)}</code>}
          </>
        }
        tools={
          editor.isEditable ? (
            <QueryForm query={query} onChange={(change) => updateAttributes(change)} />
          ) : null
        }
      >
        <BlockSource block={query.block}>
          <QueryRows {...query} />
        </BlockSource>
      </BlockFrame>
    </NodeViewWrapper>
  );
}

/** What the query finds. */
export function QueryRows(query: Query) {
  return query.kind === 'runs' ? <RunsTable {...query} /> : <CallsTable {...query} />;
}

export const QueryTable = atomBlock('queryTable', QueryTableView);
