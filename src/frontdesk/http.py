"""What every slice's routes share: who is calling, how bodies look, how refusals travel."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import MediaType, Request, Response
from litestar.datastructures import MutableScopeHeaders, State
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import PathParameter, QueryParameter
from litestar.routes import HTTPRoute
from litestar.types import Message, Scope
from litestar.typing import FieldDefinition

from frontdesk.db.pool import DatabaseError
from frontdesk.errors import (
    Forbidden,
    FrontdeskError,
    NotFound,
    RateLimited,
    TooLarge,
    Unauthorized,
    Unavailable,
    ValidationFailed,
)
from frontdesk.logs import logger
from frontdesk.wording import NOT_VALID, in_words, problem

_log = logger(__name__)
_JSON_TYPE = re.compile(r"application/([\w.+-]+\+)?json", re.IGNORECASE | re.ASCII)
# The argument of a route that takes what the body says.
BODY = "data"
AnyRequest = Request[Any, Any, State]
Service = TypeVar("Service")

INTERNAL_ERROR: dict[str, object] = {
    "success": False,
    "error": "INTERNAL_ERROR",
    "message": "Something went wrong on our side. Please try again.",
}

Id = Annotated[int, PathParameter(ge=1, le=2**63 - 1)]
NewPassword = Annotated[str, msgspec.Meta(min_length=8, max_length=1000)]
PageLimit = Annotated[int, QueryParameter(ge=1, le=200)]


class ApiRequest(AnyRequest):
    """A request whose body, when nobody can read it as JSON, is refused in the contract's form."""

    async def json(self) -> Any:  # noqa: ANN401 -- any JSON value
        """Return what the body says.

        Raises:
            ValidationFailed: it is not JSON, or nested deeper than anybody needs.
        """
        named = self.headers.get("Content-Type", "").partition(";")[0].strip()
        if named and not _JSON_TYPE.fullmatch(named):
            raise ValidationFailed({"Content-Type": "must be application/json"})
        try:
            return await super().json()
        except UnicodeDecodeError:
            raise ValidationFailed({"body": "must be UTF-8"}) from None
        except RecursionError:
            raise ValidationFailed({"body": "is nested too deeply"}) from None


class Body(msgspec.Struct, rename="camel", forbid_unknown_fields=False, omit_defaults=False):
    """A JSON object that comes in or goes out: camelCase outside, our names inside."""


class ErrorObject(msgspec.Struct, rename="camel"):
    """Every refusal. Further members depend on the code: `fields`, `availableSlots`, ..."""

    success: bool
    error: str
    message: str


def id_query(name: str) -> QueryParameter:
    """Return the parameter that narrows a list to an id; bounds on the type alone are lost beside None."""
    return QueryParameter(name=name, required=False, ge=1, le=2**63 - 1)


def refusals(*statuses: int) -> dict[int, ResponseSpec]:
    """Return the OpenAPI description of the refusals of an endpoint, besides 401, 422 and 429."""
    return {
        status: ResponseSpec(ErrorObject, description="Refused", generate_examples=False)
        for status in sorted({401, 422, 429, *statuses})
    }


def service(name: str, kind: type[Service]) -> Callable[[State], Service]:
    """Return a provider of one of the assembled services, by its name in `frontdesk.assembly.Services`."""

    def provide(state: State) -> Service:
        found = getattr(state.services, name)
        assert isinstance(found, kind), f"{name} is not a {kind.__name__}"  # noqa: S101
        return found

    return provide


def bearer(request: AnyRequest) -> str:
    """Return the credential of the Authorization header.

    Raises:
        Unauthorized: there is none.
    """
    scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not credential.strip():
        raise Unauthorized("Send your API key or access token as 'Authorization: Bearer ...'.")
    return credential.strip()


def is_https(request: AnyRequest) -> bool:
    """Say whether people reach this server by https: by its public address, else as it was called."""
    public_url = request.app.state.services.settings.public_url
    return (public_url or f"{request.scope['scheme']}:").startswith("https:")


