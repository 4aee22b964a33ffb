"""Recipes of the trainings: one file each with a `CONFIG`, what it reproduces, how long it takes, the command."""
