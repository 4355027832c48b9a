-- What the conduct of agents and phones shows, and what agents are paid. A signal never changes an application.

-- Two people of one name and one birth date are found by a keyed hash of both. It is written by signal/PersonLookups, a little later
-- and for old rows too; whoever changes name or birth date need not know of it. Empty: there is nothing that opens.
ALTER TABLE worker ADD COLUMN person_lookup bytea;
CREATE INDEX worker_person ON worker (person_lookup) WHERE person_lookup IS NOT NULL;
CREATE INDEX worker_person_due ON worker (id) WHERE person_lookup IS NULL AND name_sealed IS NOT NULL;
CREATE FUNCTION worker_person_is_stale() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN NEW.person_lookup := NULL; RETURN NEW; END $$;
CREATE TRIGGER worker_person_is_stale BEFORE UPDATE OF name_sealed, birth_date_sealed ON worker FOR EACH ROW
  WHEN ((NEW.name_sealed, NEW.birth_date_sealed) IS DISTINCT FROM (OLD.name_sealed, OLD.birth_date_sealed))
  EXECUTE FUNCTION worker_person_is_stale();

-- Which agent was asked to confirm, and when; an application may have moved on to another since.
ALTER TABLE act_code ADD COLUMN agent text REFERENCES agent;
ALTER TABLE act_code ADD COLUMN asked_at timestamptz;
UPDATE act_code k SET agent = g.code, asked_at = a.created_at FROM application a, agent g
  WHERE k.act = 'agent_answer' AND a.reference = k.application AND g.phone_lookup = k.phone_lookup;
CREATE FUNCTION act_code_asks_an_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.agent := coalesce(NEW.agent, (SELECT code FROM agent WHERE phone_lookup = NEW.phone_lookup
    ORDER BY status = 'ended' LIMIT 1));
  NEW.asked_at := coalesce(NEW.asked_at, now());
  RETURN NEW;
END $$;
CREATE TRIGGER act_code_asks_an_agent BEFORE INSERT ON act_code FOR EACH ROW
  WHEN (NEW.act = 'agent_answer' AND (NEW.agent IS NULL OR NEW.asked_at IS NULL))
  EXECUTE FUNCTION act_code_asks_an_agent();
CREATE INDEX act_code_asked ON act_code (agent, asked_at) WHERE act = 'agent_answer';
CREATE INDEX act_code_answered ON act_code (used_at, code) WHERE act = 'agent_answer' AND outcome = 'YA';

-- How far the look-out has come: what was written later is looked at next.
CREATE TABLE signal_progress (
  what      text PRIMARY KEY CHECK (what IN ('applications', 'answers')),
  at        timestamptz NOT NULL,
  reference text NOT NULL
);
INSERT INTO signal_progress VALUES ('applications', '-infinity', ''), ('answers', '-infinity', '');

CREATE TABLE signal (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule         text NOT NULL CHECK (rule IN ('many_from_phone', 'burst_phone', 'burst_agent', 'same_person', 'quick_answers')),
  -- agent:PRS001; a phone or a person by the first application that is known of them: phone:D7K2Q9, person:D7K2Q9
  subject      text NOT NULL CHECK (subject ~ '^(agent:[A-Z]{3}[0-9]{3}|(phone|person):[A-Z2-9]{6})$'),
  -- the stretch of time, one of a row of equal ones, in which the threshold was passed: one signal for each
  window_from  timestamptz NOT NULL,
  hours        integer NOT NULL CHECK (hours > 0),
  threshold    integer NOT NULL CHECK (threshold > 0), -- as it was then
  count        integer NOT NULL CHECK (count >= threshold),
  status       text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'reviewed')),
  finding      text CHECK (finding IN ('ok', 'fraud', 'unclear')),
  note_sealed  bytea, -- a clerk's own words: they may name a person
  reviewed_by  text,
  reviewed_at  timestamptz,
  reviewed_count integer,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  UNIQUE (rule, subject, window_from),
  CHECK ((status = 'reviewed') <= (finding IS NOT NULL AND reviewed_by IS NOT NULL AND reviewed_at IS NOT NULL
    AND reviewed_count IS NOT NULL))
);
CREATE INDEX signal_page ON signal (created_at, id);
CREATE INDEX signal_open ON signal (rule) WHERE status = 'open';

