-- Who wants to hear nothing that they did not ask for (STOP), and who was reminded lately. Phones only as keyed hashes.
CREATE TABLE silence (
  phone_lookup bytea PRIMARY KEY,
  since timestamptz NOT NULL
);

CREATE TABLE reminded (
  phone_lookup bytea PRIMARY KEY,
  at timestamptz NOT NULL
);
CREATE INDEX reminded_at ON reminded (at);
