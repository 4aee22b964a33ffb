"""Re-runs of stored pictures: started, filled piece by piece, paused, resumed, cancelled, counted."""
