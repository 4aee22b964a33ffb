"""/api/cases/<id>/reviews/ and /api/cases/<id>/review/"""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.examples import DRAFT, IMPRESSION
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.review import (
    AmendSerializer,
    DraftSerializer,
    ImpressionSerializer,
    ReviewSerializer,
    SignSerializer,
    WriteReviewSerializer,
)
from cases.models import Case, Review
from cases.selectors import cases_visible_to, reviews_visible_to
from cases.services.amend_review import amend_review
from cases.services.discard_amendment import discard_amendment
from cases.services.record_impression import record_impression
from cases.services.save_draft import save_draft
from cases.services.sign_review import sign_review


@extend_schema_view(get=extend_schema(summary="List all versions of a case's review"))
class CaseReviews(RecordView, ListAPIView):
    """All versions, newest first."""

    serializer_class = ReviewSerializer
    pagination_class = RecordPages
    filter_backends = []

    def get_queryset(self) -> QuerySet[Review]:
        """Those of the case, if the asking person may see it."""
        case = get_object_or_404(cases_visible_to(self.request.user), pk=self.kwargs["case_id"])
        return reviews_visible_to(self.request.user).filter(case=case)


class ReviewView(RecordView, APIView):
    """What the views of one case's review have in common."""

    def get_case(self) -> Case:
        """The case, if the asking person may see it."""
        return get_object_or_404(cases_visible_to(self.request.user), pk=self.kwargs["case_id"])

    def get_newest(self) -> Review:
        """Its newest version; 404 when nobody has begun one."""
        newest = reviews_visible_to(self.request.user).filter(case=self.get_case()).first()
        if newest is None:
            raise Http404
        return newest

    def said(self, serializer, **options) -> dict:
        """What the request says, checked."""
        asked = serializer(data=self.request.data, **options)
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    def show(self, status_code: int = status.HTTP_200_OK) -> Response:
        """The newest version as every later GET shows it."""
        return Response(DraftSerializer(self.get_newest(), context={"request": self.request}).data, status_code)


class CaseReview(ReviewView):
    """The newest version of a case's review; while it is a draft, it can be written."""

    @extend_schema(summary="Read the newest version", operation_id="cases_review_retrieve", responses=DraftSerializer)
    def get(self, request: Request, case_id: int) -> Response:
        """Draft or signed; 404 when nobody has begun one."""
        return self.show()

    @extend_schema(
        summary="Write the draft", request=WriteReviewSerializer, responses=DraftSerializer, examples=[DRAFT]
    )
    def put(self, request: Request, case_id: int) -> Response:
        """Begin the draft, or replace all of it. 400 `signed` where the newest version is signed: amend it first."""
        save_draft(case=self.get_case(), by=request.user, **self.said(WriteReviewSerializer))
        return self.show()

    @extend_schema(
        summary="Change the draft", request=WriteReviewSerializer, responses=DraftSerializer, examples=[DRAFT]
    )
    def patch(self, request: Request, case_id: int) -> Response:
        """Begin the draft, or change a part of it."""
        save_draft(case=self.get_case(), by=request.user, **self.said(WriteReviewSerializer, partial=True))
        return self.show()

    @extend_schema(
        summary="Give up an amendment",
        responses={200: OpenApiResponse(DraftSerializer, "The signed version, which stands again.")},
    )
    def delete(self, request: Request, case_id: int) -> Response:
        """Only an amendment that nobody has signed can be given up (400 `nothing_to_discard`)."""
        discard_amendment(review=self.get_newest(), by=request.user)
        return self.show()


class CaseImpression(ReviewView):
    """The clinician's impression before the result shows."""

    @extend_schema(
        summary="Give your impression",
        request=ImpressionSerializer,
        responses={201: OpenApiResponse(DraftSerializer, "The draft with the impression.")},
        examples=[IMPRESSION],
    )
    def post(self, request: Request, case_id: int) -> Response:
        """Once, where the clinic asks for it; it is never changed. 400 `impression_not_wanted` otherwise."""
        record_impression(case=self.get_case(), by=request.user, **self.said(ImpressionSerializer))
        return self.show(status.HTTP_201_CREATED)


class SignReview(ReviewView):
    """The signature."""

    @extend_schema(summary="Sign the review", request=SignSerializer, responses=DraftSerializer)
    def post(self, request: Request, case_id: int) -> Response:
        """Lock the draft. Pictures that are still being analysed do not stand in the way and are no part of it."""
        newest = self.get_newest()
        sign_review(review=newest, seen=self.said(SignSerializer).get("seen"), by=request.user)
        return self.show()


class AmendReview(ReviewView):
    """An amendment of the signed review."""

    @extend_schema(
        summary="Amend the signed review",
        request=AmendSerializer,
        responses={201: OpenApiResponse(DraftSerializer, "The draft of the next version, prefilled.")},
    )
    def post(self, request: Request, case_id: int) -> Response:
        """Begin the next version with what the signed one says; it is signed again."""
        newest = self.get_newest()
        amend_review(review=newest, reason=self.said(AmendSerializer)["reason"], by=request.user)
        return self.show(status.HTTP_201_CREATED)
