-- Types are those of the engine: ID, INT, BYTES, TABLES and LEDGER are replaced when the schema is laid down.

create table meta (name text primary key, value text not null) TABLES;

create table event (
  seq INT primary key,
  at INT not null,
  act ID not null,
  actor ID not null,
  subject ID not null,
  chain ID,
  kind text not null,
  data text
) TABLES;
create index event_of_chain on event (chain, seq);
create index event_of_subject on event (subject, seq);
create index event_of_act on event (act);

create table party (
  id ID primary key,
  kind text not null,
  internal INT not null,
  name text not null,
  parent ID references party,
  calendar ID,
  confidential INT not null,
  closed INT not null,
  erased_at INT,
  created_at INT not null,
  revision INT not null
) TABLES;
create index party_by_name on party (kind, name);
create index party_by_parent on party (parent);
create index party_by_confidential on party (confidential, kind);

create table member (
  team ID not null references party,
  person ID not null references party,
  leads INT not null,
  primary key (team, person)
) TABLES;
create index member_by_person on member (person);

create table handle (
  id ID primary key,
  party ID not null references party,
  kind text not null,
  value text not null,
  evidence text not null,
  added_at INT not null
) TABLES;
create index handle_by_value on handle (kind, value);
create index handle_by_party on handle (party);

create table calendar (
  id ID primary key,
  series ID not null,
  version INT not null,
  name text not null,
  hours text not null,
  made_at INT not null,
  unique (series, version)
) TABLES;

create table service (
  id ID primary key,
  name text not null,
  description text not null,
  provider ID not null references party,
  for_customers INT not null,
  closed INT not null,
  version INT not null,
  revision INT not null
) TABLES;

create table blueprint (
  service ID not null references service,
  version INT not null,
  plan text not null,
  made_at INT not null,
  primary key (service, version)
) TABLES;

create table policy (version INT primary key, rules text not null, made_at INT not null) TABLES;

create table request (
  id ID primary key,
  number INT not null unique,
  root ID not null,
  parent ID,
  customer ID not null references party,
  provider ID not null references party,
  external INT not null,
  service ID,
  step ID,
  priority INT not null,
  status text not null,
  rests text,
  is_open INT not null,
  awaited INT not null,
  asked_at INT not null,
  asked_by ID not null,
  opened_at INT,
  accepted_at INT,
  done_at INT,
  due_at INT,
  kept INT,
  urgency INT not null,
  expected_at INT,
  critical INT not null,
  merged ID,
  revision INT not null,
  changed_at INT not null
) TABLES;
create index request_by_provider on request (provider, is_open, urgency, id, merged);
create index request_by_customer on request (customer, is_open, urgency, id, merged);
create index request_by_root on request (root);
create index request_open on request (is_open, urgency, id, merged);
create index request_roots_by_customer on request (customer, number) where parent is null;
create index request_roots on request (number) where parent is null;
create index request_by_merged on request (merged) where merged is not null;
create index request_by_step on request (service, step, done_at);

create table request_text (
  request ID primary key,
  subject text not null,
  details text not null
) TABLES;

create table tag (request ID not null, name text not null, primary key (name, request)) TABLES;
create index tag_by_request on tag (request);

-- What was written into custom fields; erasure rewrites it.
create table field_text (
  request ID not null,
  field ID not null,
  words text not null,
  primary key (request, field)
) TABLES;

-- What else stands in them: an option, or a measure with an empty one.
create table field_value (
  request ID not null,
  field ID not null,
  chosen text not null,
  measure INT,
  primary key (request, field, chosen)
) TABLES;
create index field_value_by_field on field_value (field, chosen, measure);

create table message (
  id ID primary key,
  request ID not null,
  author ID not null,
  outward INT not null,
  at INT not null,
  body text not null
) TABLES;
create index message_by_request on message (request, at);
create index message_by_author on message (author);

create table note (
  id ID primary key,
  request ID not null,
  author ID not null,
  at INT not null,
  body text not null
) TABLES;
create index note_by_request on note (request, at);
create index note_by_author on note (author);