def render_refusal(_request: AnyRequest, error: FrontdeskError) -> Response[dict[str, object]]:
    """Answer with the contract's error object."""
    return Response(
        error.as_object(),
        status_code=error.status,
        media_type=MediaType.JSON,
        headers=headers_of(error),
    )


def headers_of(error: FrontdeskError) -> dict[str, str]:
    """Return the headers that go with a refusal."""
    if isinstance(error, RateLimited):
        return {"Retry-After": str(error.retry_after_seconds)}
    return {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}


def render_invalid(request: AnyRequest, error: ValidationException) -> Response[dict[str, object]]:
    """Answer a request that Litestar could not read, naming the fields."""
    found = error.extra if isinstance(error.extra, list) else [{"message": error.detail}]
    fields = dict(_field_problem(request, item) for item in found if isinstance(item, dict))
    return render_refusal(request, ValidationFailed(fields or {"body": NOT_VALID}))


def _field_problem(request: AnyRequest, item: Mapping[str, object]) -> tuple[str, str]:
    """Return a field, under the name that the caller gives it, and what is wrong with it."""
    key, message = str(item.get("key", "")), str(item.get("message", ""))
    parameters = _parameters(request)
    if item.get("source") != "body" and key != BODY and key in parameters:
        parameter = parameters[key]
        name = getattr(parameter.kwarg_definition, "name", None) or key
        # An address and a header can say nothing but text: what may be null is left out.
        return name, problem(message, parameter.annotation)[1].removesuffix(" or null")
    kind = parameters[BODY].annotation if BODY in parameters else None
    field, words = problem(message, kind, "" if key == BODY else key)
    return field or "body", words


def _parameters(request: AnyRequest) -> dict[str, FieldDefinition]:
    """Return what a route and what it depends on take, by the names of their arguments."""
    handler = request.route_handler
    taken = [provide.parsed_fn_signature for provide in handler.resolve_dependencies().values()]
    return {
        name: parameter
        for signature in (*taken, handler.parsed_fn_signature)
        for name, parameter in signature.parameters.items()
    }


def render_http(request: AnyRequest, error: HTTPException) -> Response[dict[str, object]]:
    """Answer in the contract's form what Litestar itself refuses: no such path, wrong method, too large."""
    if error.status_code >= 500:
        return render_bug(request, error)
    match error.status_code:
        case 400:
            refusal: FrontdeskError = ValidationFailed({"body": in_words(error.detail)})
        case 401:
            refusal = Unauthorized("Please sign in.")
        case 403:
            refusal = Forbidden("You may not do this.")
        case 413:
            refusal = TooLarge("The request is too large.")
        case 429:
            refusal = RateLimited("Too many requests. Please wait a moment.", retry_after_seconds=60)
        case _:
            refusal = NotFound("There is nothing at this address, or not with this method.")
    answer = render_refusal(request, refusal)
    if error.status_code == 405:
        answer.status_code = 405
    answer.headers.update(error.headers or {})
    return answer


async def name_every_method(message: Message, scope: Scope) -> None:
    """Name all methods of an address when it is asked for them; Litestar names those it met first."""
    if message["type"] != "http.response.start" or scope.get("method") != "OPTIONS":
        return
    methods = {
        method
        for route in scope["litestar_app"].routes
        if isinstance(route, HTTPRoute) and route.path_format == scope.get("path_template")
        for method in route.methods
    }
    if methods:
        MutableScopeHeaders.from_message(message)["Allow"] = ", ".join(sorted(methods))


def render_unavailable(request: AnyRequest, error: DatabaseError) -> Response[dict[str, object]]:
    """Answer while the database cannot be used; why not is for the log alone."""
    _log.error("database_unavailable", reason=str(error))
    return render_refusal(request, Unavailable("We cannot answer just now. Please try again in a moment."))


def render_bug(_request: AnyRequest, error: Exception) -> Response[dict[str, object]]:
    """Answer when the fault is ours: the traceback goes to the log, never to the caller."""
    _log.error("unexpected_error", exc_info=error)
    return Response(INTERNAL_ERROR, status_code=500, media_type=MediaType.JSON)
