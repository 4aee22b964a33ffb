"""Addresses below /api/ that belong to the record, and the answer for all that belong to nothing."""

from django.urls import path

from cases.api.views.analyse_image import AnalyseImage
from cases.api.views.analyses import AnalysisViewSet
from cases.api.views.analysis_file import AnalysisFile
from cases.api.views.batch_changes import BatchAgreement, BatchChanges
from cases.api.views.batches import Batches, BatchView, CancelBatch, PauseBatch, ResumeBatch, RetryBatch
from cases.api.views.body_sites import BodySites
from cases.api.views.break_glass import BrokenGlass, EndBrokenGlass
from cases.api.views.case_fhir import CaseFhir
from cases.api.views.case_images import CaseImages
from cases.api.views.case_report import CaseReport
from cases.api.views.cases import CaseViewSet
from cases.api.views.dataset import Dataset
from cases.api.views.erasure import ErasePatient, HoldPatient, LiftHold, Retention
from cases.api.views.histologies import CorrectHistology, HistologyViewSet, WithdrawHistology
from cases.api.views.image import ImageView
from cases.api.views.image_file import ImageFile
from cases.api.views.imports import CancelImport, ConfirmImport, ImportRows, Imports, ImportView
from cases.api.views.lesion_course import LesionComparison, LesionTimeline
from cases.api.views.lesions import LesionViewSet
from cases.api.views.loops import LesionLoops, LostFollowUp
from cases.api.views.merge_patients import MergePatients, UnmergePatients
from cases.api.views.models import ModelVersionViewSet
from cases.api.views.outlines import ImageOutlines, OutlineMask
from cases.api.views.patient_export import PatientExport
from cases.api.views.patients import PatientViewSet
from cases.api.views.patients_csv import PatientsCsv
from cases.api.views.performance import PerformanceView
from cases.api.views.reviews import AmendReview, CaseImpression, CaseReview, CaseReviews, SignReview
from cases.api.views.unknown_address import UnknownAddress
from cases.api.views.worklist import WorklistExport, WorklistView

MANY = {"get": "list", "post": "create"}
ONE = {"get": "retrieve", "patch": "partial_update"}

