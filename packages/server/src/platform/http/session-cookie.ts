import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie } from './credentials.ts';

/** The cookie that holds a browser's session. */
export interface SessionCookie {
  readonly name: string;
  /** The session's token; null when the request has none. */
  read(request: FastifyRequest): string | null;
  set(reply: FastifyReply, token: string, expiresAt: number): void;
  clear(reply: FastifyReply): void;
}

/**
 * `secure`: people reach the server by HTTPS. The cookie is then bound to this very host by the
 * `__Host-` prefix, which browsers don't accept over plain HTTP.
 */
export function createSessionCookie(secure: boolean): SessionCookie {
  const name = secure ? '__Host-runloom_session' : 'runloom_session';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    name,
    read: (request) => readCookie(request.headers.cookie, name),
    set(reply, token, expiresAt) {
      const expires = new Date(expiresAt).toUTCString();
      reply.header('Set-Cookie', `${name}=${token}; ${attributes}; Expires=${expires}`);
    },
    clear(reply) {
      reply.header('Set-Cookie', `${name}=; ${attributes}; Max-Age=0`);
    },
  };
}
