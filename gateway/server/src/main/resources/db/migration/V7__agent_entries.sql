-- Workers whom an agent enters, and who are asked themselves; and people who want to become agents.

-- Each room names its own acts; what they share is the shape of a name.
ALTER TABLE act_code DROP CONSTRAINT act_code_act_check;
ALTER TABLE act_code ADD CONSTRAINT act_code_act_check CHECK (act ~ '^[a-z_]{3,40}$');
CREATE INDEX act_code_open ON act_code (phone_lookup) WHERE used_at IS NULL;

-- What nobody consented to is erased after 72 h; the application stays without its person, so that its agent is told what became of it.
ALTER TABLE application ALTER COLUMN worker DROP NOT NULL;
ALTER TABLE application ALTER COLUMN phone_sealed DROP NOT NULL;
ALTER TABLE application ALTER COLUMN phone_lookup DROP NOT NULL;
ALTER TABLE application ADD CONSTRAINT application_open_has_its_person CHECK (
  status NOT IN ('awaiting_consent', 'awaiting_agent', 'awaiting_branch', 'approved')
  OR (worker IS NOT NULL AND phone_sealed IS NOT NULL AND phone_lookup IS NOT NULL));
-- An SMS (DAFTAR) does not say it, and nothing is invented.
ALTER TABLE application ALTER COLUMN permanence DROP NOT NULL;
CREATE INDEX application_agent ON application (agent, created_at DESC);

CREATE TABLE agent_entry (
  application       text PRIMARY KEY REFERENCES application,
  agent             text NOT NULL REFERENCES agent,
  -- where it was: the name of a market, none elsewhere
  market            text,
  entered_at        timestamptz NOT NULL,
  -- as the agent typed them; they become the worker's with the worker's own consent, and are gone with it or without it
  name_sealed       bytea,
  birth_date_sealed bytea
);
CREATE INDEX agent_entry_month ON agent_entry (agent, entered_at);

-- Codes of candidates until they are certified: CLA000, CLA001, … CLZ999.
CREATE SEQUENCE agent_candidate_number MINVALUE 0 MAXVALUE 25999;
CREATE TABLE agent_candidate (
  agent        text PRIMARY KEY REFERENCES agent,
  text_version text NOT NULL,
  language     text NOT NULL,
  channel      text NOT NULL,
  consented_at timestamptz NOT NULL
);
