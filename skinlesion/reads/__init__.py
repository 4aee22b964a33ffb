"""Every address says what of a patient's record it shows; every read leaves one audit event (docs/trust/record.md)."""
