import { DatasetEdit, DatasetPublished, DatasetSplit, DatasetSplitDone } from '@runloom/model';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';

/** New versions of datasets. */
export function datasetVersionRoutes({ projects, datasets }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/datasets/{name}/versions',
      summary: 'Publish a version of a dataset with changes of cells, rows and columns',
      policy: 'checked-by-domain',
      body: DatasetEdit,
      answer: { json: DatasetPublished },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        return datasets.edit(actor, project, params.name, body);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/datasets/{name}/splits',
      summary: 'Publish the parts of a version as datasets; rows go to a part by their digests',
      policy: 'checked-by-domain',
      body: DatasetSplit,
      answer: { json: DatasetSplitDone },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        return { parts: [...(await datasets.split(actor, project, params.name, body))] };
      },
    }),
  ];
}