create table message_file (
  id ID primary key,
  message ID,
  request ID,
  author ID,
  holder ID not null,
  name text not null,
  kind text not null,
  size INT not null,
  at INT not null
) TABLES;
create index message_file_by_request on message_file (request);
create index message_file_by_author on message_file (author);
create index message_file_waiting on message_file (holder, at) where message is null;

create table message_file_bytes (file ID primary key references message_file, bytes BYTES not null) TABLES;

create table note_file (
  id ID primary key,
  note ID,
  request ID,
  author ID,
  holder ID not null,
  name text not null,
  kind text not null,
  size INT not null,
  at INT not null
) TABLES;
create index note_file_by_request on note_file (request);
create index note_file_by_author on note_file (author);
create index note_file_waiting on note_file (holder, at) where note is null;

create table note_file_bytes (file ID primary key references note_file, bytes BYTES not null) TABLES;

create table mention (note ID not null, person ID not null, seen_at INT, primary key (person, note)) TABLES;

create table draft (
  account ID not null,
  request ID not null,
  kind text not null,
  body text not null,
  changed_at INT not null,
  primary key (account, request, kind)
) TABLES;

create table follower (request ID not null, person ID not null, primary key (request, person)) TABLES;
create index follower_by_person on follower (person);

create table snooze (
  request ID not null,
  person ID not null,
  until_at INT not null,
  primary key (person, request)
) TABLES;

create table saved_view (
  id ID primary key,
  owner ID not null,
  name text not null,
  query text not null,
  shared INT not null
) TABLES;

create table macro (
  id ID primary key,
  owner ID not null,
  team ID,
  shared INT not null,
  name text not null,
  body text not null,
  priority INT,
  tags text not null,
  rests text
) TABLES;

create table signature (owner ID primary key, words text not null) TABLES;

create table account (
  id ID primary key,
  party ID not null unique references party,
  login text not null unique,
  password text,
  role text not null,
  secret BYTES,
  second_factor INT not null,
  factor_step INT,
  closed INT not null,
  created_at INT not null
) TABLES;

create table presence (
  request ID not null,
  account ID not null,
  writing INT not null,
  seen_at INT not null,
  primary key (request, account)
) TABLES;

create table session (
  key BYTES primary key,
  id ID not null unique,
  account ID not null references account,
  created_at INT not null,
  seen_at INT not null,
  expires_at INT not null,
  agent text not null,
  outdated INT not null,
  previous BYTES,
  renewed_at INT
) TABLES;
create index session_by_account on session (account);
create index session_by_previous on session (previous);

create table one_time_link (
  key BYTES primary key,
  account ID not null references account,
  purpose text not null,
  made_at INT not null,
  expires_at INT not null,
  used_at INT
) TABLES;

create table recovery_code (account ID not null references account, key BYTES not null, primary key (account, key)) TABLES;

create table token (
  id ID primary key,
  key BYTES not null unique,
  account ID not null references account,
  name text not null,
  scopes text not null,
  created_at INT not null,
  used_at INT,
  expires_at INT,
  revoked_at INT
) TABLES;

create table tracking (
  key BYTES primary key,
  id ID not null unique,
  request ID not null,
  made_at INT not null,
  revoked_at INT
) TABLES;
create index tracking_by_request on tracking (request);

create table idempotency (
  account ID not null,
  key text not null,
  digest BYTES not null,
  status INT not null,
  body BYTES not null,
  at INT not null,
  primary key (account, key)
) TABLES;
create index idempotency_by_age on idempotency (at);

create table outbox (
  id ID primary key,
  request ID,
  act ID not null,
  recipient ID not null,
  kind text not null,
  address text not null,
  subject text not null,
  body text not null,
  state text not null,
  reason text,
  attempts INT not null,
  made_at INT not null,
  next_at INT not null
) TABLES;
create index outbox_by_state on outbox (state, id);
create index outbox_by_recipient on outbox (recipient, id);
create index outbox_by_request on outbox (request);
create index outbox_by_act on outbox (act);

