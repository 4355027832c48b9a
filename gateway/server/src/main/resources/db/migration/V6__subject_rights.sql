-- What people ask about their own data (UU PDP 27/2022): correct it, stop using it, erase it. The branch answers within 3x24 h.
CREATE TABLE subject_request (
  reference    text PRIMARY KEY CHECK (reference ~ '^[A-Z2-9]{6}$'),
  kind         text NOT NULL CHECK (kind IN ('correction', 'withdrawal', 'erasure')),
  field        text CHECK (field IN ('name', 'occupation', 'village')),
  value_sealed bytea, -- what the field shall be; gone with the data that it belongs to
  application  text NOT NULL REFERENCES application,
  phone_sealed bytea NOT NULL,
  phone_lookup bytea NOT NULL,
  language     text NOT NULL,
  channel      text NOT NULL,
  -- open → done | refused, by the branch; open → dropped, when a withdrawal or an erasure makes it needless
  status       text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'refused', 'dropped')),
  reason_sealed bytea, -- a clerk's own words: they may name the worker
  created_at   timestamptz NOT NULL,
  due_at       timestamptz NOT NULL,
  answered_at  timestamptz,
  overdue      boolean NOT NULL DEFAULT false,
  CHECK ((kind = 'correction') = (field IS NOT NULL)),
  CHECK ((status = 'open') = (answered_at IS NULL))
);
-- The same is asked once until it is answered.
CREATE UNIQUE INDEX subject_request_one_open ON subject_request (application, kind, coalesce(field, '')) WHERE status = 'open';
CREATE INDEX subject_request_application ON subject_request (application);
CREATE INDEX subject_request_phone ON subject_request (phone_lookup);
CREATE INDEX subject_request_page ON subject_request (created_at, reference);
CREATE INDEX subject_request_due ON subject_request (due_at) WHERE status = 'open' AND NOT overdue;

-- Consent that was taken back (art. 9); that it was given, and when, stays provable (art. 24).
ALTER TABLE consent ADD COLUMN withdrawn_at timestamptz;

-- Nothing of a person is left in an application since then: its worker is a placeholder of its own.
ALTER TABLE application ADD COLUMN erased_at timestamptz;
