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

/** What a browser brings back from another sign-in server, in a cookie that lasts as long as the way. */
export interface Flows {
  read(request: FastifyRequest): string | null;
  set(reply: FastifyReply, flow: string): void;
  clear(reply: FastifyReply): void;
}

const FLOW_S = 600;

/** `SameSite=Lax`, since the browser comes back from another site. */
export function createFlowCookie(secure: boolean): Flows {
  const name = secure ? '__Host-runloom_sign_in' : 'runloom_sign_in';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  // Beside the session's cookie, which the same answer may set.
  const add = (reply: FastifyReply, value: string): void => {
    const others = [reply.getHeader('Set-Cookie') ?? []].flat().map(String);
    reply.removeHeader('Set-Cookie');
    reply.header('Set-Cookie', [...others.filter((one) => !one.startsWith(`${name}=`)), value]);
  };
  return {
    read: (request) => readCookie(request.headers.cookie, name),
    set: (reply, flow) => add(reply, `${name}=${flow}; ${attributes}; Max-Age=${FLOW_S}`),
    clear: (reply) => add(reply, `${name}=; ${attributes}; Max-Age=0`),
  };
}