create table notice_choice (account ID primary key, language text, off text not null) TABLES;

create table search_entry (
  entry INT primary key,
  id ID not null unique,
  kind text not null,
  request ID,
  owner ID not null
) TABLES;
create index search_entry_by_owner on search_entry (owner);

create table identity (
  issuer text not null,
  subject text not null,
  account ID not null references account,
  linked_at INT not null,
  primary key (issuer, subject),
  unique (account, issuer)
) TABLES;

create table vouched (
  key BYTES primary key,
  account ID not null references account,
  expires_at INT not null
) TABLES;
create index vouched_by_account on vouched (account);
create table webhook (
  id ID primary key,
  url text not null,
  secret BYTES not null,
  kinds text not null,
  state text not null,
  reason text,
  failures INT not null,
  seen INT not null,
  held_until INT,
  made_at INT not null
) TABLES;

create table delivery (
  webhook ID not null,
  seq INT not null,
  kind text not null,
  state text not null,
  reason text,
  status INT,
  attempts INT not null,
  made_at INT not null,
  tried_at INT,
  next_at INT not null,
  primary key (webhook, seq)
) TABLES;
create index delivery_waiting on delivery (webhook, seq) where state = 'waiting';
create index delivery_by_age on delivery (made_at);

-- Receptions of hand-offs that somebody might be asked about, asked or not: the chance is in millionths.
create table rating (
  id ID primary key,
  request ID not null,
  done_at INT not null,
  customer ID not null references party,
  provider ID not null references party,
  rater ID not null references party,
  doer ID references party,
  prompted INT not null,
  occasion text not null,
  chance INT not null,
  asked INT not null,
  asked_at INT not null,
  act ID not null,
  taken_back INT not null,
  rater_later INT,
  doer_later INT,
  unique (request, done_at)
) TABLES;
create index rating_by_rater on rating (rater, asked_at);
create index rating_by_doer on rating (doer, asked_at);
create index rating_by_customer on rating (customer, asked_at);
create index rating_by_provider on rating (provider, asked_at);
create index rating_by_act on rating (act);
create index rating_by_age on rating (asked_at, id) where asked = 1;

create table rating_answer (
  rating ID not null references rating,
  side text not null,
  complete INT not null,
  ease INT,
  reason text,
  lost_minutes INT,
  at INT not null,
  primary key (rating, side)
) TABLES;

create table thanks (
  request ID not null,
  done_at INT not null,
  giver ID not null references party,
  provider ID not null references party,
  doer ID references party,
  at INT not null,
  primary key (request, done_at, giver)
) TABLES;
create index thanks_by_age on thanks (at, request, giver);
create index thanks_by_giver on thanks (giver, at);
create index thanks_by_provider on thanks (provider, at);
create index thanks_by_doer on thanks (doer, at);
create table survey (
  id ID primary key,
  name text not null,
  purpose text not null,
  every_days INT not null,
  running INT not null,
  version INT not null,
  revision INT not null,
  made_at INT not null
) TABLES;

create table survey_version (
  survey ID not null references survey,
  version INT not null,
  questions text not null,
  made_at INT not null,
  primary key (survey, version)
) TABLES;

-- That a customer was asked, and what became of it.
create table survey_ask (
  id ID primary key,
  key BYTES not null unique,
  survey ID not null references survey,
  version INT not null,
  customer ID not null references party,
  request ID,
  service ID,
  moment text not null,
  kept INT,
  act ID not null,
  state text not null,
  asked_at INT not null,
  expires_at INT not null,
  answered_at INT,
  poor INT,
  follow_up ID,
  sorted_at INT not null,
  withdrawn_by ID
) TABLES;
create index survey_ask_by_state on survey_ask (state, sorted_at, id);
create index survey_ask_by_poor on survey_ask (state, poor, sorted_at, id);
create index survey_ask_by_kept on survey_ask (state, kept, sorted_at, id);
create index survey_ask_by_survey on survey_ask (survey, state, sorted_at, id);
create index survey_ask_by_customer on survey_ask (customer, state, sorted_at, id);
create index survey_ask_by_request on survey_ask (request);
create index survey_ask_by_act on survey_ask (act);
create index survey_ask_by_withdrawal on survey_ask (withdrawn_by) where withdrawn_by is not null;
create index survey_ask_by_follow_up on survey_ask (follow_up) where follow_up is not null;

