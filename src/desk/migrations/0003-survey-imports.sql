-- A sheet on its way into the graph. The file itself is not kept: it holds who
-- answered what in columns that are anonymous.
CREATE TABLE survey_import (
    id TEXT PRIMARY KEY,
    created INTEGER NOT NULL,
    key_id TEXT REFERENCES key (id),
    survey TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    -- As JSON: what the columns mean, what was read, what reviewers decided.
    mapping TEXT NOT NULL,
    reading TEXT NOT NULL,
    decisions TEXT NOT NULL,
    -- Counts the changes to it, from 1.
    version INTEGER NOT NULL,
    published INTEGER,
    graph_commit INTEGER,
    -- As JSON: what was published and what was not, as numbers.
    outcome TEXT
) STRICT;

CREATE INDEX survey_import_by_file ON survey_import (file_hash, survey);