-- The applications that a signal is about, the first of them.
CREATE TABLE signal_application (
  signal      bigint NOT NULL REFERENCES signal,
  application text NOT NULL REFERENCES application,
  PRIMARY KEY (signal, application)
);
CREATE INDEX signal_application_of ON signal_application (application);

-- Whose work a contribution is counted as: the first one theirs who brought the worker, each other theirs who cared for the member
-- when it was paid. (Our reading: verify.)
ALTER TABLE bill ADD COLUMN agent text REFERENCES agent;
ALTER TABLE bill DISABLE TRIGGER bill_stays;
UPDATE bill b SET agent = CASE WHEN EXISTS (SELECT FROM bill e WHERE e.application = b.application AND e.status = 'paid'
    AND e.paid_at < b.paid_at) THEN a.agent ELSE enrolled_by(a) END
  FROM application a WHERE a.reference = b.application AND b.status = 'paid';
ALTER TABLE bill ENABLE TRIGGER bill_stays;
CREATE FUNCTION bill_is_whose() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.agent := (SELECT CASE WHEN EXISTS (SELECT FROM bill e WHERE e.application = NEW.application AND e.status = 'paid')
    THEN a.agent ELSE enrolled_by(a) END FROM application a WHERE a.reference = NEW.application);
  RETURN NEW;
END $$;
-- Before bill_stays, by its name; after it was paid nothing changes any more.
CREATE TRIGGER bill_is_whose BEFORE UPDATE OF status ON bill FOR EACH ROW
  WHEN (NEW.status = 'paid' AND OLD.status = 'issued') EXECUTE FUNCTION bill_is_whose();
CREATE INDEX bill_paid ON bill (paid_at) WHERE status = 'paid';

-- What an agent is paid for a month, as it was issued. Nothing is changed later; a correction is another line.
CREATE TABLE commission (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  period      text NOT NULL CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  agent       text NOT NULL REFERENCES agent,
  institution bigint REFERENCES institution, -- through which it is paid
  kind        text NOT NULL CHECK (kind IN ('statement', 'correction')),
  new_two     integer NOT NULL CHECK (new_two >= 0), -- participants whose first contribution it was, with two programmes
  new_three   integer NOT NULL CHECK (new_three >= 0), -- with three
  early       bigint NOT NULL CHECK (early >= 0), -- rupiah contributed for their first months
  late        bigint NOT NULL CHECK (late >= 0), -- and for later ones that still count
  acquisition bigint NOT NULL,
  early_pay   bigint NOT NULL,
  late_pay    bigint NOT NULL,
  correction  bigint NOT NULL,
  tax         bigint NOT NULL,
  net         bigint NOT NULL CHECK (net = acquisition + early_pay + late_pay + correction - tax),
  rules       text NOT NULL, -- the figures that it was made by
  reason      text CHECK (length(reason) BETWEEN 1 AND 200),
  made_by     text NOT NULL,
  created_at  timestamptz NOT NULL,
  CHECK ((kind = 'correction') = (reason IS NOT NULL)),
  CHECK (kind = 'statement' OR (new_two, new_three, early, late, acquisition, early_pay, late_pay) = (0, 0, 0, 0, 0, 0, 0)),
  CHECK (kind = 'correction' OR correction = 0)
);
CREATE UNIQUE INDEX commission_once ON commission (period, agent) WHERE kind = 'statement';
CREATE INDEX commission_of ON commission (period, institution);
-- A month of which all statements are issued.
CREATE TABLE commission_period (
  period    text PRIMARY KEY CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  closed_at timestamptz NOT NULL
);
CREATE FUNCTION commission_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'a statement of commission stays as it was issued: add a correction'; END $$;
CREATE TRIGGER commission_append_only BEFORE UPDATE OR DELETE ON commission
  FOR EACH ROW EXECUTE FUNCTION commission_is_append_only();
CREATE TRIGGER commission_kept BEFORE TRUNCATE ON commission EXECUTE FUNCTION commission_is_append_only();
CREATE TRIGGER commission_period_append_only BEFORE UPDATE OR DELETE ON commission_period
  FOR EACH ROW EXECUTE FUNCTION commission_is_append_only();
