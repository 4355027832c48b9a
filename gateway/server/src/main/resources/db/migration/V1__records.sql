-- What may not be lost. Personal data is sealed (…_sealed) and looked up by a keyed hash (…_lookup); nothing of it is in clear.

CREATE TABLE branch (
  code      text PRIMARY KEY,
  name      text NOT NULL,
  time_zone text NOT NULL
);

CREATE TABLE district (
  code   text PRIMARY KEY,
  name   text NOT NULL,
  branch text NOT NULL REFERENCES branch
);

CREATE TABLE village (
  id       text PRIMARY KEY,
  name     text NOT NULL,
  kind     text NOT NULL CHECK (kind IN ('desa_dinas', 'kelurahan', 'nagari', 'desa_adat', 'banjar')),
  district text NOT NULL REFERENCES district
);

CREATE TABLE institution (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name      text NOT NULL UNIQUE,
  kind      text NOT NULL,
  mou_from  date NOT NULL,
  mou_until date NOT NULL CHECK (mou_until >= mou_from)
);

CREATE TABLE agent (
  code         text PRIMARY KEY CHECK (code ~ '^[A-Z]{3}[0-9]{3}$'),
  name_sealed  bytea NOT NULL,
  phone_sealed bytea NOT NULL,
  phone_lookup bytea NOT NULL UNIQUE,
  village      text NOT NULL REFERENCES village,
  status       text NOT NULL CHECK (status IN ('candidate', 'certified', 'active', 'suspended')),
  institution  bigint REFERENCES institution,
  created_at   timestamptz NOT NULL
);

CREATE TABLE worker (
  id                uuid PRIMARY KEY,
  nik_lookup        bytea NOT NULL UNIQUE,
  nik_sealed        bytea NOT NULL,
  name_sealed       bytea,
  birth_date_sealed bytea NOT NULL,
  created_at        timestamptz NOT NULL
);

CREATE TABLE application (
  reference     text PRIMARY KEY CHECK (reference ~ '^[A-Z2-9]{6}$'),
  worker        uuid NOT NULL REFERENCES worker,
  phone_sealed  bytea NOT NULL,
  phone_lookup  bytea NOT NULL,
  status        text NOT NULL CHECK (status IN
                  ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved', 'rejected', 'withdrawn', 'expired')),
  language      text NOT NULL,
  channel       text NOT NULL,
  village       text NOT NULL REFERENCES village,
  agent         text REFERENCES agent,
  plan          text NOT NULL,
  occupation    text NOT NULL,
  permanence    text NOT NULL,
  band          text NOT NULL,
  unconfirmed   boolean NOT NULL DEFAULT false,
  reason_sealed      bytea, -- an agent's or a clerk's own words: they may name the worker
  card_number_sealed bytea,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  -- while it awaits its agent: when something has to be done next, and what was done
  next_deadline timestamptz,
  reminded      boolean NOT NULL DEFAULT false,
  CHECK ((status = 'approved') = (card_number_sealed IS NOT NULL)),
  CHECK (status <> 'rejected' OR reason_sealed IS NOT NULL)
);
-- One open application for a worker; and one who is approved is registered, and does not apply again.
CREATE UNIQUE INDEX application_one_open ON application (worker)
  WHERE status IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved');
CREATE INDEX application_phone ON application (phone_lookup, created_at DESC);
CREATE INDEX application_page ON application (created_at, reference);
CREATE INDEX application_due ON application (next_deadline) WHERE next_deadline IS NOT NULL;

CREATE TABLE consent (
  application  text PRIMARY KEY REFERENCES application,
  text_version text NOT NULL,
  language     text NOT NULL,
  channel      text NOT NULL,
  given_at     timestamptz NOT NULL
);

-- A code belongs to one act, one application and one phone; it is used once and expires.
CREATE TABLE act_code (
  code         text PRIMARY KEY CHECK (code ~ '^[A-Z2-9]{6}$'),
  act          text NOT NULL CHECK (act IN ('agent_answer', 'worker_withdrawal')),
  application  text NOT NULL REFERENCES application,
  phone_lookup bytea NOT NULL,
  expires_at   timestamptz NOT NULL,
  used_at      timestamptz,
  outcome      text
);
CREATE INDEX act_code_application ON act_code (application);

CREATE TABLE wrong_try (
  phone_lookup bytea PRIMARY KEY,
  tries        integer NOT NULL,
  since        timestamptz NOT NULL,
  locked_until timestamptz
);

-- When a number last had short answers that it could provoke for ever: no loops with another machine.
CREATE TABLE puzzled (
  phone_lookup bytea PRIMARY KEY,
  times        timestamptz[] NOT NULL
);

-- An intent happens once: its recorded outcome answers every replay.
CREATE TABLE intent (
  id      text PRIMARY KEY,
  action  text NOT NULL,
  outcome text NOT NULL,
  gives   text NOT NULL,
  at      timestamptz NOT NULL
);

CREATE TABLE audit (
  id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at    timestamptz NOT NULL,
  who   text NOT NULL,
  what  text NOT NULL,
  about text NOT NULL
);
CREATE INDEX audit_about ON audit (about);
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
