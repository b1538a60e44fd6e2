import { paragraphOf, type ReportNode } from '@runloom/model';
import { type Json, listOf, recordOf } from '../workspaces/json.ts';
import { readInline, writeInline } from './inline.ts';

/** A list, whose first item tells what kind it is, as the package reads them. */
export function readList(block: Json): ReportNode {
  const items = listOf(block['children']).map(recordOf);
  const [first = {}] = items;
  const isTask = typeof first['checked'] === 'boolean';
  const isOrdered = block['ordered'] === true || first['ordered'] === true;
  if (isTask) {
    return {
      type: 'taskList',
      content: items.map((item) => ({
        type: 'taskItem',
        attrs: { checked: item['checked'] === true },
        content: readItem(item),
      })),
    };
  }
  return {
    type: isOrdered ? 'orderedList' : 'bulletList',
    content: items.map((item) => ({ type: 'listItem', content: readItem(item) })),
  };
}

/** Paragraphs, and lists in them; text that stands by itself is a paragraph. */
function readItem(item: Json): readonly ReportNode[] {
  const content: ReportNode[] = [];
  let loose: Json[] = [];
  const close = () => {
    if (loose.length > 0) content.push(paragraphOf(readInline(loose)));
    loose = [];
  };
  for (const child of listOf(item['children']).map(recordOf)) {
    if (child['type'] === 'paragraph' || child['type'] === 'default') {
      close();
      content.push(paragraphOf(readInline(child['children'])));
    } else if (child['type'] === 'list' && listOf(child['children']).length > 0) {
      close();
      content.push(readList(child));
    } else loose.push(child);
  }
  close();
  return content[0]?.type === 'paragraph' ? content : [paragraphOf([]), ...content];
}

/** The other way round; null for items of more than one paragraph, which the package would cut. */
export function writeList(list: ReportNode): Json | null {
  const items = list.content ?? [];
  const isSimple = items.every(
    ({ content = [] }) => content.length === 1 && content[0]?.type === 'paragraph',
  );
  const isShifted = list.type === 'orderedList' && (list.attrs?.['start'] ?? 1) !== 1;
  if (!isSimple || isShifted) return null;
  return {
    type: 'list',
    children: items.map((item) => ({
      type: 'list-item',
      children: [{ type: 'paragraph', children: writeInline(item.content?.[0]?.content ?? []) }],
      ...(list.type === 'orderedList' ? { ordered: true } : {}),
      ...(list.type === 'taskList' ? { checked: item.attrs?.['checked'] === true } : {}),
    })),
    ...(list.type === 'orderedList' ? { ordered: true } : {}),
  };
}
