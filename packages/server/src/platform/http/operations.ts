import type { FastifyInstance } from 'fastify';
import type { Vitals } from '../vitals.ts';

/** Something the server can't work without. Throws when it does not answer. */
export type ReadinessCheck = () => Promise<void>;

const CHECK_TIMEOUT_MS = 3000;

const OPEN = { policy: 'public', ignoresCredentials: true } as const;

/**
 * `/healthz`: the process lives (touches no store). `/readyz`: every check answers, with the reasons
 * in JSON. `/metrics`: Prometheus text.
 */
export function registerOperations(
  app: FastifyInstance,
  options: { checks: Readonly<Record<string, ReadinessCheck>>; vitals: Vitals; version: string },
): void {
  app.get('/healthz', { config: OPEN }, async () => ({ status: 'ok', version: options.version }));

  app.get('/readyz', { config: OPEN }, async (_request, reply) => {
    const entries = Object.entries(options.checks).map(async ([name, check]) => [
      name,
      await outcome(check),
    ]);
    const checks: Record<string, Outcome> = Object.fromEntries(await Promise.all(entries));
    const ready = Object.values(checks).every((check) => check.ok);
    if (!ready) reply.code(503).header('Retry-After', '1');
    return { ready, checks };
  });

  app.get('/metrics', { config: OPEN }, async (_request, reply) => {
    const { text, contentType } = await options.vitals.expose();
    return reply.type(contentType).send(text);
  });

  app.addHook('onResponse', async (request, reply) => {
    options.vitals.observeRequest(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
      },
      reply.elapsedTime / 1000,
    );
  });
}

interface Outcome {
  readonly ok: boolean;
  readonly reason?: string;
}

async function outcome(check: ReadinessCheck): Promise<Outcome> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS / 1000} s`)),
    CHECK_TIMEOUT_MS,
  );
  try {
    await Promise.race([check(), late]);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
