import { z } from 'zod';
import { Millis } from './common.ts';

/** `GET /api/v1/sign-in`: by what people may sign in here. */
export const SignInOptions = z.object({
  password: z.boolean(),
  /** Other sign-in servers; `name` is part of their address, `label` what a button says. */
  providers: z.array(z.object({ name: z.string(), label: z.string() })),
});
export type SignInOptions = z.infer<typeof SignInOptions>;

/** What went wrong on the way back from another sign-in server: the page has a sentence for each. */
export const SIGN_IN_FAULTS = [
  'expired',
  'mismatch',
  'refused',
  'unreachable',
  'no-account',
  'domain',
  'unverified',
  'conflict',
  'unknown-provider',
  'too-many',
] as const;
export type SignInFault = (typeof SIGN_IN_FAULTS)[number];

/** `DELETE /api/v1/session`: where to go to sign out of the other sign-in server, too. */
export const SignOutView = z.object({ continueAt: z.string().nullable() });

export const BrowserSessionView = z.object({
  id: z.string(),
  userAgent: z.string(),
  /** Where it began: an IPv4 address, or the /64 network of an IPv6 one. */
  address: z.string(),
  /** `password`, `link`, or `oidc:` and the name of a provider. */
  openedBy: z.string(),
  createdAt: Millis,
  lastSeenAt: Millis,
  /** When it ends unless it is used. */
  expiresAt: Millis,
  isCurrent: z.boolean(),
});
export type BrowserSessionView = z.infer<typeof BrowserSessionView>;

/** `GET /api/v1/sessions` */
export const BrowserSessionList = z.object({ sessions: z.array(BrowserSessionView) });
export const EndedSessions = z.object({ ended: z.number() });

/** `POST /api/v1/admin/users/{username}/sign-in-link`: the only answer that holds the link. */
export const SignInLinkView = z.object({ url: z.string(), expiresAt: Millis });
