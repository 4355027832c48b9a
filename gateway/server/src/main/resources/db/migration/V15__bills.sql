-- What members are asked to pay. No personal data: a bill knows its member by the application's reference.
CREATE TABLE bill (
  payment_code    text PRIMARY KEY CHECK (payment_code ~ '^[1-9][0-9]{11}$'),
  service_id      text NOT NULL CHECK (service_id ~ '^[0-9]{1,8}$'),
  -- as people type it, digits alone; a bank pays to it
  virtual_account text NOT NULL UNIQUE CHECK (virtual_account = service_id || payment_code),
  application     text NOT NULL REFERENCES application,
  amount          bigint NOT NULL CHECK (amount > 0), -- rupiah
  months          integer NOT NULL CHECK (months BETWEEN 1 AND 12), -- ahead, as chosen
  arrears         integer NOT NULL CHECK (arrears >= 0), -- months
  -- until it is paid: what it would cover if it were paid on the day it was issued
  cover_from      date NOT NULL,
  cover_until     date NOT NULL CHECK (cover_until >= cover_from),
  status          text NOT NULL CHECK (status IN ('issued', 'paid', 'expired', 'replaced')),
  issued_at       timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL CHECK (expires_at > issued_at),
  paid_at         timestamptz,
  CHECK ((status = 'paid') = (paid_at IS NOT NULL))
);
-- One open bill for a member, and so for a member and a period.
CREATE UNIQUE INDEX bill_one_open ON bill (application) WHERE status = 'issued';
CREATE INDEX bill_application ON bill (application, issued_at);
CREATE INDEX bill_due ON bill (expires_at) WHERE status = 'issued';

-- What each programme has of each month.
CREATE TABLE bill_line (
  bill        text NOT NULL REFERENCES bill,
  month       integer NOT NULL CHECK (month >= 1),
  programme   text NOT NULL CHECK (programme IN ('jkk', 'jkm', 'jht')),
  kind        text NOT NULL CHECK (kind IN ('arrears', 'ahead')),
  cover_from  date NOT NULL,
  cover_until date NOT NULL CHECK (cover_until >= cover_from),
  priced      text NOT NULL CHECK (priced ~ '^[0-9]{4}-[0-9]{2}$'), -- the month whose prices hold
  normal      bigint NOT NULL CHECK (normal >= 0),
  discount    bigint NOT NULL CHECK (discount BETWEEN 0 AND normal),
  PRIMARY KEY (bill, month, programme),
  CHECK (kind <> 'arrears' OR discount = 0)
);

-- A bill that was issued stays what it was, whatever becomes of the programme's figures.
CREATE FUNCTION bill_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR TG_TABLE_NAME = 'bill_line' THEN
    RAISE EXCEPTION 'a bill and its lines stay as they were issued';
  END IF;
  IF (NEW.payment_code, NEW.service_id, NEW.application, NEW.amount, NEW.months, NEW.arrears, NEW.issued_at, NEW.expires_at)
      IS DISTINCT FROM
     (OLD.payment_code, OLD.service_id, OLD.application, OLD.amount, OLD.months, OLD.arrears, OLD.issued_at, OLD.expires_at)
     OR OLD.status <> 'issued' THEN
    RAISE EXCEPTION 'of a bill only an open one''s status and cover change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bill_stays BEFORE UPDATE OR DELETE ON bill FOR EACH ROW EXECUTE FUNCTION bill_stays();
CREATE TRIGGER bill_line_stays BEFORE UPDATE OR DELETE ON bill_line FOR EACH ROW EXECUTE FUNCTION bill_stays();

-- At the commit a bill's amount is the sum of its lines.
CREATE FUNCTION bill_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  code text := CASE TG_TABLE_NAME WHEN 'bill' THEN to_jsonb(NEW) ->> 'payment_code' ELSE to_jsonb(NEW) ->> 'bill' END;
BEGIN
  IF (SELECT amount FROM bill WHERE payment_code = code) IS DISTINCT FROM
     (SELECT sum(normal - discount) FROM bill_line WHERE bill = code) THEN
    RAISE EXCEPTION 'a bill''s amount is not the sum of its lines';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bill_adds_up AFTER INSERT ON bill DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION bill_adds_up();
CREATE CONSTRAINT TRIGGER bill_line_adds_up AFTER INSERT ON bill_line DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION bill_adds_up();
