-- Who withdraws a candidacy is erased from the agents; that somebody agreed, when and to which text, stays without a name.
ALTER TABLE agent_candidate DROP CONSTRAINT agent_candidate_agent_fkey;
ALTER TABLE agent_candidate ADD COLUMN withdrawn_at timestamptz;

-- Whether an institution's agreement holds at a moment: by the day of its branch, else of a given zone.
CREATE FUNCTION mou_holds(i institution, at timestamptz, zone text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (at AT TIME ZONE coalesce((SELECT b.time_zone FROM branch b WHERE b.code = i.branch), zone))::date
    BETWEEN i.mou_from AND i.mou_until
$$;

-- Reports about a person are found by the person's NIK too, when they ask what is held of them.
CREATE INDEX risk_report_nik ON risk_report (nik_lookup) WHERE nik_lookup IS NOT NULL;
