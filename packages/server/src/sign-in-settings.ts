import { isIP } from 'node:net';
import type { GroupRule, OidcProvider } from './domains/sign-in/index.ts';
import { StartError } from './platform/start-error.ts';

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

type SettingName = keyof typeof SIGN_IN_SETTINGS;

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

type ProviderSetting = keyof typeof PROVIDER_SETTINGS;
type Environment = Readonly<Record<string, string | undefined>>;

const HOUR_MS = 3_600_000;
const PROVIDER_NAME = /^[a-z][a-z0-9]{0,31}$/;

/** Settings that exist because a provider of that name was given. */
export function namesOfProviderSettings(environment: Environment): readonly string[] {
  return listOf(environment['RUNLOOM_OIDC_PROVIDERS']).flatMap((provider) =>
    Object.keys(PROVIDER_SETTINGS).map((name) => `RUNLOOM_OIDC_${provider.toUpperCase()}_${name}`),
  );
}

/** @throws StartError that names the setting and what it takes */
export function readSignIn(environment: Environment): SignInConfig {
  const read = (name: SettingName): string | null => environment[name]?.trim() || null;
  const names = listOf(environment['RUNLOOM_OIDC_PROVIDERS']);
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
  const password = readSwitch('RUNLOOM_PASSWORD_SIGN_IN', read('RUNLOOM_PASSWORD_SIGN_IN'), true);
  if (!password && names.length === 0) {
    throw new StartError(
      'RUNLOOM_PASSWORD_SIGN_IN is off, but RUNLOOM_OIDC_PROVIDERS names no provider: nobody could sign in.',
    );
  }
  const idleMs = HOUR_MS * readHours('RUNLOOM_SESSION_IDLE_HOURS', read, 168);
  const lifetimeMs = HOUR_MS * readHours('RUNLOOM_SESSION_LIFETIME_HOURS', read, 720);
  return {
    password,
    sessions: { idleMs: Math.min(idleMs, lifetimeMs), lifetimeMs },
    providers: names.map((name) => readProvider(name, environment)),
  };
}

/** Null: for ever. @throws StartError */
export function readAuditRetention(environment: Environment): number | null {
  const name = 'RUNLOOM_AUDIT_RETENTION_DAYS';
  const text = environment[name]?.trim();
  return text ? readWhole(name, text, 36_500) : null;
}

/** @throws StartError */
export function readTrustedProxies(environment: Environment): readonly string[] {
  const found = listOf(environment['RUNLOOM_TRUSTED_PROXIES']);
  const wrong = found.find((text) => !isNetwork(text));
  if (wrong === undefined) return found;
  throw bad(
    'RUNLOOM_TRUSTED_PROXIES',
    `holds ${JSON.stringify(wrong)}, which is no address or network`,
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

function readProvider(name: string, environment: Environment): OidcProvider {
  const full = (setting: ProviderSetting) => `RUNLOOM_OIDC_${name.toUpperCase()}_${setting}`;
  const read = (setting: ProviderSetting) => environment[full(setting)]?.trim() || null;
  const wrong = (setting: ProviderSetting, problem: string): StartError =>
    new StartError(`${full(setting)} ${problem}. It takes: ${PROVIDER_SETTINGS[setting]}.`);
  const required = (setting: ProviderSetting): string => {
    const text = read(setting);
    if (text === null) throw wrong(setting, 'is missing');
    return text;
  };
  const isOn = (setting: ProviderSetting): boolean => {
    const text = read(setting) ?? 'off';
    if (text !== 'on' && text !== 'off') throw wrong(setting, `is ${JSON.stringify(text)}`);
    return text === 'on';
  };
  const scopes = read('SCOPES') ?? 'openid email profile';
  if (!scopes.split(/\s+/).includes('openid')) throw wrong('SCOPES', 'does not hold openid');
  const signOut = read('SIGN_OUT') ?? 'here';
  if (signOut !== 'here' && signOut !== 'provider')
    throw wrong('SIGN_OUT', `is ${JSON.stringify(signOut)}`);
  const issuer = required('ISSUER');
  if (!isIssuer(issuer)) {
    throw wrong('ISSUER', 'must begin with https:// (http:// only for this machine itself)');
  }
  return {
    name,
    label: read('LABEL') ?? name,
    issuer,
    clientId: required('CLIENT_ID'),
    clientSecret: read('CLIENT_SECRET'),
    scopes,
    createsUsers: isOn('CREATE_USERS'),
    linksByEmail: isOn('LINK_BY_EMAIL'),
    trustsEmail: isOn('TRUST_EMAIL'),
    allowedDomains: listOf(read('ALLOWED_DOMAINS') ?? undefined).map((domain) => {
      if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain)) {
        throw wrong('ALLOWED_DOMAINS', `holds ${JSON.stringify(domain)}, which is no domain`);
      }
      return domain.toLowerCase();
    }),
    groupsClaim: read('GROUPS_CLAIM') ?? 'groups',
    groups: listOf(read('GROUPS') ?? undefined).map((text) => {
      const rule = readGroupRule(text);
      if (rule === null) throw wrong('GROUPS', `holds ${JSON.stringify(text)}`);
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

function readHours(
  name: SettingName,
  read: (name: SettingName) => string | null,
  otherwise: number,
): number {
  const text = read(name);
  return text === null ? otherwise : readWhole(name, text, 87_600);
}

function readWhole(name: SettingName, text: string, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= most) return value;
  throw bad(name, `is ${JSON.stringify(text)}, but must be a whole number from 1 to ${most}`);
}

function readSwitch(name: SettingName, text: string | null, otherwise: boolean): boolean {
  if (text === null) return otherwise;
  if (text === 'on' || text === 'off') return text === 'on';
  throw bad(name, `is ${JSON.stringify(text)}`);
}

function bad(name: SettingName, problem: string): StartError {
  return new StartError(`${name} ${problem}. It takes: ${SIGN_IN_SETTINGS[name]}.`);
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
