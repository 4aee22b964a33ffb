"""Django admin of the engine room, one noun a file; importing a file registers its noun."""

from analysis.admin.analysis import AnalysisAdmin
from analysis.admin.batch_run import BatchRunAdmin
from analysis.admin.heartbeat import HeartbeatAdmin
from analysis.admin.model_version import ModelVersionAdmin
from analysis.admin.prediction import PredictionAdmin
from analysis.admin.segmentation import SegmentationAdmin

__all__ = [
    "AnalysisAdmin",
    "BatchRunAdmin",
    "HeartbeatAdmin",
    "ModelVersionAdmin",
    "PredictionAdmin",
    "SegmentationAdmin",
]
