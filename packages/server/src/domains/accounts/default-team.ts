import { sql } from 'kysely';

/** Of a row of `users`: the name of the team they chose for runs that name no entity, while they are in it. */
export const DEFAULT_TEAM = sql<string | null>`(
  select entities.name from team_members
  join entities on entities.id = team_members.entity_id
  where team_members.user_id = users.id and team_members.entity_id = users.default_team_id
)`.as('default_team');
