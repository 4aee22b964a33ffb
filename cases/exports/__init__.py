"""Patients and data sets leave the site."""
