import type { FastifyInstance } from 'fastify';
import type { OtlpDependencies } from './dependencies.ts';
import { registerTraces } from './route.ts';

/** OpenTelemetry's protocol over HTTP, as exporters of any language speak it. */
export function registerOtlp(app: FastifyInstance, deps: OtlpDependencies): void {
  registerTraces(app, deps);
}
