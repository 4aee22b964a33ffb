"""Every page of the record."""

from django.urls import path

from cases.views.amend_review import amend_review, discard_amendment
from cases.views.analyse_image import analyse_image
from cases.views.analysis_panel import analysis_panel
from cases.views.break_glass import break_glass, end_break_glass
from cases.views.cancel_import import cancel_import
from cases.views.change_patient import change_patient
from cases.views.compare_pictures import compare_pictures
from cases.views.confirm_import import confirm_import
from cases.views.correct_histology import correct_histology
from cases.views.count_worklists import count_worklists
from cases.views.draw_outline import draw_outline
from cases.views.enter_histology import enter_histology
from cases.views.export_case import case_fhir
from cases.views.export_dataset import export_dataset
from cases.views.export_patient import export_patient
from cases.views.export_worklist import export_worklist
from cases.views.import_pictures import import_pictures
from cases.views.list_import_errors import list_import_errors
from cases.views.mark_lesion import mark_lesion
from cases.views.mark_lost_to_follow_up import mark_lost_to_follow_up, unmark_lost_to_follow_up
from cases.views.open_case import open_case
from cases.views.record_impression import record_impression
from cases.views.register_patient import register_patient
from cases.views.save_draft import save_draft
from cases.views.serve_file import serve_analysis_file, serve_image_file, serve_outline_mask
from cases.views.show_case import show_case
from cases.views.show_import import show_import
from cases.views.show_lesion import show_lesion
from cases.views.show_patient import show_patient
from cases.views.show_patients import show_patients
from cases.views.show_performance import show_performance
from cases.views.show_queue import show_queue
from cases.views.show_report import report_pdf, show_report
from cases.views.show_worklist import show_worklist
from cases.views.sign_review import sign_review
from cases.views.upload_image import upload_image
from cases.views.withdraw_histology import withdraw_histology

app_name = "cases"
urlpatterns = [
    path("", show_worklist, name="worklist"),
    path("worklist/queue/", show_queue, name="queue"),
    path("worklist/counts/", count_worklists, name="count_worklists"),
    path("worklist/export/", export_worklist, name="export_worklist"),
    path("patients/", show_patients, name="patients"),
    path("patients/new/", register_patient, name="register_patient"),
    path("patients/<int:patient_id>/", show_patient, name="patient"),
    path("patients/<int:patient_id>/change/", change_patient, name="change_patient"),
    path("patients/<int:patient_id>/lesions/new/", mark_lesion, name="mark_lesion"),
    path("patients/<int:patient_id>/export.zip", export_patient, name="export_patient"),
    path("emergency/", break_glass, name="break_glass"),
    path("emergency/<int:glass_id>/end/", end_break_glass, name="end_break_glass"),
    path("dataset/", export_dataset, name="export_dataset"),
    path("lesions/<int:lesion_id>/", show_lesion, name="lesion"),
    path("lesions/<int:lesion_id>/compare/", compare_pictures, name="compare"),
    path("lesions/<int:lesion_id>/cases/new/", open_case, name="open_case"),
    path("cases/<int:case_id>/", show_case, name="case"),
    path("cases/<int:case_id>/report/", show_report, name="report"),
    path("cases/<int:case_id>/report.pdf", report_pdf, name="report_pdf"),
    path("cases/<int:case_id>/fhir.json", case_fhir, name="case_fhir"),
    path("cases/<int:case_id>/images/", upload_image, name="upload_image"),
    path("cases/<int:case_id>/review/impression/", record_impression, name="record_impression"),
    path("cases/<int:case_id>/review/draft/", save_draft, name="save_draft"),
    path("cases/<int:case_id>/review/sign/", sign_review, name="sign_review"),
    path("reviews/<int:review_id>/amend/", amend_review, name="amend_review"),
    path("reviews/<int:review_id>/discard/", discard_amendment, name="discard_amendment"),
    path("lesions/<int:lesion_id>/histology/new/", enter_histology, name="enter_histology"),
    path("histology/<int:pathology_id>/correct/", correct_histology, name="correct_histology"),
    path("histology/<int:pathology_id>/withdraw/", withdraw_histology, name="withdraw_histology"),
    path("cases/<int:case_id>/lost/", mark_lost_to_follow_up, name="mark_lost_to_follow_up"),
    path("cases/<int:case_id>/lost/undo/", unmark_lost_to_follow_up, name="unmark_lost_to_follow_up"),
    path("performance/", show_performance, name="performance"),
    path("images/<int:image_id>/file/<str:kind>/", serve_image_file, name="image_file"),
    path("analyses/<int:analysis_id>/file/<str:kind>/", serve_analysis_file, name="analysis_file"),
    path("images/<int:image_id>/panel/", analysis_panel, name="analysis_panel"),
    path("images/<int:image_id>/analyse/", analyse_image, name="analyse_image"),
    path("imports/", import_pictures, name="imports"),
    path("imports/<int:run_id>/", show_import, name="import"),
    path("imports/<int:run_id>/confirm/", confirm_import, name="confirm_import"),
    path("imports/<int:run_id>/cancel/", cancel_import, name="cancel_import"),
    path("imports/<int:run_id>/errors.csv", list_import_errors, name="import_errors"),
    path("images/<int:image_id>/outline/", draw_outline, name="draw_outline"),
    path("outlines/<int:outline_id>/mask/", serve_outline_mask, name="outline_mask"),
]
