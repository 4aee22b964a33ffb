"""The engine room: one row per model run, queue, workers, batches. No pages, no addresses."""
