"""Imports over the API: a file, how it is read, check, writing and undoing, by the services of the wizard."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers.api.common import paged, paged_in_order, valid
from customers.enums import Party, Relation
from customers.importing.columns import ColumnMap, Told
from customers.importing.issues import counted_issues, kept_by, said, same_file_before
from customers.importing.known import targets_on_offer
from customers.models import ImportIssue, ImportRun
from customers.services import imports, undoing
from foundation.accounts.api import caller
from foundation.accounts.models import Unit
from foundation.accounts.permissions import Permission

KEPT = 200
MOST_COLUMNS = 2000


class ImportSerializer(serializers.ModelSerializer[ImportRun]):
    """An import: `state` says how far it is, `counts` what the check or the import found, `job` who works on it."""

    name = serializers.CharField(source="original_name", read_only=True)
    state = serializers.SerializerMethodField()
    by = serializers.CharField(source="by.username", read_only=True, default=None)
    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    job = serializers.CharField(source="job.public_id", read_only=True, default=None)

    class Meta:
        model = ImportRun
        fields: tuple[str, ...] = (
            "public_id", "source", "name", "size", "state", "counts", "by", "unit", "job", "created_at",
            "finished_at", "undone_at", "undone_reason",
        )  # fmt: skip
        read_only_fields = fields

    def get_state(self, run: ImportRun) -> str:
        """Where it stands; one whose worker ended without an end of its own has stopped."""
        return run.standing.value


class ImportKeptSerializer(serializers.Serializer[Any]):
    """A customer whom undoing left as it is, and why."""

    number = serializers.CharField()
    is_new = serializers.BooleanField()
    message = serializers.CharField(source="sentence")


class ImportDetailSerializer(ImportSerializer):
    """With how the file is read, what is wrong with it most often, another import of the same file, and, once it was
    taken back, the first 200 customers who were left as they are and how many those are."""

    columns = serializers.SerializerMethodField()
    party = serializers.CharField(source="mapping.constants.party", read_only=True, default="")
    relation = serializers.CharField(source="mapping.constants.relation", read_only=True, default="")
    key_from_line = serializers.BooleanField(source="mapping.key_from_line", read_only=True, default=False)
    is_kept = serializers.SerializerMethodField()
    same_file = serializers.SerializerMethodField()
    wrong = serializers.SerializerMethodField()
    kept = serializers.SerializerMethodField()
    kept_count = serializers.SerializerMethodField()

    class Meta(ImportSerializer.Meta):
        fields = (
            *ImportSerializer.Meta.fields, "columns", "party", "relation", "key_from_line", "is_kept", "same_file",
            "wrong", "kept", "kept_count",
        )  # fmt: skip
        read_only_fields = fields

    def get_columns(self, run: ImportRun) -> dict[str, str]:
        """Each column of the file by its name, and what it is read as; empty for one that is left out."""
        columns = ColumnMap.from_json(run.mapping).columns
        return {name: columns.get(position, "") for position, name in reversed(list(enumerate(run.header)))}

    def get_is_kept(self, run: ImportRun) -> bool:
        """Whether the uploaded copy is still there."""
        return bool(run.stored_name)

    def get_same_file(self, run: ImportRun) -> str | None:
        """The newest other import of the very same file that came further than the upload."""
        twin = same_file_before(run, self.context["user"])
        return twin.public_id if twin else None

    def get_wrong(self, run: ImportRun) -> list[dict[str, Any]]:
        """Kinds of what is wrong and how often, the most frequent first."""
        return [{"what": what, "count": n} for what, n in counted_issues(run)]

    def get_kept(self, run: ImportRun) -> list[dict[str, Any]]:
        """Nobody before it was taken back."""
        return list(ImportKeptSerializer(self._kept(run)[0], many=True).data)

    def get_kept_count(self, run: ImportRun) -> int:
        """How many were left as they are."""
        return self._kept(run)[1]

    def _kept(self, run: ImportRun) -> tuple[list[Any], int]:
        if not hasattr(self, "_found"):
            self._found = kept_by(run, self.context["user"], limit=KEPT) if run.undone_at else ([], 0)
        return self._found


class ImportIssueSerializer(serializers.ModelSerializer[ImportIssue]):
    """Something that is wrong in a line; the value is masked."""

    message = serializers.SerializerMethodField()

    class Meta:
        model = ImportIssue
        fields = ("line", "column", "shown", "code", "message")
        read_only_fields = fields

    def get_message(self, issue: ImportIssue) -> str:
        """What is wrong, in words."""
        return said(issue).sentence


class ImportColumnsSerializer(serializers.Serializer[Any]):
    """How the file is read. `columns` is an object: names of its header to what they are (`external_key`, `full_name`,
    `phone` …, `field:<key>` of a designed field, `number:`, `category:`); columns that it does not name are left out.
    Without it, and without the others, what the wizard would propose stays."""

    source = serializers.CharField(max_length=40, required=False)  # type: ignore[assignment]  # a field so named
    columns = serializers.JSONField(required=False)
    party = serializers.ChoiceField(choices=Party.choices, required=False)
    relation = serializers.ChoiceField(choices=Relation.choices, required=False)
    key_from_line = serializers.BooleanField(required=False, allow_null=True)

    def validate_columns(self, columns: Any) -> dict[str, str]:
        """Names to names."""
        pairs = columns.items() if isinstance(columns, dict) and len(columns) <= MOST_COLUMNS else None
        if pairs is None or not all(isinstance(target, str) for _name, target in pairs):
            raise serializers.ValidationError("is an object of names of columns and what they are read as")
        return dict(pairs)


class ImportWriteSerializer(ImportColumnsSerializer):
    """A file (CSV, XLSX), and how it is read."""

    file = serializers.FileField(allow_empty_file=True)
    name = serializers.CharField(max_length=255, required=False)


class ImportUndoSerializer(serializers.Serializer[Any]):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=300)


class ImportList(APIView):
    """Imports, newest first; POST opens one."""

    required_permissions = {"GET": Permission.CUSTOMER_IMPORT, "POST": Permission.CUSTOMER_IMPORT}
    serializer_class = ImportSerializer
    parser_classes = (MultiPartParser,)
    upload_limit = imports.MAX_BYTES

    @extend_schema(operation_id="imports_list", responses=ImportSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of those on which the caller may work."""
        rows = ImportRun.objects.workable_by(caller(request)).select_related("by", "unit", "job")
        return paged(self, rows, ImportSerializer)

    @extend_schema(
        operation_id="imports_create", request=ImportWriteSerializer, responses={201: ImportDetailSerializer}
    )
    def post(self, request: Request) -> Response:
        """Upload a file; nothing is written before it is started. 409 for a file that can't be read, of which nothing
        is kept."""
        asked, user = valid(ImportWriteSerializer(data=request.data)), caller(request)
        file = asked["file"]
        run = imports.open_import(
            file=file, name=asked.get("name") or file.name, by=user, now=timezone.now(),
            source=asked.get("source", ""), told=_told(asked) if _says_how(asked) else None,
        )  # fmt: skip
        return _shown(request, run.public_id, status.HTTP_201_CREATED)


