import { REPORT_MARKS, REPORT_NODES, reportSchemaSpec } from '@runloom/model';
import { getSchema } from '@tiptap/core';
import { Schema } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { reportExtensions } from './extensions.ts';

const editor = getSchema(reportExtensions(null));
// Both know a specification of the same shape; only the readonly lists differ.
const model = new Schema(reportSchemaSpec() as unknown as ConstructorParameters<typeof Schema>[0]);

test('the editor has the blocks and marks of a report, and no others', () => {
  expect(Object.keys(editor.nodes).sort()).toEqual(Object.keys(REPORT_NODES).sort());
  expect(Object.keys(editor.marks).sort()).toEqual(Object.keys(REPORT_MARKS).sort());
});

test('every block of the editor holds what the server says that it holds', () => {
  const shapeOf = (schema: Schema) =>
    Object.fromEntries(
      Object.entries(schema.nodes).map(([name, { spec, isInline, isAtom }]) => [
        name,
        {
          content: spec.content ?? '',
          group: spec.group ?? '',
          marks: spec.marks ?? null,
          code: spec.code ?? false,
          isolating: spec.isolating ?? false,
          defining: spec.defining ?? false,
          tableRole: (spec['tableRole'] as string | undefined) ?? null,
          isInline,
          isAtom,
        },
      ]),
    );
  expect(shapeOf(editor)).toEqual(shapeOf(model));
});

test('every block and mark of the editor has the attributes that the server takes', () => {
  const attributesOf = (types: Schema['nodes'] | Schema['marks']) =>
    Object.fromEntries(
      Object.entries(types).map(([name, { spec }]) => [
        name,
        Object.fromEntries(
          Object.entries((spec.attrs ?? {}) as Record<string, object>).map(([attribute, rule]) => [
            attribute,
            'default' in rule ? { default: rule.default } : 'required',
          ]),
        ),
      ]),
    );
  expect(attributesOf(editor.nodes)).toEqual(attributesOf(model.nodes));
  expect(attributesOf(editor.marks)).toEqual(attributesOf(model.marks));
});

test('marks of the editor stand beside each other as they do on the server', () => {
  for (const one of Object.keys(REPORT_MARKS)) {
    for (const other of Object.keys(REPORT_MARKS)) {
      const excludes = (schema: Schema) =>
        schema.marks[one]?.excludes(schema.marks[other] as never);
      expect([one, other, excludes(editor)]).toEqual([one, other, excludes(model)]);
    }
  }
});

test('a new block is a line of text on both sides', () => {
  expect(editor.topNodeType.contentMatch.defaultType?.name).toBe('paragraph');
});
