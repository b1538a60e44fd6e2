import {
  DatasetFormat,
  DatasetImportColumn,
  DatasetImportMode,
  DatasetPreview,
  DatasetPublished,
} from '@runloom/model';
import { z } from 'zod';
import type { ApiDeps } from '../deps.ts';
import { readQueryJson } from '../query-json.ts';
import { type ApiRoute, defineRoute, fileOf } from '../route.ts';
import { exportRows, MEDIA_TYPES } from './export.ts';

const Columns = z.array(DatasetImportColumn).max(2_000);

/** Datasets from files and as files. */
export function datasetFileRoutes({ projects, datasets }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/datasets/preview',
      summary: 'What a file (CSV, TSV, JSON, JSON lines, Parquet) holds; nothing is kept',
      policy: 'checked-by-domain',
      query: z.object({ format: DatasetFormat }),
      takesFile: true,
      answer: { json: DatasetPreview },
      async handle({ actor, params, query, request }) {
        await projects.find(actor, params.entity, params.project, 'write');
        return datasets.preview(query.format, fileOf(request));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/datasets/{name}/import',
      summary: 'Publish the rows of a file; `columns` is a JSON list, without it all are kept',
      policy: 'checked-by-domain',
      query: z.object({
        format: DatasetFormat,
        mode: DatasetImportMode.default('create'),
        columns: z.string().max(500_000).optional(),
      }),
      takesFile: true,
      answer: { json: DatasetPublished },
      async handle({ actor, params, query, request }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        return datasets.importFile(actor, project, params.name, {
          format: query.format,
          mode: query.mode,
          columns:
            query.columns === undefined ? null : readQueryJson('columns', Columns, query.columns),
          bytes: fileOf(request),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/datasets/{name}/versions/{version}/export',
      summary: 'All rows of a version as a file',
      policy: 'checked-by-domain',
      query: z.object({ format: DatasetFormat }),
      answer: { media: 'application/octet-stream' },
      async handle({ actor, params, query, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const version = await datasets.read(project, params.name, params.version);
        const name = `${params.name}-v${version.object.versionIndex}`.replace(/[^\w.-]+/g, '_');
        reply.type(MEDIA_TYPES[query.format]);
        reply.header(
          'Content-Disposition',
          `attachment; filename="${name.slice(0, 150)}.${query.format}"`,
        );
        return exportRows(query.format, () => datasets.streamRows(project, version));
      },
    }),
  ];
}
