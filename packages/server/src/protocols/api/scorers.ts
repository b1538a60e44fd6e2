import { ScorerList, ScorerTrial, ScorerTrialInput } from '@runloom/model';
import { objectRef } from '../../domains/projects/index.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const SCORERS = '/projects/{entity}/{project}/scorers';

/** Scorers of a project, and what they say of an answer. */
export function scorerRoutes({ projects, objects, scorers, closing }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: SCORERS,
      summary: 'Scorers with their settings, as far as this server can carry them out',
      policy: 'checked-by-domain',
      answer: { json: ScorerList },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const versions = await objects.query(project.id, {
          filter: { kind: 'object', baseClasses: ['Scorer'], latestOnly: true },
        });
        const found = [];
        for (const version of versions) {
          const read = await scorers.read(project, version);
          const { name, digest, versionIndex } = version;
          found.push({
            ref: objectRef(project, version),
            name,
            digest,
            versionIndex,
            spec: typeof read === 'string' ? null : read,
            problem: typeof read === 'string' ? read : null,
          });
        }
        return { scorers: found };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${SCORERS}/try`,
      summary: 'What scorers say of one answer; nothing is kept',
      policy: 'checked-by-domain',
      body: ScorerTrialInput,
      answer: { json: ScorerTrial },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        for (const spec of body.scorers) scorers.check(spec);
        const scored = { inputs: body.inputs, output: body.output };
        const { entityId } = project;
        return { outcomes: [...(await scorers.attempt(entityId, body.scorers, scored, closing))] };
      },
    }),
  ];
}
