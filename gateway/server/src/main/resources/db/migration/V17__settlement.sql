-- Money that fitted no bill at first, until the branch has dealt with it; and what banks have paid out.

-- `joined` is part of what another payment pays. A till's receipt is told by `bank` = till:<branch> or till:<branch>-<desk>.
ALTER TABLE payment DROP CONSTRAINT payment_status_check;
ALTER TABLE payment ADD CONSTRAINT payment_status_check CHECK (status IN ('paid', 'suspense', 'joined', 'returned'));
ALTER TABLE payment DROP CONSTRAINT payment_check;
ALTER TABLE payment ADD CONSTRAINT payment_bill_check CHECK ((status IN ('paid', 'joined')) = (bill IS NOT NULL));
-- What was too much of another payment, when that one paid its bill: a row, but no money that came in by itself.
ALTER TABLE payment ADD COLUMN rest_of text UNIQUE REFERENCES payment;
CREATE INDEX payment_of_bank ON payment (bank, paid_at);

ALTER TABLE suspense DROP CONSTRAINT suspense_reason_check;
ALTER TABLE suspense ADD CONSTRAINT suspense_reason_check CHECK (reason IN
  ('no_bill', 'paid_before', 'expired', 'too_much', 'too_little', 'same_id', 'odd_time', 'rest'));
-- Why is in the ledger's entry, which nobody changes. An entry that joins two payments ends both.
ALTER TABLE suspense DROP CONSTRAINT suspense_resolution_check;
ALTER TABLE suspense DROP CONSTRAINT suspense_entry_key;
UPDATE suspense SET resolution = 'returned' WHERE resolution IS NOT NULL;
UPDATE payment SET status = 'returned' FROM suspense WHERE suspense.payment = payment.reference AND suspense.resolution IS NOT NULL;
ALTER TABLE suspense ADD CONSTRAINT suspense_resolution_check CHECK (resolution IN ('returned', 'applied'));
CREATE INDEX suspense_entry ON suspense (entry);

-- What a bank says that it has paid out to us: once a payment, by an entry of its own.
CREATE TABLE settlement (
  payment text PRIMARY KEY REFERENCES payment,
  entry   bigint NOT NULL UNIQUE REFERENCES ledger_entry,
  file    text NOT NULL CHECK (file ~ '^[0-9a-f]{64}$'), -- the SHA-256 of the file that said so
  at      timestamptz NOT NULL
);
