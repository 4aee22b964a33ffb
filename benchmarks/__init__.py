"""Measurements of speed. They print; they judge nothing."""
