-- Reminders of contributions (R21), and memberships that the branch opens anew.

-- What was written without being asked, once for whom, what and which day; a row is written with its SMS, in one transaction. It
-- knows people by reference or code only.
CREATE TABLE reminder (
  -- member:D7K2Q9 | bill:123456789018 | agent:PRS001
  about  text NOT NULL,
  -- the step of the plan: before:5, day:0, after:7, last:7, ended:0, first:3 | expired:0 | week:0
  kind   text NOT NULL CHECK (kind ~ '^[a-z]{3,10}:[0-9]{1,3}$'),
  -- what it is counted from: the last day of cover, the day of approval, of expiry; a week's first day
  due_on date NOT NULL,
  -- whose quiet hours hold for it
  zone   text NOT NULL,
  at     timestamptz NOT NULL,
  -- false when nothing was sent: the member had paid meanwhile, or it was taken back before it left
  sent   boolean NOT NULL DEFAULT true,
  PRIMARY KEY (about, kind, due_on)
);
CREATE INDEX reminder_at ON reminder (at);

-- What reminders cost by day of the gateway's zone, and from when on the next may be written. The row that every node locks.
CREATE TABLE reminder_day (
  day      date PRIMARY KEY,
  messages bigint NOT NULL DEFAULT 0,
  segments bigint NOT NULL DEFAULT 0,
  free_at  timestamptz NOT NULL
);

-- Reminders that have not left: they are taken back when quiet hours begin, or when their member has paid.
CREATE INDEX outbox_reminders ON outbox (created_at) WHERE status = 'due' AND about LIKE 'reminder:%';
-- Whose cover ends on a day; which bills expired lately; who was approved on a day.
CREATE INDEX bill_cover_ends ON bill (cover_until) WHERE status = 'paid';
CREATE INDEX bill_expired ON bill (expires_at) WHERE status = 'expired';

-- The branch opened an ended membership anew: months are counted from the first payment after it.
ALTER TABLE application ADD COLUMN reopened_at timestamptz;
ALTER TABLE application ADD COLUMN reopening_sealed bytea; -- a clerk's own words: they may name the worker
CREATE INDEX application_approved ON application (coalesce(reopened_at, updated_at)) WHERE status = 'approved';
