"""pydantic's own messages, in our words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from citydesign.forms.core.answers import AnswerError
from citydesign.forms.core.fields import Kind
from citydesign.forms.pydantic.questions import Question
from citydesign.forms.words import Message, explain_about


@dataclass(frozen=True)
class Error:
    """What is wrong: an answer that can't be taken, a message of ours, or the host's own text."""

    source: AnswerError | Message | str


def error_of(error: Mapping[str, Any], question: Question | None) -> Error:
    """Give what pydantic found in our words, or in the host's own.

    Args:
        error: One of `ValidationError.errors()`.
        question: What it is about; None for the whole form.
    """
    context = error.get("ctx") or {}
    source = context.get("error")
    if isinstance(source, AnswerError):
        return Error(source)
    # Where pydantic's own parser failed, its reason is a text.
    if isinstance(source, Exception):
        return Error(str(source))
    found = CODES.get(error["type"]) or _written_by_pydantic(error)
    if found is None:
        # Made by the host: PydanticCustomError.
        return Error(str(error["msg"]))
    code, names = found
    kind = question.kind if question else Kind.GROUP
    values = {ours: _limit(context.get(theirs), kind) for ours, theirs in names.items()}
    return Error(Message(code, **values, label=""))


def _written_by_pydantic(error: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """Our code for what a type of pydantic says in Python, as a host's own type would."""
    for start, code in _WRITTEN.items():
        if error["msg"].startswith(start):
            return code, {}
    return None


def _limit(value: Any, kind: Kind) -> Any:
    # pydantic writes limits of dates and times as texts.
    if isinstance(value, str) and kind in (Kind.DATE, Kind.DATE_PARTS):
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and kind is Kind.TIME:
        return dt.time.fromisoformat(value)
    return value


def about(error: Error, label: str, kind: Kind) -> str:
    """Give the text of what is wrong with a field of this label and kind."""
    source = error.source
    if isinstance(source, AnswerError | Message):
        return explain_about(source.code, source.values, label, kind)
    return source


#: How the errors of `EmailStr`, `Base64Str` and `Base64Bytes` begin, which have no type in
#: pydantic's list.
_WRITTEN = {
    "value is not a valid email address": "email",
    "Base64 decoding error": "written_otherwise",
}


