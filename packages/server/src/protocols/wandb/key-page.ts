import type { FastifyInstance } from 'fastify';

/**
 * `wandb login` sends people who have no key to `/authorize` (with `?ref=…`, `&signup=true`); keys
 * are made in the settings.
 */
export function registerKeyPage(app: FastifyInstance): void {
  app.get(
    '/authorize',
    { config: { policy: 'public', ignoresCredentials: true } },
    (_request, reply) => reply.redirect('/settings', 302),
  );
}
