"""The audit trail for administrators: searched and taken out, over the API and from the admin."""
