-- Agents' life (R2), kinds of agents (R3), MoUs over time (R13, R14), villages and markets served, work that changes hands.

ALTER TABLE agent DROP CONSTRAINT agent_status_check;
ALTER TABLE agent ADD CONSTRAINT agent_status_check
  CHECK (status IN ('candidate', 'certified', 'active', 'suspended', 'ended'));
-- A number that an ended agent had may be given to somebody else, or to the same person who begins anew.
ALTER TABLE agent DROP CONSTRAINT agent_phone_lookup_key;
CREATE UNIQUE INDEX agent_phone ON agent (phone_lookup) WHERE status <> 'ended';
CREATE INDEX agent_phone_of_all ON agent (phone_lookup);
ALTER TABLE agent ADD COLUMN type text NOT NULL DEFAULT 'individual'
  CHECK (type IN ('individual', 'bumdes', 'village_official', 'market_manager', 'bank_agent'));
-- none: an agent of before certificates were written down, for whom no day counts
ALTER TABLE agent ADD COLUMN certificate_sealed bytea;
ALTER TABLE agent ADD COLUMN certificate_until date;
ALTER TABLE agent ADD CONSTRAINT agent_certificate CHECK ((certificate_sealed IS NULL) = (certificate_until IS NULL));
-- what an agent was told of the certificate's last day
ALTER TABLE agent ADD COLUMN certificate_warned boolean NOT NULL DEFAULT false;
ALTER TABLE agent ADD COLUMN certificate_lapsed boolean NOT NULL DEFAULT false;
CREATE INDEX agent_certificate_until ON agent (certificate_until) WHERE certificate_until IS NOT NULL;
-- since when an agent has the status; when it was added, where it never changed
ALTER TABLE agent ADD COLUMN status_since timestamptz;
-- by which number an agent applied, where the branch gave another code
ALTER TABLE agent ADD COLUMN candidate_number text;

-- Every change of an agent's life. Nothing is changed here but a reason that is erased.
CREATE TABLE agent_change (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent             text NOT NULL, -- no key: a candidate who withdraws is deleted, what was done stays
  at                timestamptz NOT NULL,
  who               text NOT NULL,
  was               text, -- none: added
  became            text NOT NULL,
  reason_sealed     bytea, -- a clerk's own words: they may name a person
  certificate_until date   -- of one that came with it
);
CREATE INDEX agent_change_agent ON agent_change (agent, id);
CREATE FUNCTION agent_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.reason_sealed IS NULL AND
     (NEW.id, NEW.agent, NEW.at, NEW.who, NEW.was, NEW.became, NEW.certificate_until) IS NOT DISTINCT FROM
     (OLD.id, OLD.agent, OLD.at, OLD.who, OLD.was, OLD.became, OLD.certificate_until) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was done to an agent stays as it was written';
END $$;
CREATE TRIGGER agent_change_stays BEFORE UPDATE OR DELETE ON agent_change
  FOR EACH ROW EXECUTE FUNCTION agent_change_stays();

-- Whom an agent serves beside the own village (agent.village) and the own body (agent.institution).
CREATE TABLE agent_village (
  agent   text NOT NULL REFERENCES agent ON DELETE CASCADE ON UPDATE CASCADE,
  village text NOT NULL REFERENCES village,
  PRIMARY KEY (agent, village)
);
CREATE INDEX agent_village_village ON agent_village (village);
CREATE TABLE agent_market (
  agent       text NOT NULL REFERENCES agent ON DELETE CASCADE ON UPDATE CASCADE,
  institution bigint NOT NULL REFERENCES institution,
  PRIMARY KEY (agent, institution)
);

-- Kinds of bodies, which until now nothing held to.
UPDATE institution SET kind = 'village_office' WHERE kind NOT IN ('bumdes', 'market', 'bank', 'village_office');
ALTER TABLE institution ADD CONSTRAINT institution_kind CHECK (kind IN ('bumdes', 'market', 'bank', 'village_office'));

-- What a body has agreed with the programme, one after the other. A term never changes; an MoU may end before its last day.
CREATE TABLE mou (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  institution       bigint NOT NULL REFERENCES institution,
  party             text NOT NULL, -- the body that signed
  works             text[] NOT NULL CHECK (works <> '{}' AND works <@ ARRAY['registration', 'collection']),
  from_day          date NOT NULL,
  until_day         date NOT NULL CHECK (until_day >= from_day),
  made_at           timestamptz NOT NULL,
  made_by           text NOT NULL,
  ended_at          timestamptz,
  ended_by          text,
  end_reason_sealed bytea, -- a clerk's own words: they may name a person
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX mou_institution ON mou (institution, from_day);
INSERT INTO mou (institution, party, works, from_day, until_day, made_at, made_by)
  SELECT id, name, ARRAY['registration', 'collection'], mou_from, mou_until, mou_from, 'system' FROM institution ORDER BY id;
CREATE FUNCTION mou_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.institution, NEW.party, NEW.works, NEW.from_day, NEW.until_day, NEW.made_at, NEW.made_by) IS DISTINCT FROM
     (OLD.id, OLD.institution, OLD.party, OLD.works, OLD.from_day, OLD.until_day, OLD.made_at, OLD.made_by)
     OR OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by) THEN
    RAISE EXCEPTION 'of an MoU only its end is written, once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mou_stays BEFORE UPDATE ON mou FOR EACH ROW EXECUTE FUNCTION mou_stays();

