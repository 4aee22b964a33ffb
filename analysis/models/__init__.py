"""Rows of the engine room, one noun a file."""

from analysis.models.analysis import Analysis
from analysis.models.batch_run import BatchRun
from analysis.models.heartbeat import Heartbeat
from analysis.models.model_version import ModelVersion
from analysis.models.prediction import Prediction
from analysis.models.segmentation import Segmentation

__all__ = ["Analysis", "BatchRun", "Heartbeat", "ModelVersion", "Prediction", "Segmentation"]
