-- The menus' last language of a phone, which outlives its conversation in Redis. The phone is known by a keyed hash only.
CREATE TABLE subscriber (
  phone_lookup bytea PRIMARY KEY,
  language     text NOT NULL CHECK (language ~ '^[a-z]{2,3}$'),
  chosen_at    timestamptz NOT NULL
);

-- Where an institution is: a market's traders find it by their village, others by the branch that serves it.
ALTER TABLE institution ADD COLUMN village text REFERENCES village;
ALTER TABLE institution ADD COLUMN branch text REFERENCES branch;

ALTER TABLE application ADD COLUMN institution bigint REFERENCES institution;
-- Somebody registers with a phone that is not theirs: the phone in hand, by its keyed hash, when the worker gave their own;
-- or the application's phone itself is borrowed, when the worker has none.
ALTER TABLE application ADD COLUMN helper_lookup bytea;
ALTER TABLE application ADD COLUMN phone_borrowed boolean NOT NULL DEFAULT false;
CREATE INDEX application_helper ON application (helper_lookup) WHERE helper_lookup IS NOT NULL;

-- Whom a worker names. Erased with the application.
CREATE TABLE heir (
  application text NOT NULL REFERENCES application ON DELETE CASCADE,
  number      smallint NOT NULL CHECK (number BETWEEN 1 AND 2),
  name_sealed bytea NOT NULL,
  relation    text NOT NULL CHECK (relation IN ('spouse', 'child', 'parent', 'sibling', 'other')),
  PRIMARY KEY (application, number)
);
