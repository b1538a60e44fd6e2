import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const CORP = {
  RUNLOOM_OIDC_PROVIDERS: 'corp',
  RUNLOOM_OIDC_CORP_ISSUER: 'https://id.example.com/realms/main',
  RUNLOOM_OIDC_CORP_CLIENT_ID: 'runloom',
};
const read = (environment: Record<string, string>) => readConfig(environment, '/work');

it('a provider is read with its rules', () => {
  const { providers } = read({
    ...CORP,
    RUNLOOM_OIDC_CORP_CLIENT_SECRET: 's3cret',
    RUNLOOM_OIDC_CORP_LABEL: 'Example Corp',
    RUNLOOM_OIDC_CORP_CREATE_USERS: 'on',
    RUNLOOM_OIDC_CORP_ALLOWED_DOMAINS: 'Example.com, example.org',
    RUNLOOM_OIDC_CORP_GROUPS: 'cn=ml=lab/vision:member, heads=admin',
  }).signIn;
  expect(providers).toEqual([
    {
      name: 'corp',
      label: 'Example Corp',
      issuer: 'https://id.example.com/realms/main',
      clientId: 'runloom',
      clientSecret: 's3cret',
      scopes: 'openid email profile',
      createsUsers: true,
      linksByEmail: false,
      trustsEmail: false,
      allowedDomains: ['example.com', 'example.org'],
      groupsClaim: 'groups',
      groups: [
        { group: 'cn=ml', grants: 'team', organization: 'lab', team: 'vision', role: 'member' },
        { group: 'heads', grants: 'admin' },
      ],
      signsOutThere: false,
    },
  ]);
});

it.each([
  [{ RUNLOOM_OIDC_PROVIDERS: 'Corp!' }, 'RUNLOOM_OIDC_PROVIDERS holds "Corp!"'],
  [{ RUNLOOM_OIDC_PROVIDERS: 'corp,corp' }, 'RUNLOOM_OIDC_PROVIDERS names one provider twice'],
  [{ RUNLOOM_OIDC_PROVIDERS: 'corp' }, 'RUNLOOM_OIDC_CORP_ISSUER is missing'],
  [
    { ...CORP, RUNLOOM_OIDC_CORP_ISSUER: 'http://id.example.com' },
    'RUNLOOM_OIDC_CORP_ISSUER must begin with https://',
  ],
  [
    { ...CORP, RUNLOOM_OIDC_CORP_GROUPS: 'ml=vision' },
    'RUNLOOM_OIDC_CORP_GROUPS holds "ml=vision"',
  ],
  [{ ...CORP, RUNLOOM_OIDC_CORP_CREATE_USERS: 'yes' }, 'RUNLOOM_OIDC_CORP_CREATE_USERS is "yes"'],
  [{ ...CORP, RUNLOOM_OIDC_CORP_SCOPES: 'email' }, 'RUNLOOM_OIDC_CORP_SCOPES does not hold openid'],
  [
    { ...CORP, RUNLOOM_OIDC_CORP_ALLOWED_DOMAINS: '@x' },
    'RUNLOOM_OIDC_CORP_ALLOWED_DOMAINS holds "@x"',
  ],
  [
    { ...CORP, RUNLOOM_OIDC_CORP_ISUER: 'x' },
    'RUNLOOM_OIDC_CORP_ISUER is not a setting of Runloom. Did you mean RUNLOOM_OIDC_CORP_ISSUER?',
  ],
  [{ RUNLOOM_OIDC_CORP_ISSUER: 'https://x.example' }, 'RUNLOOM_OIDC_CORP_ISSUER is not a setting'],
  [{ RUNLOOM_PASSWORD_SIGN_IN: 'off' }, 'nobody could sign in'],
  [{ RUNLOOM_SESSION_IDLE_HOURS: '0' }, 'RUNLOOM_SESSION_IDLE_HOURS is "0"'],
  [{ RUNLOOM_AUDIT_RETENTION_DAYS: 'ever' }, 'RUNLOOM_AUDIT_RETENTION_DAYS is "ever"'],
  [{ RUNLOOM_TRUSTED_PROXIES: '10.0.0.0/8, proxy' }, 'RUNLOOM_TRUSTED_PROXIES holds "proxy"'],
])('%j stops the start with one line', (environment, words) => {
  const message = (() => {
    try {
      read(environment);
      return 'no error';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  })();
  expect(message).toContain(words);
  expect(message).not.toContain('\n');
});
