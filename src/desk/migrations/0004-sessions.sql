-- Who is signed in, in a browser. Of the token that the browser holds, a hash
-- is kept. `way` is how somebody came: by a key. A key that is revoked or over
-- ends its sessions.
CREATE TABLE session (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    key_id TEXT NOT NULL REFERENCES key (id),
    way TEXT NOT NULL,
    begun INTEGER NOT NULL,
    seen INTEGER NOT NULL
) STRICT;
