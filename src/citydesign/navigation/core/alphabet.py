"""Names in the order of a language's alphabet."""

import unicodedata


class Alphabet:
    """The letters of a language.

    Args:
        letters: In order and in capitals. A letter that is none of them counts as the one without
            its accents that is: É as E, but Å as itself where the alphabet has it.
    """

    def __init__(self, letters: str):
        self.letters = letters
        self._places = {letter: place for place, letter in enumerate(letters)}

    def letter(self, name: str) -> str:
        """The letter under which a name is looked up; an empty text for what begins with none."""
        first = next((each for each in name if each.isalnum()), "")
        found = self._folded(first)
        return found[0] if found and found[0] in self._places else ""

    def rank(self, name: str) -> tuple[tuple[int, str], ...]:
        """What names are sorted by: numbers and foreign letters come after the alphabet."""
        signs = [sign for each in name if each.isalnum() for sign in self._folded(each)]
        last = len(self._places)
        return tuple((self._places.get(sign, last), sign) for sign in signs)

    def _folded(self, sign: str) -> str:
        capital = sign.upper()
        if capital in self._places:
            return capital
        return unicodedata.normalize("NFD", capital)[:1] or capital
