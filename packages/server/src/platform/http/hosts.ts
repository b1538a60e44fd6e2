import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { RunloomError } from '../errors.ts';
import { answerError } from './errors.ts';

/** A host that the server is not called by; 421, which clients of training runs retry. */
export class MisdirectedError extends RunloomError {
  constructor(host: string) {
    super(
      'invalid',
      `This server does not go by the name ${JSON.stringify(host)}. If it should, set RUNLOOM_PUBLIC_URL to that address, or add the name to RUNLOOM_ALLOWED_HOSTS.`,
    );
  }

  override get status(): number {
    return 421;
  }
}

/**
 * Refuses requests for names that an outsider could point at this machine (DNS rebinding). Let in
 * are: IP addresses, `localhost`, names without a dot (they can't be bought), this machine's own
 * name, and `allowed`.
 */
export function registerHostCheck(app: FastifyInstance, allowed: readonly string[]): void {
  const known = new Set([...allowed, hostname()].map((name) => name.toLowerCase()));
  app.addHook('onRequest', async (request, reply) => {
    const name = hostName(request.headers.host ?? '');
    if (isLocal(name) || known.has(name)) return;
    answerError(new MisdirectedError(name), request, reply);
    return reply;
  });
}

/** The name in a Host header: lower case, without port, brackets and the final dot. */
export function hostName(header: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(header);
  if (bracketed?.[1] !== undefined) return bracketed[1].toLowerCase();
  return header.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
}

function isLocal(name: string): boolean {
  return (
    isIP(name) !== 0 || name.endsWith('.localhost') || (name !== '' && /^[a-z0-9_-]+$/.test(name))
  );
}
