-- What chats (Telegram, WhatsApp) sent us, kept before their server is told so. A chat's updates are taken in the order of id.
-- An update's id and its chat are keyed hashes: WhatsApp's ids hold phone numbers.
CREATE TABLE chat_update (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel       text NOT NULL CHECK (channel IN ('telegram', 'whatsapp')),
  -- which of our bots or numbers
  account       text NOT NULL,
  update_lookup bytea NOT NULL,
  chat_lookup   bytea NOT NULL,
  -- null once it is done: what is left knows its repeat
  body_sealed   bytea,
  received_at   timestamptz NOT NULL,
  -- received: to be handled | done | parked: why says so | flood: its chat had too many open, it was never handled
  status        text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'done', 'parked', 'flood')),
  tries         integer NOT NULL DEFAULT 0,
  failures      integer NOT NULL DEFAULT 0,
  due_at        timestamptz NOT NULL,
  -- which worker has it, and until when without a sign of life, by this server's clock
  holder        text,
  held_until    timestamptz,
  why           text,
  UNIQUE (channel, account, update_lookup),
  CHECK (body_sealed IS NOT NULL OR status IN ('done', 'flood'))
);
CREATE INDEX chat_update_open ON chat_update (channel, account, chat_lookup, id) WHERE status = 'received';
CREATE INDEX chat_update_chat ON chat_update (chat_lookup) WHERE body_sealed IS NOT NULL;
CREATE INDEX chat_update_ended ON chat_update (received_at) WHERE status <> 'received';

-- Whose a chat is: the phone that was proven in it. One chat for a phone and account, one phone for a chat.
CREATE TABLE chat_link (
  channel      text NOT NULL CHECK (channel IN ('telegram', 'whatsapp')),
  account      text NOT NULL,
  chat_lookup  bytea NOT NULL,
  chat_sealed  bytea NOT NULL,
  phone_lookup bytea NOT NULL,
  phone_sealed bytea NOT NULL,
  linked_at    timestamptz NOT NULL,
  last_seen    timestamptz NOT NULL,
  -- the person blocked us: nothing is sent, the link stays
  blocked      boolean NOT NULL DEFAULT false,
  PRIMARY KEY (channel, account, chat_lookup)
);
CREATE UNIQUE INDEX chat_link_phone ON chat_link (phone_lookup, channel, account);
CREATE INDEX chat_link_age ON chat_link (last_seen);

-- When a chat that is nobody's (a group, a stranger) was last told something that is told seldom.
CREATE TABLE chat_told (
  channel     text NOT NULL,
  account     text NOT NULL,
  chat_lookup bytea NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (channel, account, chat_lookup)
);
CREATE INDEX chat_told_age ON chat_told (at);
