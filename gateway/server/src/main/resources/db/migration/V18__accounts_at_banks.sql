-- Virtual accounts that we order at banks which do not ask us about a bill, but keep its account themselves.

-- The banks of the settings that take orders; the gateway writes it at its start.
CREATE TABLE va_bank (
  name text PRIMARY KEY CHECK (name ~ '^[a-z0-9_]{2,32}$')
);

-- What a bank shall have of a bill. `told`: a request left for it, so it may have the account, whatever came back.
CREATE TABLE va_order (
  bank     text NOT NULL,
  bill     text NOT NULL REFERENCES bill,
  wish     text NOT NULL CHECK (wish IN ('open', 'closed')),
  status   text NOT NULL DEFAULT 'due' CHECK (status IN ('due', 'done', 'parked')),
  told     boolean NOT NULL DEFAULT false,
  -- counts the wishes: an answer to an earlier one does not end a later one
  version  integer NOT NULL DEFAULT 1,
  refusals integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  -- the bank's last responseCode, or a word of ours when there was none
  said     text CHECK (length(said) <= 40),
  due_at   timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (bank, bill)
);
CREATE INDEX va_order_due ON va_order (bank, due_at) WHERE status = 'due';
CREATE INDEX va_order_parked ON va_order (bank) WHERE status = 'parked';
CREATE INDEX va_order_bill ON va_order (bill);

-- In the transaction that issues, pays, replaces or ends a bill, whoever does it: no bill is without its order.
CREATE FUNCTION va_follows_bill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'issued' THEN
    INSERT INTO va_order (bank, bill, wish) SELECT name, NEW.payment_code, 'open' FROM va_bank ON CONFLICT DO NOTHING;
  ELSE
    UPDATE va_order SET wish = 'closed', status = CASE WHEN told THEN 'due' ELSE 'done' END, version = version + 1,
      refusals = 0, failures = 0, said = NULL, due_at = '-infinity'
      WHERE bill = NEW.payment_code AND wish = 'open';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER va_order_opens AFTER INSERT ON bill FOR EACH ROW EXECUTE FUNCTION va_follows_bill();
CREATE TRIGGER va_order_closes AFTER UPDATE ON bill FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION va_follows_bill();

-- X-EXTERNAL-ID of what we ask of a bank: unique in a day of WIB over all nodes.
CREATE TABLE snap_own_id (
  bank text NOT NULL,
  day  date NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (bank, day)
);

-- The QRIS of a bill, as its bank made it.
CREATE TABLE qris (
  bill         text PRIMARY KEY REFERENCES bill,
  bank         text NOT NULL,
  content      text NOT NULL CHECK (length(content) BETWEEN 20 AND 512),
  reference_no text NOT NULL CHECK (length(reference_no) <= 64),
  made_at      timestamptz NOT NULL,
  -- when the bank is asked whether it is paid; null when that is known
  ask_at       timestamptz
);
CREATE INDEX qris_ask ON qris (ask_at) WHERE ask_at IS NOT NULL;