-- The time zone of an institution's days: its branch's, else the given one.
CREATE FUNCTION institution_zone(of_institution bigint, zone text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT b.time_zone FROM institution i JOIN branch b ON b.code = i.branch WHERE i.id = of_institution), zone)
$$;
CREATE FUNCTION mou_begins(m mou, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT m.from_day::timestamp AT TIME ZONE institution_zone(m.institution, zone)
$$;
CREATE FUNCTION mou_ends(m mou, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT least(m.ended_at, (m.until_day + 1)::timestamp AT TIME ZONE institution_zone(m.institution, zone))
$$;
-- Whether an institution may do a work ('registration', 'collection') at a moment. False where there is none.
CREATE FUNCTION mou_allows(of_institution bigint, work text, at timestamptz, zone text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM mou m WHERE m.institution = of_institution AND work = ANY (m.works)
    AND at >= mou_begins(m, zone) AND at < mou_ends(m, zone))
$$;
-- The last day on which it might, until a moment; none where it never might until then.
CREATE FUNCTION mou_last_day(of_institution bigint, work text, at timestamptz, zone text) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT max(least(m.until_day, (m.ended_at AT TIME ZONE institution_zone(m.institution, zone))::date)) FROM mou m
  WHERE m.institution = of_institution AND work = ANY (m.works) AND at >= mou_begins(m, zone)
    AND mou_ends(m, zone) > mou_begins(m, zone)
$$;
-- Whether any agreement is in force, whatever it allows.
CREATE OR REPLACE FUNCTION mou_holds(i institution, at timestamptz, zone text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT mou_allows(i.id, 'registration', at, zone) OR mou_allows(i.id, 'collection', at, zone)
$$;
ALTER TABLE institution DROP COLUMN mou_from;
ALTER TABLE institution DROP COLUMN mou_until;

-- The branch that serves a village; none where none does.
CREATE FUNCTION village_branch(of_village text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(d.branch, r.branch) FROM village v JOIN area d ON d.code = v.district LEFT JOIN area r ON r.code = d.parent
  WHERE v.id = of_village
$$;
-- By whose clock a village's days end; where no branch serves, by Java's, the last of the country's three, so that nobody is stopped
-- too early by the clock of their own place.
CREATE FUNCTION village_zone(of_village text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT b.time_zone FROM branch b WHERE b.code = village_branch(of_village)), 'Asia/Jakarta')
$$;
CREATE FUNCTION day_ends(day date, zone text) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
  SELECT (day + 1)::timestamp AT TIME ZONE zone
$$;
-- When an agent's certificate has run out: after its last day where the agent works.
CREATE FUNCTION agent_certificate_ends(g agent) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN g.certificate_until IS NULL THEN 'infinity'::timestamptz
    ELSE day_ends(g.certificate_until, village_zone(g.village)) END
$$;
-- Whether an agent may be given new work, or begin any (R2): active, and the certificate has not run out.
CREATE FUNCTION agent_takes_work(g agent, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT g.status = 'active' AND at < agent_certificate_ends(g)
$$;

-- Applications and members that went from one agent to another.
CREATE TABLE application_move (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  application text NOT NULL REFERENCES application,
  from_agent  text NOT NULL REFERENCES agent,
  to_agent    text REFERENCES agent, -- none: nobody was there, the branch goes on alone
  status      text NOT NULL, -- the application's, when it went
  at          timestamptz NOT NULL,
  who         text NOT NULL
);
CREATE INDEX application_move_application ON application_move (application, id);
CREATE INDEX risk_report_agent ON risk_report (agent) WHERE agent IS NOT NULL;
CREATE INDEX application_move_from ON application_move (from_agent, at);
CREATE TRIGGER application_move_stays BEFORE UPDATE OR DELETE ON application_move
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
-- Who brought a worker (R4, R16), whoever cares for them now: who had the application when it stopped to wait for its agent.
CREATE FUNCTION enrolled_by(a application) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT m.from_agent FROM application_move m
     WHERE m.application = a.reference AND m.status <> 'awaiting_agent' ORDER BY m.id LIMIT 1), a.agent)
$$;
