"""The reliability kit: what docs/reliability.md promises, tried on a running server."""
