import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../testing/index.ts';
import type { Actor, InviteResult, UserActor } from './types.ts';

const ANONYMOUS: Actor = { kind: 'anonymous' };
const PASSWORD = 'a long enough password';
const WEEK_MS = 7 * 24 * 3_600_000;

let room: Room;
let boss: UserActor;
let stranger: UserActor;

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin } = room;
  boss = await room.user('boss');
  stranger = await room.user('stranger', { email: 'stranger@example.org' });
  await accounts.putOrganization(admin, 'org');
  await accounts.putTeam(admin, 'org', 'crew');
  await accounts.putTeamMember(admin, 'org', 'crew', 'boss', 'admin');
});
afterAll(() => room.close());

async function inviteByLink(email: string, role = 'member') {
  const invited: InviteResult = await room.accounts.invite(boss, 'crew', { email }, role);
  if (invited.kind !== 'invitation') throw new Error(`${email} joined at once`);
  return invited;
}

const accept = (actor: Actor, token: string, username?: string) =>
  room.accounts.acceptInvitation(actor, token, {
    account: username === undefined ? null : { username, password: PASSWORD },
    visit: { address: '', userAgent: 'test' },
  });

const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );

const namesIn = async (team: string): Promise<readonly string[]> => {
  const entity = await room.accounts.findEntity(team);
  if (entity === null) throw new Error(`no team ${team}`);
  return (await room.accounts.listMembers(room.admin, entity)).map(({ user }) => user.username);
};

describe('an invitation by link', () => {
  it('makes an account with the address, in the team, and signs it in', async () => {
    const { accounts } = room;
    const { token } = await inviteByLink('New@Example.org', 'viewer');
    expect(await accounts.readInvitation(ANONYMOUS, token)).toMatchObject({
      team: 'crew',
      email: 'New@Example.org',
      role: 'viewer',
      next: 'create-account',
    });
    const { session } = await accept(ANONYMOUS, token, 'newcomer');
    expect(session?.user).toMatchObject({ username: 'newcomer', email: 'New@Example.org' });
    const actor = await accounts.authenticateSession(session?.token ?? '');
    expect(actor).toMatchObject({ username: 'newcomer', isAdmin: false });
    expect(await namesIn('crew')).toContain('newcomer');
  });

  it('works once, also for two who use it at the same time', async () => {
    const { token } = await inviteByLink('race@example.org');
    const outcomes = await Promise.all(
      ['one', 'two', 'three'].map((name) => outcome(accept(ANONYMOUS, token, name))),
    );
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    expect(await outcome(accept(ANONYMOUS, token, 'four'))).toBe('gone');
    await expect(room.accounts.readInvitation(ANONYMOUS, token)).rejects.toThrow(
      /was used on .*, and works once/,
    );
    const made = (await namesIn('crew')).filter((name) => ['one', 'two', 'three'].includes(name));
    expect(made).toHaveLength(1);
  });

  it('joins who is signed in only when the address is theirs', async () => {
    const { accounts } = room;
    const { token } = await inviteByLink('Stranger@example.org');
    expect(await accounts.readInvitation(ANONYMOUS, token)).toMatchObject({ next: 'sign-in' });
    expect(await outcome(accept(ANONYMOUS, token, 'thief'))).toBe('unauthenticated');
    const other = await room.user('other', { email: 'other@example.org' });
    expect(await accounts.readInvitation(other, token)).toMatchObject({ next: 'other-person' });
    expect(await outcome(accept(other, token))).toBe('forbidden');
    expect(await outcome(accept(boss, token))).toBe('forbidden');
    expect(await accept(stranger, token)).toEqual({ team: 'crew', session: null });
    expect(await namesIn('crew')).toContain('stranger');
  });

  it('is the same for an address that is somebody’s and for one that is nobody’s', async () => {
    await room.user('known', { email: 'known@example.org' });
    const known = await inviteByLink('known@example.org');
    const unknown = await inviteByLink('nobody@example.org');
    const shape = ({ invitation, token }: typeof known) => [
      Object.keys(invitation).sort(),
      token.length,
      invitation.role,
    ];
    expect(shape(known)).toEqual(shape(unknown));
  });

  it('expires, is taken back and sent again, and says which of them happened', async () => {
    const { accounts, clock } = room;
    const { invitation, token } = await inviteByLink('late@example.org');
    clock.now += WEEK_MS + 1;
    expect(await outcome(accept(ANONYMOUS, token, 'late'))).toBe('gone');
    await expect(accounts.readInvitation(ANONYMOUS, token)).rejects.toThrow(/expired on/);
    const again = await accounts.resendInvitation(boss, 'crew', invitation.id);
    expect(await outcome(accounts.readInvitation(ANONYMOUS, token))).toBe('not_found');
    expect(await outcome(accounts.readInvitation(ANONYMOUS, again.token))).toBe('done');
    await accounts.withdrawInvitation(boss, 'crew', invitation.id);
    await expect(accounts.readInvitation(ANONYMOUS, again.token)).rejects.toThrow(/taken back/);
    expect(await outcome(accounts.resendInvitation(boss, 'crew', invitation.id))).toBe('not_found');
    const next = await inviteByLink('late@example.org');
    expect(next.invitation.id).not.toBe(invitation.id);
  });

  it('of a team that is gone, or of no token at all, opens nothing', async () => {
    const { accounts, admin } = room;
    await accounts.putTeam(admin, 'org', 'brief');
    const made = await accounts.invite(admin, 'brief', { email: 'x@example.org' }, 'member');
    if (made.kind !== 'invitation') throw new Error('joined');
    await accounts.deleteTeam(admin, 'org', 'brief');
    expect(await outcome(accept(ANONYMOUS, made.token, 'xaver'))).toBe('gone');
    for (const token of ['', 'x', '..', 'a'.repeat(5_000), '\0']) {
      expect(await outcome(accounts.readInvitation(ANONYMOUS, token))).toBe('not_found');
    }
    expect(await accounts.findUser('xaver')).toBeNull();
  });

  it('refuses weak passwords and taken names, and can be tried again', async () => {
    const { token } = await inviteByLink('again@example.org');
    const short = room.accounts.acceptInvitation(ANONYMOUS, token, {
      account: { username: 'again', password: 'short' },
      visit: { address: '', userAgent: '' },
    });
    expect(await outcome(short)).toBe('invalid');
    expect(await outcome(accept(ANONYMOUS, token, 'boss'))).toBe('conflict');
    expect(await outcome(accept(ANONYMOUS, token, 'api'))).toBe('invalid');
    expect(await outcome(accept(ANONYMOUS, token))).toBe('invalid');
    expect(await outcome(accept(ANONYMOUS, token, 'again'))).toBe('done');
  });
});
