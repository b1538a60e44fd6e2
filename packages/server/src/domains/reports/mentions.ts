import type { ReportDocument } from '@runloom/model';
import type { Log } from '../../platform/logging.ts';
import { type Accounts, sessionActor, type UserId } from '../accounts/index.ts';
import { type Access, rightsIn } from './access.ts';
import { mentionsIn } from './text/searchable.ts';
import type { CommentEvent, FoundReport, MentionEvent, ReportId, ReportListener } from './types.ts';

/** As many as one text speaks to. */
const MOST_MENTIONED = 50;

/** User names after an `@` that stands at the start of a word. */
export function namesAfterAt(text: string): readonly string[] {
  const names = [...text.matchAll(/(?<![\w@./-])@([A-Za-z0-9_][A-Za-z0-9_.-]*)/g)];
  // A sentence may end behind a name.
  return [...new Set(names.map(([, name = '']) => name.replace(/[.-]+$/, '')))].slice(
    0,
    MOST_MENTIONED,
  );
}

type Place = Pick<FoundReport, 'report' | 'project'>;

export interface Mentions {
  /** Those of these user names that are there and may read the report. */
  readers(found: Place, names: readonly string[]): Promise<readonly UserId[]>;
  tellComment(event: CommentEvent): void;
  tellMention(event: MentionEvent): void;
  /** Notes whom the text speaks to when it is opened. */
  beginText(id: ReportId, document: ReportDocument): void;
  endText(id: ReportId): void;
  /** Tells those whom the text speaks to since it was looked at last. */
  noticeText(id: ReportId, document: ReportDocument, by: UserId): Promise<void>;
}

/** Who is spoken to, and the telling of it. */
export function createMentions(deps: {
  accounts: Pick<Accounts, 'findUser' | 'getUser'>;
  access: Access;
  listener: ReportListener;
  log: Log;
}): Mentions {
  const { accounts, access, listener, log } = deps;
  /** Whom the texts that are open speak to already. */
  const known = new Map<ReportId, ReadonlySet<string>>();

  async function readers({ report, project }: Place, names: readonly string[]) {
    const found: UserId[] = [];
    for (const name of names) {
      const user = await accounts.findUser(name);
      if (user === null) continue;
      const actor = sessionActor(user);
      const may = rightsIn(report, actor, await access.standingIn(actor, project));
      if (may !== null) found.push(user.id);
    }
    return found;
  }

  /** A listener that fails hinders nobody. */
  function tell<Event>(
    listen: ((event: Event) => void | Promise<void>) | undefined,
    event: Event,
  ): void {
    Promise.resolve()
      .then(() => listen?.(event))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'an event of a report was not taken');
      });
  }

  const tellMention = (event: MentionEvent) => tell(listener.onMention?.bind(listener), event);

  return {
    readers,
    tellComment: (event) => tell(listener.onComment?.bind(listener), event),
    tellMention,

    beginText(id, document) {
      known.set(id, new Set(mentionsIn(document).keys()));
    },

    endText(id) {
      known.delete(id);
    },

    async noticeText(id, document, by) {
      const mentioned = mentionsIn(document);
      const before = known.get(id);
      known.set(id, new Set([...(before ?? []), ...mentioned.keys()]));
      const fresh = [...mentioned].filter(([name]) => !before?.has(name));
      if (fresh.length === 0) return;
      const user = await accounts.getUser(by);
      if (user === null) return;
      const { report, project } = await access.find(sessionActor(user), id, 'read');
      for (const [name, excerpt] of fresh.slice(0, MOST_MENTIONED)) {
        const [reader] = await readers({ report, project }, [name]);
        if (reader === undefined || reader === by) continue;
        tellMention({ report, project, by, mentioned: reader, thread: null, excerpt });
      }
    },
  };
}
