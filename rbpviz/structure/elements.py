"""Loop elements of a dot-bracket string, by the standard loop decomposition."""

from rbpviz.errors import InvalidSequenceError


def pair_table(dot_bracket: str) -> list[int]:
    """Return the partner of each base.

    Parameters
    ----------
    dot_bracket : str
        Balanced, of `.()`.

    Returns
    -------
    list of int
        0-based position of the partner, -1 for an unpaired base; one entry a base.

    Raises
    ------
    InvalidSequenceError
        For another letter or unbalanced brackets, naming the 1-based position.
    """
    partners = [-1] * len(dot_bracket)
    opened: list[int] = []
    for position, letter in enumerate(dot_bracket):
        if letter == "(":
            opened.append(position)
        elif letter == ")":
            if not opened:
                raise InvalidSequenceError(
                    f"The structure has a ')' without its '(' at position {position + 1}; expected balanced brackets."
                )
            partner = opened.pop()
            partners[partner], partners[position] = position, partner
        elif letter != ".":
            raise InvalidSequenceError(f"The structure has {letter!r} at position {position + 1}; expected '.', '(' or ')'.")
    if opened:
        raise InvalidSequenceError(f"The structure has a '(' without its ')' at position {opened[-1] + 1}; balance its brackets.")
    return partners


def loop_elements(dot_bracket: str) -> str:
    """Name the loop element that each base lies in.

    S is a stem (every bracket). An unpaired base belongs to the innermost pair that encloses it: with no pair nested directly inside,
    H (hairpin); with one, I (internal loop) when both sides have unpaired bases and B (bulge) when one has; with more, M (multiloop).
    E (external) is enclosed by no pair.

    Parameters
    ----------
    dot_bracket : str
        Balanced, of `.()`; may be empty.

    Returns
    -------
    str
        One of `SMHIBE` a base.

    Raises
    ------
    InvalidSequenceError
        For another letter or unbalanced brackets.

    Examples
    --------
    >>> loop_elements("((.((...))))")
    'SSBSSHHHSSSS'
    """
    partners = pair_table(dot_bracket)
    letters = ["E" if letter == "." else "S" for letter in dot_bracket]
    for left, right in enumerate(partners):
        if right > left:
            _name_loop(partners, left, right, letters)
    return "".join(letters)


def context_letters(dot_bracket: str) -> str:
    """Name the structural context of each base in the six letters of EDeN, which DeepRKE reads (section 2 of its specification).

    As `loop_elements`, but bulges count as I, unpaired bases before the first pair are F, those after the last T, and linkers between outer
    stems M; an RNA without a pair is F throughout.

    Parameters
    ----------
    dot_bracket : str
        Balanced, of `.()`; may be empty.

    Returns
    -------
    str
        One of `FTIHMS` a base.

    Raises
    ------
    InvalidSequenceError
        For another letter or unbalanced brackets.

    Examples
    --------
    >>> context_letters("..((..))..")
    'FFSSHHSSTT'
    """
    letters = loop_elements(dot_bracket).replace("B", "I")
    first, last = letters.find("S"), letters.rfind("S")
    if first < 0:
        return "F" * len(letters)
    return letters[:first].replace("E", "F") + letters[first : last + 1].replace("E", "M") + letters[last + 1 :].replace("E", "T")


def _name_loop(partners: list[int], left: int, right: int, letters: list[str]) -> None:
    """Name the unpaired bases that lie directly inside the pair (left, right)."""
    unpaired: list[int] = []
    branches: list[tuple[int, int]] = []
    position = left + 1
    while position < right:
        partner = partners[position]
        if partner < 0:
            unpaired.append(position)
            position += 1
        else:
            branches.append((position, partner))
            position = partner + 1
    if not branches:
        name = "H"
    elif len(branches) > 1:
        name = "M"
    else:
        inner_left, inner_right = branches[0]
        name = "I" if inner_left - left > 1 and right - inner_right > 1 else "B"
    for position in unpaired:
        letters[position] = name
