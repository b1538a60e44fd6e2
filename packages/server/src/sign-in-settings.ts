import type { GroupRule, OidcProvider } from './domains/sign-in/index.ts';
import { isNetwork } from './platform/outbound/index.ts';
import { StartError } from './platform/start-error.ts';
import { createSettingReader, type Environment } from './setting-reader.ts';

/** How people may sign in, for how long, and how long it is remembered who did what. */
export interface SignInConfig {
  readonly password: boolean;
  readonly sessions: { readonly idleMs: number; readonly lifetimeMs: number };
  readonly providers: readonly OidcProvider[];
}

export const SIGN_IN_SETTINGS = {
  RUNLOOM_PASSWORD_SIGN_IN: 'on or off: whether people may sign in with a password (default on)',
  RUNLOOM_SESSION_IDLE_HOURS: 'hours without use after which a session ends (default 168)',
  RUNLOOM_SESSION_LIFETIME_HOURS: 'hours after which a session ends whatever its use (default 720)',
  RUNLOOM_TRUSTED_PROXIES:
    'addresses and networks of reverse proxies whose X-Forwarded-For header tells the address of a visitor, separated by commas',
  RUNLOOM_AUDIT_RETENTION_DAYS:
    'days that entries of the audit log are kept (default: for ever; at least 1)',
  RUNLOOM_OIDC_PROVIDERS:
    'names of OpenID Connect providers, separated by commas; each has settings RUNLOOM_OIDC_<NAME>_…',
} as const;

const PROVIDER_SETTINGS = {
  ISSUER: 'the issuer, as its discovery document names it: https://…',
  CLIENT_ID: 'the client id that the provider gave out',
  CLIENT_SECRET: 'the secret of the client (default: none, a public client)',
  LABEL: 'what the button on the sign-in page says (default: the name)',
  SCOPES: 'scopes to ask for (default "openid email profile")',
  CREATE_USERS: 'on or off: whether who has no account gets one (default off)',
  LINK_BY_EMAIL:
    'on or off: whether an account with the same e-mail, verified by the provider, is theirs (default off)',
  TRUST_EMAIL:
    'on or off: whether e-mails count as verified when the provider does not say (default off)',
  ALLOWED_DOMAINS: 'domains of e-mails that may sign in, separated by commas (default: any)',
  GROUPS_CLAIM: 'the claim that names groups (default groups)',
  GROUPS: 'what groups are here, separated by commas: group=organization/team:role or group=admin',
  SIGN_OUT: 'here or provider: whether signing out also signs out there (default here)',
} as const;

const HOUR_MS = 3_600_000;
const PROVIDER_NAME = /^[a-z][a-z0-9]{0,31}$/;

/** Settings that exist because a provider of that name was given. */
export function namesOfProviderSettings(environment: Environment): readonly string[] {
  return readerOf(environment)
    .list('RUNLOOM_OIDC_PROVIDERS')
    .flatMap((provider) => Object.keys(PROVIDER_SETTINGS).map((name) => prefixOf(provider) + name));
}

/** @throws StartError that names the setting and what it takes */
export function readSignIn(environment: Environment): SignInConfig {
  const { list, whole, isOn, bad } = readerOf(environment);
  const names = list('RUNLOOM_OIDC_PROVIDERS');
  for (const name of names) {
    if (PROVIDER_NAME.test(name)) continue;
    throw bad(
      'RUNLOOM_OIDC_PROVIDERS',
      `holds ${JSON.stringify(name)}, but names have letters a-z and digits`,
    );
  }
  if (new Set(names).size < names.length) {
    throw bad('RUNLOOM_OIDC_PROVIDERS', 'names one provider twice');
  }
  const password = isOn('RUNLOOM_PASSWORD_SIGN_IN', true);
  if (!password && names.length === 0) {
    throw new StartError(
      'RUNLOOM_PASSWORD_SIGN_IN is off, but RUNLOOM_OIDC_PROVIDERS names no provider: nobody could sign in.',
    );
  }
  const hours = { least: 1, most: 87_600 };
  const idleMs = HOUR_MS * whole('RUNLOOM_SESSION_IDLE_HOURS', { ...hours, or: 168 });
  const lifetimeMs = HOUR_MS * whole('RUNLOOM_SESSION_LIFETIME_HOURS', { ...hours, or: 720 });
  return {
    password,
    sessions: { idleMs: Math.min(idleMs, lifetimeMs), lifetimeMs },
    providers: names.map((name) => readProvider(name, environment)),
  };
}

