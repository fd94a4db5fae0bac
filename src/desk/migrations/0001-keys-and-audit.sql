-- Times are seconds since 1970-01-01T00:00:00Z.

CREATE TABLE key (
    id TEXT PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role TEXT NOT NULL,
    label TEXT,
    member TEXT,
    created INTEGER NOT NULL,
    expires INTEGER,
    revoked INTEGER,
    last_used INTEGER
) STRICT;

-- Who did what to what, when, by which key; none is the command line.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    key_id TEXT REFERENCES key (id),
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    graph_commit INTEGER,
    request_id TEXT
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

-- What the audit names stays there: a key is revoked, not deleted.
CREATE TRIGGER key_is_never_deleted BEFORE DELETE ON key
BEGIN
    SELECT RAISE(ABORT, 'a key is revoked, not deleted');
END;
