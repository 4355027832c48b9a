-- Links to operators: where each node stands with each of them, who holds one that is allowed once, and which send nothing.

-- A node's heartbeat by link, every two seconds. All times are this server's, which the nodes share.
CREATE TABLE link_state (
  link        text NOT NULL,
  node        text NOT NULL,
  -- the words of LinkState: stopped | connecting | bound | waiting | standby
  state       text NOT NULL,
  since       timestamptz NOT NULL,
  detail      text NOT NULL,
  window_used integer NOT NULL,
  window_size integer NOT NULL,
  -- the last refused bind, by the status' name
  refused     text,
  refused_at  timestamptz,
  began_at    timestamptz NOT NULL,
  seen_at     timestamptz NOT NULL,
  -- when it was last seen bound
  bound_at    timestamptz,
  PRIMARY KEY (link, node)
);

-- Who may bind a link that its operator allows once.
CREATE TABLE link_lease (
  link  text PRIMARY KEY,
  node  text NOT NULL,
  until timestamptz NOT NULL
);

-- A paused link stays bound and takes nothing from the outbox. The row that every claim locks, so no node can miss it.
ALTER TABLE outbox_pace ADD COLUMN paused_at timestamptz;
ALTER TABLE outbox_pace ADD COLUMN paused_by text;
