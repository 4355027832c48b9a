-- Money. What was booked stays as it was booked: no row of the ledger is changed or deleted, not even by this program; a mistake is
-- put right by another entry. Amounts are whole rupiah.

CREATE TABLE ledger_account (
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]{2,32}(:[a-z0-9_]{2,32})?$'),
  -- an asset grows by a positive posting, a liability by a negative one
  kind text NOT NULL CHECK (kind IN ('asset', 'liability'))
);

CREATE TABLE ledger_entry (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       timestamptz NOT NULL,
  -- the event outside that it books, by that event's own id: the same one is booked once
  event    text NOT NULL UNIQUE CHECK (event ~ '^[a-z_]{2,32}:[!-~]{1,240}$'),
  what     text NOT NULL CHECK (what ~ '^[a-z_.]{2,64}$'),
  -- an entry is reversed once, by another, with a reason
  reverses bigint UNIQUE REFERENCES ledger_entry,
  reason   text CHECK (length(reason) BETWEEN 1 AND 200),
  -- the transaction that wrote it: nothing is added to it later
  written_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CHECK (reverses IS NULL OR reason IS NOT NULL)
);

CREATE TABLE ledger_posting (
  entry   bigint NOT NULL REFERENCES ledger_entry,
  line    smallint NOT NULL CHECK (line BETWEEN 1 AND 20),
  account text NOT NULL REFERENCES ledger_account,
  amount  bigint NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (entry, line)
);
CREATE INDEX ledger_posting_account ON ledger_posting (account);

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the ledger is append-only: reverse an entry by another'; END $$;
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_posting_append_only BEFORE UPDATE OR DELETE ON ledger_posting
  FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_account_append_only BEFORE UPDATE OR DELETE ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_entry_kept BEFORE TRUNCATE ON ledger_entry EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_posting_kept BEFORE TRUNCATE ON ledger_posting EXECUTE FUNCTION ledger_is_append_only();

CREATE FUNCTION ledger_posting_in_its_entry() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM ledger_entry WHERE id = NEW.entry AND written_by = pg_current_xact_id()) THEN
      RAISE EXCEPTION 'a posting is written together with its entry, in one transaction';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER ledger_posting_in_its_entry BEFORE INSERT ON ledger_posting
  FOR EACH ROW EXECUTE FUNCTION ledger_posting_in_its_entry();

CREATE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    lines integer;
    total numeric;
  BEGIN
    SELECT count(*), coalesce(sum(amount), 0) INTO lines, total FROM ledger_posting WHERE entry = NEW.id;
    IF lines < 2 OR total <> 0 THEN
      RAISE EXCEPTION 'a ledger entry has two or more postings that sum to zero';
    END IF;
    RETURN NULL;
  END $$;
-- Postings come only with their entry, in its transaction: checking each entry once at the commit checks them all.
CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();

INSERT INTO ledger_account (code, kind) VALUES ('contributions', 'liability'), ('suspense', 'liability');

-- The audit as a chain: each link hashes a row of the audit and the link before. A row changed, deleted or put in between by hand
-- breaks it (`gerbang audit`). Links are written a few seconds after the rows, so that rows do not wait for one another.
ALTER TABLE audit ADD COLUMN written_by xid8 NOT NULL DEFAULT pg_current_xact_id();
-- An entry's line of the audit: ledger:<entry>:<digest>.
CREATE INDEX audit_ledger ON audit ((split_part(about, ':', 2))) WHERE what = 'ledger.booked';
CREATE TABLE audit_link (
  n    bigint PRIMARY KEY,
  row  bigint NOT NULL UNIQUE,
  hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE ON audit_link
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_link_kept BEFORE TRUNCATE ON audit_link EXECUTE FUNCTION audit_is_append_only();

-- X-EXTERNAL-ID of a bank's requests: once in a day of WIB, whatever the answer was.
CREATE TABLE snap_external_id (
  bank        text NOT NULL,
  day         date NOT NULL,
  external_id text NOT NULL,
  PRIMARY KEY (bank, day, external_id)
);
CREATE INDEX snap_external_id_day ON snap_external_id (day);

-- What came in. `status` is `paid`, or `suspense` while it fits no bill.
CREATE TABLE payment (
  reference          text PRIMARY KEY CHECK (reference ~ '^[A-Z2-9]{6}$'),
  bank               text NOT NULL,
  -- the bank's own id of it: told again, it is the same payment
  payment_request_id text NOT NULL CHECK (length(payment_request_id) BETWEEN 1 AND 200),
  source             text NOT NULL CHECK (source IN ('snap', 'notification', 'till', 'settlement')),
  virtual_account_no text NOT NULL CHECK (length(virtual_account_no) BETWEEN 1 AND 28),
  amount             bigint NOT NULL CHECK (amount > 0),
  status             text NOT NULL CHECK (status IN ('paid', 'suspense')),
  bill               text REFERENCES bill,
  entry              bigint NOT NULL UNIQUE REFERENCES ledger_entry,
  paid_at            timestamptz NOT NULL, -- as the bank says
  created_at         timestamptz NOT NULL,
  UNIQUE (bank, payment_request_id),
  CHECK (status <> 'paid' OR bill IS NOT NULL)
);
-- One payment for a bill: money that comes a second time is in suspense.
CREATE UNIQUE INDEX payment_of_bill ON payment (bill) WHERE status = 'paid';
CREATE INDEX payment_page ON payment (created_at, reference);
CREATE INDEX payment_account ON payment (virtual_account_no);

-- Money that moved and fits no bill, until the branch says what becomes of it.
CREATE TABLE suspense (
  payment    text PRIMARY KEY REFERENCES payment,
  reason     text NOT NULL CHECK (reason IN ('no_bill', 'paid_before', 'expired', 'too_much', 'too_little', 'same_id')),
  resolution text CHECK (length(resolution) BETWEEN 1 AND 200),
  entry      bigint UNIQUE REFERENCES ledger_entry,
  created_at timestamptz NOT NULL,
  resolved_at timestamptz,
  CHECK ((resolution IS NULL) = (resolved_at IS NULL) AND (resolution IS NULL) = (entry IS NULL))
);
CREATE INDEX suspense_open ON suspense (created_at) WHERE resolved_at IS NULL;
