"""The table of answers as arrays, one entry per picture, for the figures."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ml.answers import Answer
from ml.diagnoses import CODES, MALIGNANT_INDICES

NO_ANSWER = len(CODES)


class Columns:
    """Arrays of shape (n,) unless said otherwise; made on demand from the rows."""

    def __init__(self, answers: Sequence[Answer]):
        self.answers = list(answers)

    def __len__(self) -> int:
        return len(self.answers)

    def of(self, name: str) -> np.ndarray:
        """One field of every row: float64 or str."""
        values = [getattr(answer, name) for answer in self.answers]
        return np.array(values, dtype=None if values else float)

    @cached_property
    def everyone(self) -> np.ndarray:
        """bool, all True."""
        return np.ones(len(self), bool)

    @cached_property
    def truth(self) -> np.ndarray:
        """int, index into CODES; -1 where the diagnosis is not known."""
        return np.array([CODES.index(answer.dx) if answer.dx else -1 for answer in self.answers], int)

    @cached_property
    def labelled(self) -> np.ndarray:
        """bool, whether the diagnosis is known."""
        return self.truth >= 0

    @cached_property
    def answered(self) -> np.ndarray:
        """bool, whether the picture was not refused."""
        return np.array([not answer.refusal for answer in self.answers], bool)

    @cached_property
    def probabilities(self) -> np.ndarray:
        """float64 (n, 7), NaN where refused."""
        return np.array([answer.probabilities for answer in self.answers], float).reshape(-1, len(CODES))

    @cached_property
    def predicted(self) -> np.ndarray:
        """int, the most probable diagnosis as an index into CODES, `NO_ANSWER` where refused."""
        return np.where(self.answered, np.nan_to_num(self.probabilities).argmax(axis=1), NO_ANSWER)

    @cached_property
    def confidence(self) -> np.ndarray:
        """float64, the probability of the most probable diagnosis, 0 where refused."""
        return np.nan_to_num(self.probabilities).max(axis=1, initial=0.0)

    @cached_property
    def correct(self) -> np.ndarray:
        """bool, whether the most probable diagnosis is the true one."""
        return self.predicted == self.truth

    @cached_property
    def malignant(self) -> np.ndarray:
        """bool, whether the true diagnosis is malignant."""
        return np.isin(self.truth, MALIGNANT_INDICES)

    @cached_property
    def malignant_probability(self) -> np.ndarray:
        """float64, NaN where refused."""
        return self.probabilities[:, list(MALIGNANT_INDICES)].sum(axis=1)

    @cached_property
    def verdict(self) -> np.ndarray:
        """str, "refused" where there is none."""
        return np.array([answer.verdict or "refused" for answer in self.answers], str)
