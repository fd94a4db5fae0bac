-- What members bring, and where each stands. `live` is the version that the
-- graph has; `pending` the step that
-- was begun, by which key, and not seen to its end.
CREATE TABLE contribution (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    member TEXT,
    thing TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    live INTEGER,
    revision INTEGER NOT NULL,
    reasons TEXT,
    ends TEXT,
    pending TEXT,
    pending_by TEXT REFERENCES key (id),
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT;

CREATE INDEX contribution_by_member ON contribution (member);
CREATE INDEX contribution_pending ON contribution (number) WHERE pending IS NOT NULL;
CREATE INDEX contribution_ends ON contribution (ends) WHERE live IS NOT NULL;

-- What each version says, as N-Triples.
CREATE TABLE contribution_version (
    contribution TEXT NOT NULL REFERENCES contribution (id),
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    written_by TEXT NOT NULL REFERENCES key (id),
    written INTEGER NOT NULL,
    PRIMARY KEY (contribution, number)
) STRICT;

-- Requests that bore an Idempotency-Key, and what they were about.
CREATE TABLE answered_request (
    key_id TEXT NOT NULL REFERENCES key (id),
    token TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    contribution TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (key_id, token)
) STRICT;