class ImportDetail(APIView):
    """One import."""

    required_permissions = {"GET": Permission.CUSTOMER_IMPORT, "PATCH": Permission.CUSTOMER_IMPORT}
    serializer_class = ImportDetailSerializer
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="imports_retrieve")
    def get(self, request: Request, public_id: str) -> Response:
        """How it is read, how far it is, and what was found."""
        return _shown(request, public_id, status.HTTP_200_OK)

    @extend_schema(operation_id="imports_map", request=ImportColumnsSerializer, responses=ImportDetailSerializer)
    def patch(self, request: Request, public_id: str) -> Response:
        """Say how it is read; then it is to be checked again. 409 while it is worked on and once it was written."""
        run, user = _run(request, public_id), caller(request)
        asked = valid(ImportColumnsSerializer(data=request.data))
        mapping = _told(asked).onto(ColumnMap.from_json(run.mapping), run.header, targets_on_offer())
        imports.confirm_columns(
            run_id=run.pk, mapping=mapping, source=asked.get("source", run.source), by=user, now=timezone.now()
        )
        return _shown(request, public_id, status.HTTP_200_OK)


class ImportIssues(APIView):
    """What was wrong in a file."""

    required_permissions = {"GET": Permission.CUSTOMER_IMPORT}
    serializer_class = ImportIssueSerializer

    @extend_schema(operation_id="imports_issues_list", responses=ImportIssueSerializer(many=True))
    def get(self, request: Request, public_id: str) -> Response:
        """A page of it, in the order of the lines."""
        run = _run(request, public_id)
        return paged_in_order(self, run.issues.all(), ImportIssueSerializer, ("line", "pk"))


