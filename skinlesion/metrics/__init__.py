"""Figures for Prometheus at /metrics. No label says anything about a person, a picture or a file."""
