import { type Kysely, sql } from "kysely";

/** Sign-off requests with their seats and questions. What was decided is final, and so is an end. Never edited once landed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table signoff_request (
    id uuid primary key,
    closeout_id uuid not null references closeout (id),
    number integer not null check (number >= 1),
    purpose text not null,
    title text not null,
    meaning text not null,
    documents jsonb not null,
    quorum jsonb not null,
    turns text not null check (turns in ('parallel', 'sequence')),
    decide_by timestamptz not null,
    effect jsonb not null,
    requested_by jsonb not null,
    requested_at timestamptz not null,
    state text not null check (
      state in ('open', 'approved', 'rejected', 'withdrawn', 'expired', 'superseded', 'overridden')
    ),
    ended_at timestamptz,
    ended_by jsonb,
    end_reason text,
    unique (closeout_id, number),
    check ((state = 'open') = (ended_at is null)),
    check (state <> 'open' or (ended_by is null and end_reason is null))
  )`,
  `create index signoff_request_open on signoff_request (closeout_id) where state = 'open'`,
  `create index signoff_request_to_expire on signoff_request (decide_by) where state = 'open'`,

  `create table signoff_seat (
    id uuid primary key,
    request uuid not null references signoff_request (id),
    position integer not null,
    role text,
    user_id text not null,
    name text not null,
    turn integer not null check (turn >= 1),
    asked_at timestamptz,
    decision text check (decision in ('approved', 'rejected')),
    decided_by jsonb,
    on_behalf_of text,
    words text,
    decided_at timestamptz,
    time_zone text,
    platform_request text,
    delegation jsonb,
    left_at timestamptz,
    replaced jsonb,
    reminded integer not null default 0,
    remind_at timestamptz,
    owner_told_at timestamptz,
    look_at timestamptz,
    check ((decision is null) = (decided_by is null)),
    check ((decision is null) = (decided_at is null)),
    check ((decision is null) = (time_zone is null)),
    check ((decision is null) = (platform_request is null)),
    check (decision is not null or (on_behalf_of is null and words is null)),
    check (decision is null or (asked_at is not null and replaced is null)),
    check (decision is distinct from 'rejected' or words is not null)
  )`,
  `create index signoff_seat_of_request on signoff_seat (request, position)`,
  `create unique index signoff_seat_once on signoff_seat (request, coalesce(role, ''), user_id) where replaced is null`,
  `create index signoff_seat_to_remind on signoff_seat (remind_at) where remind_at is not null`,
  `create index signoff_seat_to_look_at on signoff_seat (look_at) where look_at is not null`,
  `create index signoff_seat_of_user on signoff_seat (user_id) where decision is null and replaced is null`,
  `create index signoff_seat_of_delegate on signoff_seat ((delegation->>'to'))
    where decision is null and replaced is null and delegation is not null`,

  `create table signoff_question (
    id uuid primary key,
    request uuid not null references signoff_request (id),
    asked_by jsonb not null,
    asked_at timestamptz not null,
    words text not null
  )`,
  `create index signoff_question_of_request on signoff_question (request, asked_at)`,

  `create function refuse_second_word() returns trigger language plpgsql as $$
    begin
      if (old.decision, old.decided_by, old.on_behalf_of, old.words, old.decided_at, old.time_zone, old.platform_request)
        is distinct from
        (new.decision, new.decided_by, new.on_behalf_of, new.words, new.decided_at, new.time_zone, new.platform_request)
        or (old.id, old.request, old.role, old.user_id, old.name) is distinct from
        (new.id, new.request, new.role, new.user_id, new.name)
      then
        raise exception 'a decision is written once: change refused' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end
  $$`,
  `create trigger signoff_decision_is_final before update on signoff_seat
    for each row when (old.decision is not null) execute function refuse_second_word()`,

  `create function refuse_after_end() returns trigger language plpgsql as $$
    begin
      raise exception 'sign-off request % has ended: change refused', old.number using errcode = 'insufficient_privilege';
    end
  $$`,
  `create trigger signoff_end_is_final before update on signoff_request
    for each row when (old.state <> 'open') execute function refuse_after_end()`,

  `create function refuse_decision_after_end() returns trigger language plpgsql as $$
    begin
      if exists (select from signoff_request where id = new.request and state <> 'open') then
        raise exception 'the sign-off request has ended: decision refused' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end
  $$`,
  `create trigger signoff_no_decision_after_end before update on signoff_seat
    for each row when (old.decision is null and new.decision is not null)
    execute function refuse_decision_after_end()`,

  `create function refuse_signoff_removal() returns trigger language plpgsql as $$
    begin
      raise exception 'sign-off is kept for good: % refused', tg_op using errcode = 'insufficient_privilege';
    end
  $$`,
  `create trigger signoff_request_stays before delete or truncate on signoff_request
    for each statement execute function refuse_signoff_removal()`,
  `create trigger signoff_seat_stays before delete or truncate on signoff_seat
    for each statement execute function refuse_signoff_removal()`,
  `create trigger signoff_question_stays before update or delete or truncate on signoff_question
    for each statement execute function refuse_signoff_removal()`,

  `create index ledger_entry_of_signoff on ledger_entry (closeout_id, (data->>'request'), seq)
    where kind like 'signoff.%'`,
];
