import {
  DatasetCallsPreview,
  DatasetCallsPreviewRequest,
  DatasetOfCalls,
  DatasetPublished,
  parseExactJson,
  toApiJson,
} from '@runloom/model';
import type { z } from 'zod';
import type { Call } from '../../../domains/calls/index.ts';
import {
  type CallRowReader,
  createCallRowReader,
  previewCalls,
} from '../../../domains/datasets/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { queryOfSelection, without } from '../traces/selection.ts';

const CALLS_SHOWN = 20;
/** Counted for the preview; more are taken all the same. */
const COUNT_LIMIT = 10_000_000;

type Chosen = z.output<typeof DatasetCallsPreviewRequest>;

/** Datasets of calls: each call a row. */
export function datasetCallRoutes({ accounts, projects, calls, datasets }: ApiDeps): ApiRoute[] {
  async function queryOf(project: Project, { selection, ids }: Chosen) {
    const asked = await queryOfSelection(accounts, project, selection);
    return ids.length === 0 ? asked : { ...asked, filter: { ...asked.filter, callIds: ids } };
  }

  function pagesOf(
    project: Project,
    query: Awaited<ReturnType<typeof queryOf>>,
    reader: CallRowReader,
    except: readonly string[],
  ): AsyncIterable<readonly Call[]> {
    const found = calls.query(project.id, {
      ...query,
      columns: reader.columns,
      // Rows hold values, not where they stand.
      expandColumns: reader.expanded,
      returnsExpanded: true,
    });
    return without(found, except);
  }

  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/datasets/calls-preview',
      summary: 'The first rows that chosen calls would make',
      policy: 'checked-by-domain',
      reads: true,
      body: DatasetCallsPreviewRequest,
      answer: { json: DatasetCallsPreview },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const reader = createCallRowReader(project, body.mapping);
        const query = await queryOf(project, body);
        const { count } = await calls.count(project.id, { ...query, limit: COUNT_LIMIT });
        const limit = CALLS_SHOWN + body.except.length;
        const pages = pagesOf(project, { ...query, limit }, reader, body.except);
        const first = (await Array.fromAsync(pages)).flat().slice(0, CALLS_SHOWN);
        const { rows, missing } = previewCalls(reader, first);
        return {
          callCount: Math.max(0, count - body.except.length),
          rows: rows.map((row) => toApiJson(parseExactJson(row))),
          missing: [...missing],
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/datasets/{name}/calls',
      summary: 'Publish chosen calls as rows of a dataset',
      policy: 'checked-by-domain',
      body: DatasetOfCalls,
      answer: { json: DatasetPublished },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const reader = createCallRowReader(project, body.mapping);
        const pages = pagesOf(project, await queryOf(project, body), reader, body.except);
        return datasets.publishRows(actor, project, params.name, body.mode, rowsOf(pages, reader));
      },
    }),
  ];
}

async function* rowsOf(
  pages: AsyncIterable<readonly Call[]>,
  reader: CallRowReader,
): AsyncGenerator<readonly string[]> {
  for await (const page of pages) yield page.map((call) => reader.rowOf(call).row);
}
