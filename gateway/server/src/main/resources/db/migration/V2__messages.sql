-- Messages in and out. Texts and phones are sealed.

CREATE TABLE inbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  link         text NOT NULL,
  from_sealed  bytea NOT NULL,
  from_lookup  bytea NOT NULL,
  text_sealed  bytea NOT NULL,
  -- where it belongs when it is one of several parts; total 1 for a whole message
  reference    integer NOT NULL,
  total        integer NOT NULL CHECK (total BETWEEN 1 AND 255),
  number       integer NOT NULL CHECK (number BETWEEN 1 AND total),
  received_at  timestamptz NOT NULL,
  -- received: to be handled | done | parked: a bug met it three times | lost: its other parts never came
  status       text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'done', 'parked', 'lost')),
  tries        integer NOT NULL DEFAULT 0,
  retry_at     timestamptz
);
CREATE INDEX inbox_open ON inbox (id) WHERE status = 'received';

CREATE TABLE outbox (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  link        text NOT NULL,
  to_sealed   bytea NOT NULL,
  to_lookup   bytea NOT NULL,
  text_sealed bytea NOT NULL,
  about       text NOT NULL,
  created_at  timestamptz NOT NULL,
  due_at      timestamptz NOT NULL,
  -- due → sending → sent → delivered | failed;  sending → unknown (nobody knows) → due again, or delivered by its receipt
  status      text NOT NULL DEFAULT 'due' CHECK (status IN ('due', 'sending', 'sent', 'unknown', 'delivered', 'failed')),
  attempts    integer NOT NULL DEFAULT 0,
  sent_at     timestamptz,
  parts       integer NOT NULL DEFAULT 0,
  delivered   integer NOT NULL DEFAULT 0,
  why         text
);
CREATE INDEX outbox_work ON outbox (link, due_at, id) WHERE status IN ('due', 'sending', 'unknown');
CREATE INDEX outbox_to ON outbox (to_lookup, id);

-- The carrier's ids of a message's parts, in the one spelling that receipts are matched by.
CREATE TABLE outbox_part (
  link       text NOT NULL,
  message_id text NOT NULL,
  outbox     bigint NOT NULL REFERENCES outbox,
  PRIMARY KEY (link, message_id)
);

-- A receipt that came before its message was marked.
CREATE TABLE early_receipt (
  link        text NOT NULL,
  message_id  text NOT NULL,
  state       text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (link, message_id)
);
