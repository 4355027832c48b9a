-- Who withdraws a candidacy is erased from the agents; that somebody agreed, when and to which text, stays without a name.
ALTER TABLE agent_candidate DROP CONSTRAINT agent_candidate_agent_fkey;
ALTER TABLE agent_candidate ADD COLUMN withdrawn_at timestamptz;

-- Reports about a person are found by the person's NIK too, when they ask what is held of them.
CREATE INDEX risk_report_nik ON risk_report (nik_lookup) WHERE nik_lookup IS NOT NULL;
