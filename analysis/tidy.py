"""A worker's memory is given back between two pictures, when nobody waits."""

import gc

from analysis import engine as networks
from ml.memory import give_back_memory

EVERY = 32  # pictures: it takes some hundredths of a second


class Tidier:
    """Counts what this process has worked on."""

    def __init__(self):
        self.pictures = self.loads = 0

    def after(self, pictures: int) -> bool:
        """Whether it was time to tidy up."""
        self.pictures += pictures
        if self.pictures < EVERY:
            return False
        self.pictures = 0
        if networks.times_loaded() != self.loads:
            # what the networks brought with them stays, and need not be walked through each time
            self.loads = networks.times_loaded()
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        give_back_memory()
        return True


tidier = Tidier()
