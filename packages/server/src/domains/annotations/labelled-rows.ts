import { memberTexts, objectText } from '@runloom/model';
import type { Call, Calls, JsonText } from '../calls/index.ts';
import type { Project } from '../projects/index.ts';
import { settledValues } from './agreement.ts';
import type { Verdicts } from './answers.ts';
import type { AnnotationField } from './fields.ts';

const CALLS_AT_ONCE = 500;

/**
 * Calls with what counts of each (`settledValues`), as rows of a dataset: the members of the inputs, the
 * output, and one column a field. A name that stands there already gets `annotation.` before it. Calls of
 * which nothing counts, and calls that are gone, make no row.
 */
export async function* labelledRows(
  calls: Pick<Calls, 'readMany'>,
  project: Project,
  fields: readonly AnnotationField[],
  verdicts: Verdicts,
  callIds: readonly string[],
): AsyncGenerator<readonly JsonText[]> {
  const settled = fields.map((field) => ({
    name: field.name,
    values: settledValues(field, verdicts),
  }));
  const labelled = callIds.filter((id) => settled.some(({ values }) => values.has(id)));
  for (let at = 0; at < labelled.length; at += CALLS_AT_ONCE) {
    const some = labelled.slice(at, at + CALLS_AT_ONCE);
    const found = new Map<string, Call>();
    const asked = { columns: ['inputs', 'output'] };
    for await (const page of calls.readMany(project.id, some, asked)) {
      for (const call of page) found.set(call.id, call);
    }
    yield some.flatMap((id) => {
      const call = found.get(id);
      return call === undefined ? [] : [rowOf(call, settled)];
    });
  }
}

function rowOf(
  call: Call,
  settled: readonly { readonly name: string; readonly values: ReturnType<typeof settledValues> }[],
): JsonText {
  const members = new Map(memberTexts(call.inputs));
  const add = (name: string, value: JsonText): void => {
    members.set(members.has(name) ? `annotation.${name}` : name, value);
  };
  add('output', call.output ?? 'null');
  for (const { name, values } of settled) add(name, JSON.stringify(values.get(call.id) ?? null));
  return objectText(members);
}
