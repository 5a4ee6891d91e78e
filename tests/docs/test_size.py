"""Files and functions stay small enough to be read."""

from bench import largest

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 50


def test_no_file_is_too_long_to_be_read_in_one_go() -> None:
    too_long = [
        f"{size.where} ({size.lines})" for size in largest.files() if size.lines > MOST_LINES_OF_A_FILE
    ]

    assert not too_long, f"split by what changes together; over {MOST_LINES_OF_A_FILE} lines: {too_long}"


def test_no_function_is_too_long_to_be_seen_at_once() -> None:
    sizes = largest.functions()

    too_long = [f"{size.where} ({size.lines})" for size in sizes if size.lines > MOST_LINES_OF_A_FUNCTION]

    assert not too_long, f"give the parts names; over {MOST_LINES_OF_A_FUNCTION} lines: {too_long}"
