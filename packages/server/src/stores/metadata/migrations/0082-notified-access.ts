import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Requests for access, what is granted of them, and invitations are noted for who is to be told. */
export const migration: Migration = {
  async up(db, { integer }) {
    if (integer === 'bigint') {
      await sql`create trigger notification_access_requests after insert on access_requests
        for each row execute function notification_note_row('access-request')`.execute(db);
      await sql`create trigger notification_access_answers after update of was_granted
        on access_requests
        for each row when (old.was_granted is distinct from new.was_granted and new.was_granted = 1)
        execute function notification_note_row('access-answer')`.execute(db);
      await sql`create trigger notification_invitations after insert on invitations
        for each row execute function notification_note_row('invitation')`.execute(db);
      return;
    }
    await sql`create trigger notification_access_requests after insert on access_requests
      begin insert into notification_queue (kind, subject_id, detail)
        values ('access-request', new.id, ''); end`.execute(db);
    await sql`create trigger notification_access_answers after update of was_granted
      on access_requests when old.was_granted is not new.was_granted and new.was_granted = 1
      begin insert into notification_queue (kind, subject_id, detail)
        values ('access-answer', new.id, ''); end`.execute(db);
    await sql`create trigger notification_invitations after insert on invitations
      begin insert into notification_queue (kind, subject_id, detail)
        values ('invitation', new.id, ''); end`.execute(db);
  },
};
