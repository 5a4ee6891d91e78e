"""How templates are read, and what every one of them is given."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig

from frontdesk.http import AnyRequest
from frontdesk.web.language import LANGUAGES, Language, language_of
from frontdesk.web.refusals import problem_told
from frontdesk.web.rendering import STATIC_PATH

TEMPLATES = Path(__file__).parent / "templates"
THEME_COOKIE = "frontdesk_theme"
THEMES = ("light", "dark")


def template_environment() -> Environment:
    """Return how templates are read: everything is escaped, and a name that is missing is a bug."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals["static"] = STATIC_PATH
    environment.filters["told"] = _problem_told
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension brings it
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext
    )
    return environment


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """Return the template engine."""
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(template_environment()))


def look_of(request: AnyRequest) -> Mapping[str, object]:
    """Return what `layout.html` needs to know of a browser: its language and its owner's choice of theme."""
    return {"language": language_of(request), "languages": LANGUAGES, "theme": theme_of(request)}


def theme_of(request: AnyRequest) -> str | None:
    """Return the theme that was chosen for a browser; None leaves it to the device."""
    theme = request.cookies.get(THEME_COOKIE)
    return theme if theme in THEMES else None


@pass_context
def _gettext(context: Context, message: str) -> str:
    return _language(context).gettext(message)


@pass_context
def _ngettext(context: Context, one: str, many: str, count: int) -> str:
    return _language(context).ngettext(one, many, count)


@pass_context
def _pgettext(context: Context, where: str, message: str) -> str:
    return _language(context).pgettext(where, message)


@pass_context
def _problem_told(context: Context, problem: str) -> str:
    return problem_told(problem, _language(context))


def _language(context: Context) -> Language:
    """Return the language of the page; a macro that translates must be imported `with context`."""
    language = context["language"]
    assert isinstance(language, Language), "a page that translates is given a language"  # noqa: S101
    return language
