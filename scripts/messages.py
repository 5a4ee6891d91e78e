"""Bring the catalogues of messages up to date with what pages and code say: `make messages`.

English needs no translator: its sentences are the ones in the code. Of every other language it prints what
is missing.
"""

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from frontdesk.web.language import CATALOGUE, DEFAULT, LANGUAGES, LOCALES

WEB = LOCALES.parent
METHODS = [
    ("locales/**", "ignore"),
    ("templates/**.html", "jinja2"),
    ("**.py", "python"),
]
PLURALS = "nplurals=2; plural=(n != 1);"
# Nothing in it changes without a change of words.
HEADER = f"""\
msgid ""
msgstr ""
"Language: {{code}}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {PLURALS}\\n"

"""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "translatable": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}


def main() -> None:
    """Write every catalogue anew."""
    said = extracted()
    for code in LANGUAGES:
        catalogue = updated(code, said)
        with (LOCALES / code / CATALOGUE).open("wb") as file:
            file.write(HEADER.format(code=code).encode())
            write_po(file, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)
        for message in missing(catalogue):
            print(f"{code}: {message.id}")  # noqa: T201 -- a command speaks


def extracted() -> Catalog:
    """Return everything that pages say."""
    catalogue = Catalog()
    found = extract_from_dir(str(WEB), METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True)
    for _file, _line, message, _comments, context in found:
        catalogue.add(message, context=context)
    return catalogue


def updated(code: str, said: Catalog) -> Catalog:
    """Return a language's catalogue with exactly the messages that are said; known translations stay."""
    known = read(code)
    catalogue = Catalog(locale=code)
    catalogue.mime_headers = [("Plural-Forms", PLURALS)]
    for message in said:
        if message.id:
            before = known.get(message.id, context=message.context)
            catalogue.add(message.id, _string(code, message, before), context=message.context)
    return catalogue


def read(code: str) -> Catalog:
    """Return a language's catalogue as it is."""
    path = LOCALES / code / CATALOGUE
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def missing(catalogue: Catalog) -> list[Message]:
    """Return the messages that lack a translation, or a plural of one."""
    return [message for message in catalogue if message.id and not _is_complete(message)]


def _string(code: str, message: Message, before: Message | None) -> str | tuple[str, ...]:
    if code == DEFAULT:
        return tuple(message.id) if isinstance(message.id, list) else message.id
    if before is not None and before.string:
        return tuple(before.string) if isinstance(before.string, list) else before.string
    return "" if isinstance(message.id, str) else ("", "")


def _is_complete(message: Message) -> bool:
    strings = (message.string,) if isinstance(message.string, str) else message.string
    return all(strings or ())


if __name__ == "__main__":
    main()