class _Step(APIView):
    """A step of an import."""

    required_permissions = {"POST": Permission.CUSTOMER_IMPORT}
    serializer_class = ImportDetailSerializer
    service: Callable[..., Any]

    def act(self, request: Request, public_id: str, code: int) -> Response:
        """Have the service do it."""
        run = _run(request, public_id)
        type(self).service(run_id=run.pk, by=caller(request), now=timezone.now())
        return _shown(request, public_id, code)


class ImportCheck(_Step):
    """The dry run."""

    service = imports.start_check

    @extend_schema(operation_id="imports_check", request=None, responses={202: ImportDetailSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        """Have a worker judge every line; no customer is written. 409 while it is worked on."""
        return self.act(request, public_id, status.HTTP_202_ACCEPTED)


class ImportStart(_Step):
    """The import itself."""

    service = imports.start_import

    @extend_schema(operation_id="imports_start", request=None, responses={202: ImportDetailSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        """Have a worker write the good lines, all of them or none. 409 while it is worked on and once it was
        written."""
        return self.act(request, public_id, status.HTTP_202_ACCEPTED)


class ImportDrop(_Step):
    """The uploaded copy."""

    service = imports.drop_upload

    @extend_schema(operation_id="imports_drop", request=None, responses=ImportDetailSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        """Delete it; what was wrong in it stays listed."""
        return self.act(request, public_id, status.HTTP_200_OK)


class ImportUndo(APIView):
    """The way back."""

    required_permissions = {"POST": Permission.CUSTOMER_IMPORT}
    serializer_class = ImportDetailSerializer

    @extend_schema(operation_id="imports_undo", request=ImportUndoSerializer, responses={202: ImportDetailSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        """Have a worker take all of it back, except for customers changed since. 409 for one that was not
        written."""
        run, user = _run(request, public_id), caller(request)
        values = valid(ImportUndoSerializer(data=request.data))
        undoing.start_undo(run_id=run.pk, reason=values["reason"], by=user, now=timezone.now())
        return _shown(request, public_id, status.HTTP_202_ACCEPTED)


def _says_how(asked: dict[str, Any]) -> bool:
    """Whether anything is said of how the file is read; else it waits for that, as in the wizard."""
    return any(asked.get(name) is not None for name in ("columns", "party", "relation", "key_from_line"))


def _told(asked: dict[str, Any]) -> Told:
    return Told(
        columns=asked.get("columns"),
        party=asked.get("party", ""),
        relation=asked.get("relation", ""),
        key_from_line=asked.get("key_from_line"),
    )


def _run(request: Request, public_id: str) -> ImportRun:
    """An import on which the caller may work. Raises Http404 for any other."""
    rows = ImportRun.objects.workable_by(caller(request)).select_related("by", "unit", "job")
    return get_object_or_404(rows, public_id=public_id)


def _shown(request: Request, public_id: str, code: int) -> Response:
    run = _run(request, public_id)
    return Response(ImportDetailSerializer(run, context={"user": caller(request)}).data, status=code)
