"""What an answer must be. Each check gives the answer as it is to be kept, or raises.

The codes and addresses rely on kept libraries (the extra `forms`), imported where they are used.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from citydesign.extras import extra
from citydesign.forms.core.answers import AnswerError, is_answered, read_code, read_text
from citydesign.forms.core.times import TimeError
from citydesign.rules import trimmed

#: Takes an answer, gives it as it is to be kept, and raises `AnswerError` if it can't be taken.
Check = Callable[[Any], Any]


def email(value: object) -> str:
    """An e-mail address that can be delivered to (RFC 5321).

    Raises:
        AnswerError: It is none.
    """
    with extra("forms", "e-mail addresses"):
        from email_validator import EmailNotValidError, validate_email
    text = trimmed(read_text(value))
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise AnswerError("email") from None
    return text


def phone(value: object, region: str = "FI") -> str:
    """A phone number, of `region` where no country code is given; its spaces stay (ITU-T E.164).

    The region is that of ISO 3166 in either case: `FI`, `fi`.

    Raises:
        AnswerError: It is none, or has more than a number in it.
    """
    return _phone(value, region)[0]


def phone_to_call(value: object, region: str = "FI") -> str:
    """A phone number as machines call it, `+358401234567` (ITU-T E.164); see `phone`.

    Raises:
        AnswerError: It is none, or has more than a number in it.
    """
    with extra("forms", "phone numbers"):
        import phonenumbers
    form = phonenumbers.PhoneNumberFormat.E164
    return str(phonenumbers.format_number(_phone(value, region)[1], form))


def _phone(value: object, region: str) -> tuple[str, Any]:
    with extra("forms", "phone numbers"):
        import phonenumbers
    text = read_code(value)
    try:
        number = phonenumbers.parse(text, region.upper())
    except phonenumbers.NumberParseException:
        raise AnswerError("phone") from None
    # The library finds a number also within other words, and reads letters as the keys of old
    # phones: what is kept would be more than what was judged.
    if not phonenumbers.is_valid_number(number) or any(c.isalpha() for c in text):
        raise AnswerError("phone")
    return text, number


def personal_identity_code(
    value: object, *, today: dt.date | None = None, test: bool = False
) -> str:
    """A Finnish personal identity code, with the separators of 2023, in capitals.

    Args:
        value: What was typed.
        today: Nobody is born later than this day; today unless given.
        test: Take codes of the test range too (individual numbers 900 to 999), which nobody has.

    Raises:
        AnswerError: A character is wrong, or the birth is still to come.
    """
    with extra("forms", "personal identity codes"):
        from stdnum.exceptions import ValidationError
        from stdnum.fi import hetu
    try:
        code = hetu.validate(read_code(value), allow_temporary=test)
    except ValidationError:
        raise AnswerError("personal_identity_code") from None
    century = 1800 if code[6] == "+" else 2000 if code[6] in "ABCDEF" else 1900
    born = dt.date(century + int(code[4:6]), int(code[2:4]), int(code[:2]))
    if born > (today or dt.date.today()):
        raise AnswerError("personal_identity_code")
    return str(code)


def iban(value: object) -> str:
    """An account number (ISO 13616), in groups of four.

    Raises:
        AnswerError: A character is wrong or missing.
    """
    with extra("forms", "account numbers"):
        from stdnum import iban as numbers
        from stdnum.exceptions import ValidationError
    try:
        return str(numbers.format(numbers.validate(read_code(value))))
    except ValidationError:
        raise AnswerError("iban") from None


def business_id(value: object) -> str:
    """A Finnish business ID (Y-tunnus), as it is written: 2077474-0.

    Raises:
        AnswerError: A digit is wrong or missing.
    """
    with extra("forms", "business IDs"):
        from stdnum.exceptions import ValidationError
        from stdnum.fi import ytunnus
    try:
        return str(ytunnus.format(ytunnus.validate(read_code(value))))
    except ValidationError:
        raise AnswerError("business_id") from None


def length(value: object, least: int = 0, most: int | None = None) -> str:
    """A text of so many characters, as people and the count of a textarea count them (UAX 29).

    Raises:
        AnswerError: It is shorter or longer; says by how much, or how long it must be.
    """
    with extra("forms", "lengths of texts"):
        import regex
    text = read_text(value)
    # An accented letter, a flag and a line break (sent as two) are one each.
    count = len(regex.findall(r"\X", text))
    if most is not None and count > most:
        raise AnswerError("too_long", count=count - most)
    if count < least:
        raise AnswerError("too_short", count=least)
    return text


def between(value: Any, least: Any = None, most: Any = None) -> Any:
    """A number, date or time that is no smaller than `least` and no greater than `most`.

    Raises:
        AnswerError: It is outside, or can't be compared; names the limits.
    """
    try:
        low = least is not None and not value >= least
        high = most is not None and not value <= most
    except (ArithmeticError, TypeError):
        match most if least is None else least:
            case dt.date():
                raise AnswerError("date_not_real") from None
            case dt.time():
                raise TimeError("time_not_real") from None
        raise AnswerError("number") from None
    if not low and not high:
        return value
    limit = least if low else most
    match limit:
        case dt.date():
            raise AnswerError("date_not_before" if low else "date_not_after", date=limit)
        case dt.time():
            raise AnswerError("time_not_before" if low else "time_not_after", time=limit)
    if least is not None and most is not None:
        raise AnswerError("number_between", least=least, most=most)
    raise AnswerError("number_least" if low else "number_most", limit=limit)


def either_or(value: object, instead: bool, other: str) -> Any:
    """An answer, or the box that is ticked instead of it: exactly one of the two.

    Args:
        value: What was answered.
        instead: Whether the box is ticked.
        other: The words of the box, for the message.

    Returns:
        The answer; None if the box is ticked.

    Raises:
        AnswerError: Both were given, or neither.
    """
    if is_answered(value) == instead:
        raise AnswerError("either_both" if instead else "either_none", other=other)
    return None if instead else value
