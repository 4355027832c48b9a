-- Daily deposits (R10, R11): cash that a collector takes becomes a member's savings, and savings become a contribution by themselves.
-- No personal data: a deposit knows its member by the application's reference and its collector by the agent's code.

-- A payment may come from savings. Each room names its own sources; what they share is the shape of a name.
ALTER TABLE payment DROP CONSTRAINT payment_source_check;
ALTER TABLE payment ADD CONSTRAINT payment_source_check CHECK (source ~ '^[a-z]{2,20}$');

CREATE TABLE deposit (
  reference   text PRIMARY KEY CHECK (reference ~ '^[A-Z2-9]{6}$'),
  -- what made it: an SMS (sms:<id>) or an act of a menu (menu:<intent>); the same one is booked once
  event       text NOT NULL UNIQUE CHECK (event ~ '^(sms|menu):[!-~]{1,200}$'),
  agent       text NOT NULL REFERENCES agent,
  institution bigint NOT NULL REFERENCES institution, -- under whose MoU it was taken
  application text NOT NULL REFERENCES application,
  amount      bigint NOT NULL CHECK (amount > 0), -- rupiah
  -- which one of several alike within minutes, as the collector counted them
  ordinal     integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99),
  entry       bigint NOT NULL UNIQUE REFERENCES ledger_entry,
  created_at  timestamptz NOT NULL
);
CREATE INDEX deposit_page ON deposit (created_at, reference);
CREATE INDEX deposit_agent ON deposit (agent, created_at);
CREATE INDEX deposit_application ON deposit (application, created_at);

-- A deposit that was none is taken back by another entry, once, with a reason.
CREATE TABLE deposit_reversal (
  deposit    text PRIMARY KEY REFERENCES deposit,
  reason     text NOT NULL CHECK (length(reason) BETWEEN 1 AND 60),
  who        text NOT NULL,
  entry      bigint NOT NULL UNIQUE REFERENCES ledger_entry,
  created_at timestamptz NOT NULL
);

-- A collector brings cash to a branch, whose receipt number names the act.
CREATE TABLE handover (
  reference  text PRIMARY KEY CHECK (reference ~ '^[A-Z2-9]{6}$'),
  branch     text NOT NULL REFERENCES branch,
  receipt_no text NOT NULL CHECK (receipt_no ~ '^[A-Za-z0-9./_-]{1,20}$'),
  agent      text NOT NULL REFERENCES agent,
  amount     bigint NOT NULL CHECK (amount > 0),
  who        text NOT NULL CHECK (who ~ '^[A-Za-z0-9._-]{1,40}$'), -- the officer's account, not their name
  entry      bigint NOT NULL UNIQUE REFERENCES ledger_entry,
  created_at timestamptz NOT NULL,
  UNIQUE (branch, receipt_no)
);
CREATE INDEX handover_page ON handover (created_at, reference);
CREATE INDEX handover_agent ON handover (agent, created_at);

-- Savings that the branch gave back.
CREATE TABLE savings_payout (
  reference   text PRIMARY KEY CHECK (reference ~ '^[A-Z2-9]{6}$'),
  branch      text NOT NULL REFERENCES branch,
  receipt_no  text NOT NULL CHECK (receipt_no ~ '^[A-Za-z0-9./_-]{1,20}$'),
  application text NOT NULL REFERENCES application,
  amount      bigint NOT NULL CHECK (amount > 0),
  reason      text NOT NULL CHECK (length(reason) BETWEEN 1 AND 60),
  who         text NOT NULL CHECK (who ~ '^[A-Za-z0-9._-]{1,40}$'),
  entry       bigint NOT NULL UNIQUE REFERENCES ledger_entry,
  created_at  timestamptz NOT NULL,
  UNIQUE (branch, receipt_no)
);
CREATE INDEX savings_payout_application ON savings_payout (application);

CREATE TRIGGER deposit_append_only BEFORE UPDATE OR DELETE ON deposit FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER deposit_reversal_append_only BEFORE UPDATE OR DELETE ON deposit_reversal
  FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER handover_append_only BEFORE UPDATE OR DELETE ON handover FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER savings_payout_append_only BEFORE UPDATE OR DELETE ON savings_payout
  FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

-- Whose savings are looked at again, and when: a month becomes due by itself.
CREATE TABLE savings (
  application text PRIMARY KEY REFERENCES application,
  created_at  timestamptz NOT NULL, -- the first deposit
  next_look   timestamptz           -- none while nothing is saved
);
CREATE INDEX savings_due ON savings (next_look) WHERE next_look IS NOT NULL;

-- Where the branch allows a collector more or less than config/gateway.yaml; the audit says who and when.
CREATE TABLE collector_limit (
  agent      text PRIMARY KEY REFERENCES agent,
  most_a_day bigint NOT NULL CHECK (most_a_day >= 0),
  most_cash  bigint NOT NULL CHECK (most_cash >= 0),
  reason     text NOT NULL CHECK (length(reason) BETWEEN 1 AND 60),
  since      timestamptz NOT NULL
);

-- What a member has saved; never less than nothing.
CREATE FUNCTION saved_by(of_application text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT -coalesce(sum(amount), 0)::bigint FROM ledger_posting WHERE account = 'savings:' || lower(of_application)
$$;
-- The cash that a collector holds: what was taken, minus what was handed over or taken back; never less than nothing.
CREATE FUNCTION cash_of(of_agent text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(amount), 0)::bigint FROM ledger_posting WHERE account = 'cash:' || lower(of_agent)
$$;
CREATE FUNCTION nobody_gives_what_is_not_there() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    total numeric;
  BEGIN
    SELECT sum(amount) INTO total FROM ledger_posting WHERE account = NEW.account;
    IF NEW.account LIKE 'cash:%' AND total < 0 OR NEW.account LIKE 'savings:%' AND total > 0 THEN
      RAISE EXCEPTION 'more was taken from % than is there', NEW.account;
    END IF;
    RETURN NULL;
  END $$;
-- Only what takes away can take too much.
CREATE CONSTRAINT TRIGGER ledger_posting_is_there AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.account LIKE 'cash:%' AND NEW.amount < 0 OR NEW.account LIKE 'savings:%' AND NEW.amount > 0)
  EXECUTE FUNCTION nobody_gives_what_is_not_there();
