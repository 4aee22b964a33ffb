"""The demo clinic's people, and where its pictures come from. Nobody here exists."""