/** Null: for ever. @throws StartError */
export function readAuditRetention(environment: Environment): number | null {
  const bounds = { least: 1, most: 36_500, or: null };
  return readerOf(environment).whole('RUNLOOM_AUDIT_RETENTION_DAYS', bounds);
}

/** @throws StartError */
export function readTrustedProxies(environment: Environment): readonly string[] {
  const { list, bad } = readerOf(environment);
  const found = list('RUNLOOM_TRUSTED_PROXIES');
  const wrong = found.find((text) => !isNetwork(text));
  if (wrong === undefined) return found;
  throw bad(
    'RUNLOOM_TRUSTED_PROXIES',
    `holds ${JSON.stringify(wrong)}, which is no address or network`,
  );
}

const readerOf = (environment: Environment) => createSettingReader(environment, SIGN_IN_SETTINGS);

const prefixOf = (provider: string): string => `RUNLOOM_OIDC_${provider.toUpperCase()}_`;

function readProvider(name: string, environment: Environment): OidcProvider {
  const reader = createSettingReader(environment, PROVIDER_SETTINGS, prefixOf(name));
  const { text, list, isOn, bad } = reader;
  const required = (setting: keyof typeof PROVIDER_SETTINGS): string => {
    const given = text(setting);
    if (given === null) throw bad(setting, 'is missing');
    return given;
  };
  const scopes = text('SCOPES') ?? 'openid email profile';
  if (!scopes.split(/\s+/).includes('openid')) throw bad('SCOPES', 'does not hold openid');
  const signOut = text('SIGN_OUT') ?? 'here';
  if (signOut !== 'here' && signOut !== 'provider')
    throw bad('SIGN_OUT', `is ${JSON.stringify(signOut)}`);
  const issuer = required('ISSUER');
  if (!isIssuer(issuer)) {
    throw bad('ISSUER', 'must begin with https:// (http:// only for this machine itself)');
  }
  return {
    name,
    label: text('LABEL') ?? name,
    issuer,
    clientId: required('CLIENT_ID'),
    clientSecret: text('CLIENT_SECRET'),
    scopes,
    createsUsers: isOn('CREATE_USERS', false),
    linksByEmail: isOn('LINK_BY_EMAIL', false),
    trustsEmail: isOn('TRUST_EMAIL', false),
    allowedDomains: list('ALLOWED_DOMAINS').map((domain) => {
      if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain)) {
        throw bad('ALLOWED_DOMAINS', `holds ${JSON.stringify(domain)}, which is no domain`);
      }
      return domain.toLowerCase();
    }),
    groupsClaim: text('GROUPS_CLAIM') ?? 'groups',
    groups: list('GROUPS').map((given) => {
      const rule = readGroupRule(given);
      if (rule === null) throw bad('GROUPS', `holds ${JSON.stringify(given)}`);
      return rule;
    }),
    signsOutThere: signOut === 'provider',
  };
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  if (search !== '' || hash !== '' || username !== '') return false;
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}

// A group's name may itself hold =, as those of LDAP do.
function readGroupRule(text: string): GroupRule | null {
  const equals = text.lastIndexOf('=');
  const group = text.slice(0, Math.max(0, equals)).trim();
  const target = text.slice(equals + 1).trim();
  if (group === '') return null;
  if (target === 'admin') return { group, grants: 'admin' };
  const found = /^([\w.-]+)\/([\w.-]+):(admin|member|viewer)$/.exec(target);
  const [, organization, team, role] = found ?? [];
  if (organization === undefined || team === undefined) return null;
  return { group, grants: 'team', organization, team, role: role as 'admin' | 'member' | 'viewer' };
}