#: Each error of pydantic: our code, and their name for each of our values. What only a developer's
#: call can cause is what a page must not send.
CODES: Mapping[str, tuple[str, dict[str, str]]] = {
    "no_such_attribute": ("page_changed", {}),
    "json_invalid": ("json", {}),
    "json_type": ("json", {}),
    "needs_python_object": ("page_changed", {}),
    "recursion_loop": ("page_changed", {}),
    "recursion_depth_exceeded": ("page_changed", {}),
    "missing": ("required_text", {}),
    "frozen_field": ("fixed", {}),
    "frozen_instance": ("fixed", {}),
    "extra_forbidden": ("page_changed", {}),
    "invalid_key": ("page_changed", {}),
    "get_attribute_error": ("page_changed", {}),
    "model_type": ("page_changed", {}),
    "model_attributes_type": ("page_changed", {}),
    "dataclass_type": ("page_changed", {}),
    "dataclass_exact_type": ("page_changed", {}),
    "named_tuple_type": ("page_changed", {}),
    "default_factory_not_called": ("page_changed", {}),
    "none_required": ("required_text", {}),
    "greater_than": ("number_above", {"limit": "gt"}),
    "greater_than_equal": ("number_least", {"limit": "ge"}),
    "less_than": ("number_below", {"limit": "lt"}),
    "less_than_equal": ("number_most", {"limit": "le"}),
    "multiple_of": ("number_step", {"limit": "multiple_of"}),
    "finite_number": ("number", {}),
    "too_short": ("fewest", {"count": "min_length"}),
    "too_long": ("fullest", {"count": "max_length"}),
    "iterable_type": ("not_a_choice", {}),
    "iteration_error": ("not_a_choice", {}),
    "string_type": ("plain_text", {}),
    "string_unicode": ("plain_text", {}),
    "string_too_short": ("too_short", {"count": "min_length"}),
    "string_too_long": ("longest", {"count": "max_length"}),
    "string_pattern_mismatch": ("written_otherwise", {}),
    "string_not_ascii": ("ascii", {}),
    "enum": ("not_a_choice", {}),
    "dict_type": ("page_changed", {}),
    "frozen_dict_type": ("page_changed", {}),
    "ordered_dict_type": ("page_changed", {}),
    "counter_type": ("page_changed", {}),
    "mapping_type": ("page_changed", {}),
    "list_type": ("not_a_choice", {}),
    "deque_type": ("not_a_choice", {}),
    "tuple_type": ("not_a_choice", {}),
    "set_type": ("not_a_choice", {}),
    "set_item_not_hashable": ("not_a_choice", {}),
    "bool_type": ("not_a_choice", {}),
    "bool_parsing": ("not_a_choice", {}),
    "int_type": ("whole_number", {}),
    "int_parsing": ("whole_number", {}),
    "int_parsing_size": ("whole_number", {}),
    "int_from_float": ("whole_number", {}),
    "float_type": ("number", {}),
    "float_parsing": ("number", {}),
    "bytes_type": ("plain_text", {}),
    "bytes_too_short": ("too_short", {"count": "min_length"}),
    "bytes_too_long": ("longest", {"count": "max_length"}),
    "bytes_invalid_encoding": ("plain_text", {}),
    "literal_error": ("not_a_choice", {}),
    "missing_sentinel_error": ("not_a_choice", {}),
    "ellipsis_error": ("not_a_choice", {}),
    "date_type": ("date_not_real", {}),
    "date_parsing": ("date_not_real", {}),
    "date_from_datetime_parsing": ("date_not_real", {}),
    "date_from_datetime_inexact": ("date_not_real", {}),
    "date_past": ("date_past", {}),
    "date_future": ("date_future", {}),
    "time_type": ("time_not_real", {}),
    "time_parsing": ("time_not_real", {}),
    "datetime_type": ("date_time", {}),
    "datetime_parsing": ("date_time", {}),
    "datetime_object_invalid": ("date_time", {}),
    "datetime_from_date_parsing": ("date_time", {}),
    "datetime_past": ("date_past", {}),
    "datetime_future": ("date_future", {}),
    "timezone_naive": ("date_time", {}),
    "timezone_aware": ("date_time", {}),
    "timezone_offset": ("date_time", {}),
    "time_delta_type": ("duration", {}),
    "time_delta_parsing": ("duration", {}),
    "frozen_set_type": ("not_a_choice", {}),
    "is_instance_of": ("file_not_sent", {}),
    "is_subclass_of": ("page_changed", {}),
    "callable_type": ("page_changed", {}),
    "union_tag_invalid": ("not_a_choice", {}),
    "union_tag_not_found": ("not_a_choice", {}),
    "arguments_type": ("page_changed", {}),
    "missing_argument": ("page_changed", {}),
    "unexpected_keyword_argument": ("page_changed", {}),
    "missing_keyword_only_argument": ("page_changed", {}),
    "unexpected_positional_argument": ("page_changed", {}),
    "missing_positional_only_argument": ("page_changed", {}),
    "multiple_argument_values": ("page_changed", {}),
    "url_type": ("url", {}),
    "url_parsing": ("url", {}),
    "url_syntax_violation": ("url", {}),
    "url_too_long": ("longest", {"count": "max_length"}),
    "url_scheme": ("url", {}),
    "uuid_type": ("uuid", {}),
    "uuid_parsing": ("uuid", {}),
    "uuid_version": ("uuid", {}),
    "decimal_type": ("number", {}),
    "decimal_parsing": ("number", {}),
    "decimal_max_digits": ("digits", {"count": "max_digits"}),
    "decimal_max_places": ("decimals", {"count": "decimal_places"}),
    "decimal_whole_digits": ("whole_digits", {"count": "whole_digits"}),
    "fraction_type": ("number", {}),
    "fraction_parsing": ("number", {}),
    "complex_type": ("number", {}),
    "complex_str_parsing": ("number", {}),
}