urlpatterns = [
    path("patients/", PatientViewSet.as_view(MANY), name="api-patients"),
    path("patients/<int:patient_id>/", PatientViewSet.as_view(ONE), name="api-patient"),
    path("patients/<int:patient_id>/merge/", MergePatients.as_view(), name="api-merge-patients"),
    path("patients/<int:patient_id>/unmerge/", UnmergePatients.as_view(), name="api-unmerge-patients"),
    path("patients/<int:patient_id>/erase/", ErasePatient.as_view(), name="api-erase-patient"),
    path("patients/<int:patient_id>/hold/", HoldPatient.as_view(), name="api-hold-patient"),
    path("patients/<int:patient_id>/hold/lift/", LiftHold.as_view(), name="api-lift-hold"),
    path("retention/", Retention.as_view(), name="api-retention"),
    path("patients/csv/", PatientsCsv.as_view(), name="api-patients-csv"),
    path("patients/<int:patient_id>/export/", PatientExport.as_view(), name="api-patient-export"),
    path("break-glass/", BrokenGlass.as_view(), name="api-break-glass"),
    path("break-glass/<int:glass_id>/end/", EndBrokenGlass.as_view(), name="api-end-break-glass"),
    path("dataset/", Dataset.as_view(), name="api-dataset"),
    path("lesions/", LesionViewSet.as_view(MANY), name="api-lesions"),
    path("lesions/<int:lesion_id>/", LesionViewSet.as_view(ONE), name="api-lesion"),
    path("lesions/<int:lesion_id>/timeline/", LesionTimeline.as_view(), name="api-lesion-timeline"),
    path("lesions/<int:lesion_id>/compare/", LesionComparison.as_view(), name="api-lesion-compare"),
    path("cases/", CaseViewSet.as_view(MANY), name="api-cases"),
    path("cases/<int:case_id>/", CaseViewSet.as_view(ONE), name="api-case"),
    path("cases/<int:case_id>/images/", CaseImages.as_view(), name="api-case-images"),
    path("cases/<int:case_id>/report/", CaseReport.as_view(), name="api-case-report"),
    path("cases/<int:case_id>/fhir/", CaseFhir.as_view(), name="api-case-fhir"),
    path("cases/<int:case_id>/reviews/", CaseReviews.as_view(), name="api-case-reviews"),
    path("cases/<int:case_id>/review/", CaseReview.as_view(), name="api-review"),
    path("cases/<int:case_id>/review/impression/", CaseImpression.as_view(), name="api-review-impression"),
    path("cases/<int:case_id>/review/sign/", SignReview.as_view(), name="api-review-sign"),
    path("cases/<int:case_id>/review/amend/", AmendReview.as_view(), name="api-review-amend"),
    path("cases/<int:case_id>/lost/", LostFollowUp.as_view(), name="api-case-lost"),
    path("lesions/<int:lesion_id>/loops/", LesionLoops.as_view(), name="api-lesion-loops"),
    path("histologies/", HistologyViewSet.as_view(MANY), name="api-histologies"),
    path("histologies/<int:pathology_id>/", HistologyViewSet.as_view({"get": "retrieve"}), name="api-histology"),
    path("histologies/<int:pathology_id>/withdraw/", WithdrawHistology.as_view(), name="api-withdraw-histology"),
    path("histologies/<int:pathology_id>/correct/", CorrectHistology.as_view(), name="api-correct-histology"),
    path("performance/", PerformanceView.as_view(), name="api-performance"),
    path("images/<int:image_id>/", ImageView.as_view(), name="api-image"),
    path("images/<int:image_id>/analyse/", AnalyseImage.as_view(), name="api-analyse-image"),
    path("images/<int:image_id>/files/<str:kind>/", ImageFile.as_view(), name="api-image-file"),
    path("images/<int:image_id>/outline/", ImageOutlines.as_view(), name="api-image-outlines"),
    path("outlines/<int:outline_id>/mask/", OutlineMask.as_view(), name="api-outline-mask"),
    path("analyses/", AnalysisViewSet.as_view({"get": "list"}), name="api-analyses"),
    path("analyses/<int:analysis_id>/", AnalysisViewSet.as_view({"get": "retrieve"}), name="api-analysis"),
    path("analyses/<int:analysis_id>/files/<str:kind>/", AnalysisFile.as_view(), name="api-analysis-file"),
    path("imports/", Imports.as_view(), name="api-imports"),
    path("imports/<int:run_id>/", ImportView.as_view(), name="api-import"),
    path("imports/<int:run_id>/rows/", ImportRows.as_view(), name="api-import-rows"),
    path("imports/<int:run_id>/confirm/", ConfirmImport.as_view(), name="api-confirm-import"),
    path("imports/<int:run_id>/cancel/", CancelImport.as_view(), name="api-cancel-import"),
    path("batches/", Batches.as_view(), name="api-batches"),
    path("batches/<int:batch_id>/", BatchView.as_view(), name="api-batch"),
    path("batches/<int:batch_id>/pause/", PauseBatch.as_view(), name="api-pause-batch"),
    path("batches/<int:batch_id>/resume/", ResumeBatch.as_view(), name="api-resume-batch"),
    path("batches/<int:batch_id>/cancel/", CancelBatch.as_view(), name="api-cancel-batch"),
    path("batches/<int:batch_id>/retry-failed/", RetryBatch.as_view(), name="api-retry-batch"),
    path("batches/<int:batch_id>/changes/", BatchChanges.as_view(), name="api-batch-changes"),
    path("batches/<int:batch_id>/agreement/", BatchAgreement.as_view(), name="api-batch-agreement"),
    path("models/", ModelVersionViewSet.as_view({"get": "list"}), name="api-models"),
    path("models/<int:model_id>/", ModelVersionViewSet.as_view({"get": "retrieve"}), name="api-model"),
    path("worklist/", WorklistView.as_view(), name="api-worklist"),
    path("worklist/export/", WorklistExport.as_view(), name="api-worklist-export"),
    path("body-sites/", BodySites.as_view(), name="api-body-sites"),
    # last, because it takes what nobody above wanted
    path("<path:rest>", UnknownAddress.as_view(), name="api-unknown"),
    path("", UnknownAddress.as_view(), name="api-root"),
]
