"""Django admin of clinics, people and the audit trail, one noun a file."""
