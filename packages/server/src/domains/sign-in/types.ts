import type { SignInFault, SignInOptions } from '@runloom/model';
import { RunloomError } from '../../platform/errors.ts';
import type { OpenedBy, Session, Visit } from '../accounts/index.ts';

/** One sign-in server that speaks OpenID Connect. */
export interface OidcProvider {
  /** Part of addresses: lower case. */
  readonly name: string;
  /** What the button says. */
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Null: a public client, which PKCE alone protects. */
  readonly clientSecret: string | null;
  readonly scopes: string;
  /** Whether who has no account gets one. */
  readonly createsUsers: boolean;
  /** Whether an account with the same e-mail, verified by the provider, is theirs. */
  readonly linksByEmail: boolean;
  /** Whether an e-mail counts as verified when the provider does not say either way. */
  readonly trustsEmail: boolean;
  /** Lower case; empty: any. */
  readonly allowedDomains: readonly string[];
  /** The claim that names groups. */
  readonly groupsClaim: string;
  readonly groups: readonly GroupRule[];
  /** Whether signing out here goes on to the provider. */
  readonly signsOutThere: boolean;
}

/** What members of a group of the provider are here. */
export type GroupRule = { readonly group: string } & (
  | { readonly grants: 'admin' }
  | {
      readonly grants: 'team';
      readonly organization: string;
      readonly team: string;
      readonly role: 'admin' | 'member' | 'viewer';
    }
);

/** Why somebody who comes back from a provider does not get in. */
export class SignInError extends RunloomError {
  readonly fault: SignInFault;

  constructor(fault: SignInFault, message: string, cause?: unknown) {
    super('unauthenticated', message, cause === undefined ? {} : { cause });
    this.fault = fault;
  }
}

/** Signing in by other servers (OpenID Connect), and what ways there are. */
export interface SignIn {
  options(): SignInOptions;
  /**
   * Where to send a browser, and what it has to bring back in a cookie.
   * @param next a path of ours to go to afterwards
   * @param from the address of the browser, which is held up when it begins too often
   * @throws SignInError
   */
  begin(
    provider: string,
    to: { readonly redirectUri: string; readonly next: string; readonly from: string },
  ): Promise<{ readonly address: string; readonly flow: string }>;
  /**
   * Checks what the browser came back with, and opens a session for whom it is.
   * @param url the whole address that the browser asks for, as people reach it
   * @throws SignInError
   */
  finish(
    provider: string,
    back: { readonly url: URL; readonly flow: string | null; readonly visit: Visit },
  ): Promise<{ readonly session: Session; readonly next: string }>;
  /** Where signing out goes on, for a session that a provider opened; null: nowhere. */
  signOutAt(openedBy: OpenedBy | null, backTo: string): Promise<string | null>;
}
