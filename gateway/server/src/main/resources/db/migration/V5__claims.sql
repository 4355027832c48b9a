-- First reports of an accident or a death (R18, R19). The claim itself is decided outside.
-- Who it happened to is known by the NIK alone: it may be nobody's that we know, and no worker's row is held by it.
-- What happened and when says nothing of a person without the sealed columns beside it.

CREATE TABLE risk_report (
  reference       text PRIMARY KEY CHECK (reference ~ '^[A-Z2-9]{6}$'),
  risk            text NOT NULL CHECK (risk IN ('accident', 'death')),
  stage           text NOT NULL DEFAULT 'reported' CHECK (stage IN ('reported', 'stage_1', 'stage_2', 'decided')),
  nik_sealed      bytea, -- the reporter may not know it
  nik_lookup      bytea,
  village         text NOT NULL REFERENCES village,
  place_sealed    bytea,
  day             date NOT NULL,
  phone_sealed    bytea NOT NULL, -- the reporter's
  phone_lookup    bytea NOT NULL,
  relative_sealed bytea NOT NULL, -- whom agent and branch call; often the reporter
  relative_lookup bytea NOT NULL,
  language        text NOT NULL,
  channel         text NOT NULL,
  agent           text REFERENCES agent,
  branch          text REFERENCES branch,
  note_sealed     bytea, -- a clerk's own words: they may name a person
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  until           timestamptz NOT NULL,
  -- while it is only reported: when something has to be done next, and what was done
  next_deadline   timestamptz,
  reminded        boolean NOT NULL DEFAULT false,
  overdue         boolean NOT NULL DEFAULT false,
  CHECK ((nik_sealed IS NULL) = (nik_lookup IS NULL)),
  CHECK (next_deadline IS NULL OR stage = 'reported')
);
CREATE INDEX risk_report_page ON risk_report (created_at, reference);
CREATE INDEX risk_report_phone ON risk_report (phone_lookup, created_at DESC);
CREATE INDEX risk_report_relative ON risk_report (relative_lookup, created_at DESC);
CREATE INDEX risk_report_due ON risk_report (next_deadline) WHERE next_deadline IS NOT NULL;
