"""The evaluation as people read it: one self-contained HTML file, and a plain table for the terminal."""
