"""Recipes of the trainings: one Python file each, with a `CONFIG`, what it reproduces, how long it takes, the command."""
