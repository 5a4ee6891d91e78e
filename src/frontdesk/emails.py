"""E-mail addresses as names of people: one spelling of each, wherever they are counted or looked up."""


def folded(email: str) -> str:
    """Return the one spelling of an address.

    The database folds once more, by its own rules, under which some letters become others. What was folded
    here stays as it is there, so that who is counted and who is looked up are the same.
    """
    return email.strip().lower()
