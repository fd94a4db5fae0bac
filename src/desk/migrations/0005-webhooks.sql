-- Who wants to be told of changes, where, and how far it has been told. The
-- lists of what is told are names, separated by spaces; `cursor` is a place in
-- the change log. The secrets are kept as they are: to sign takes them.
CREATE TABLE webhook (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    label TEXT,
    owner TEXT NOT NULL REFERENCES key (id),
    member TEXT,
    events TEXT NOT NULL,
    kinds TEXT NOT NULL,
    themes TEXT NOT NULL,
    members TEXT NOT NULL,
    secret TEXT NOT NULL,
    former_secret TEXT,
    former_until INTEGER,
    cursor TEXT NOT NULL,
    off TEXT,
    off_since INTEGER,
    failing_since INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    resumes INTEGER,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT;

-- What is sent, or was. What it says is read from the change log when it is
-- sent; `change` is its number there, and none is a test.
CREATE TABLE webhook_delivery (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook TEXT NOT NULL REFERENCES webhook (id),
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    change INTEGER,
    occurred TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due INTEGER,
    attempted INTEGER,
    status INTEGER,
    answer TEXT,
    created INTEGER NOT NULL,
    UNIQUE (webhook, id)
) STRICT;

CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook, number) WHERE state = 'pending';
CREATE INDEX webhook_delivery_created ON webhook_delivery (created);