-- The chain behind a promise as it was when its customer was asked.
create table survey_link (
  ask ID not null references survey_ask,
  place INT not null,
  request ID not null,
  provider ID not null,
  kept INT,
  primary key (ask, place)
) TABLES;
create index survey_link_by_provider on survey_link (provider, ask);

create table survey_answer (
  ask ID not null references survey_ask,
  question ID not null,
  scale text not null,
  value INT,
  chosen text not null,
  primary key (ask, question, chosen)
) TABLES;
create index survey_answer_by_value on survey_answer (scale, value);

create table review (
  id ID primary key,
  customer ID references party,
  request ID,
  stars INT,
  verified INT not null,
  incentive INT not null,
  at INT not null,
  recorded_by ID not null,
  recorded_at INT not null,
  revision INT not null
) TABLES;
create index review_by_age on review (at, id);
create index review_by_customer on review (customer, at, id);

create table heard (
  id ID primary key,
  customer ID not null references party,
  request ID,
  heard_by ID not null references party,
  feeling INT,
  at INT not null,
  recorded_by ID not null,
  recorded_at INT not null,
  revision INT not null
) TABLES;
create index heard_by_age on heard (at, id);
create index heard_by_customer on heard (customer, at, id);

-- What customers wrote or said, about which question if it was one, where, and under which address; erasure rewrites it.
create table feedback_words (
  item ID not null,
  question ID not null,
  customer ID,
  author ID not null,
  request ID,
  words text not null,
  source text not null,
  link text not null,
  primary key (item, question)
) TABLES;
create index feedback_words_by_customer on feedback_words (customer);
create index feedback_words_by_author on feedback_words (author);
create index feedback_words_by_request on feedback_words (request);

create table outcome (
  id ID primary key,
  customer ID not null references party,
  ask ID,
  what text not null,
  at INT not null,
  recorded_by ID not null,
  recorded_at INT not null,
  revision INT not null
) TABLES;
create index outcome_by_age on outcome (at, id);
create index outcome_by_customer on outcome (customer, at, id);
create index outcome_by_ask on outcome (ask);

-- The team that looks after a customer.
create table customer_owner (
  customer ID primary key references party,
  team ID not null references party
) TABLES;

-- A wave of the pulse; `keeper` is the number of the process that takes its answers.
create table pulse_wave (
  id ID primary key,
  number INT not null unique,
  name text not null,
  state text not null,
  wave text not null,
  form text not null,
  keeper ID,
  launched_at INT not null,
  ends_at INT not null,
  reminded_at INT,
  closed_at INT
) TABLES;
create unique index pulse_wave_open on pulse_wave (state) where state = 'open';

-- The ledgers of the open wave: nothing in one leads to anything in another, and no row to a person.
create table pulse_secret (wave ID primary key, secret BYTES not null) LEDGER;
create table pulse_issued (hash BYTES primary key, cell text not null) LEDGER;
create table pulse_used (hash BYTES primary key) LEDGER;
create table pulse_answer (id ID primary key, label text not null, value text not null) LEDGER;
create table pulse_comment (id ID primary key, label text not null, comment text) LEDGER;

create table pulse_release (
  wave ID primary key references pulse_wave,
  bytes BYTES not null,
  digest text not null
) TABLES;

-- Who looked at a release, which everybody may know.
create table pulse_look (
  wave ID not null references pulse_wave,
  viewer ID not null references party,
  at INT not null,
  primary key (wave, viewer, at)
) TABLES;
