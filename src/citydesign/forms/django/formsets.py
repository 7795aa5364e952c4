"""A formset with buttons that add and remove a form."""

import re
from typing import Any

from citydesign.extras import extra
from citydesign.forms.core import lists

with extra("django", "Django"):
    from django import forms
    from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT
    from django.utils.datastructures import MultiValueDict


class FormSet(forms.BaseFormSet):
    """A formset with buttons that add and remove a form.

    `formset_factory(ChildForm, formset=FormSet, min_num=1, max_num=5, extra=0)`. Its class has a
    `label`, such as `"Children"`, and may have an `item_label`, such as `"Child"`, after which the
    forms are numbered. Each form that is shown has to be filled in, or removed. A formset that was
    sent by one of the buttons is not valid, and neither it nor a form beside it shows errors. Where
    there are forms at first it needs `can_delete=True`: those that are removed are then listed in
    `deleted_forms`. Django's own formset has no buttons.

    For models: `class Books(FormSet, BaseModelFormSet): ...`
    """

    data: Any
    files: Any

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        #: What the button did that the form was sent by; None if it was another button.
        self.pressed = lists.change(self.data) if self.is_bound else None
        if self.pressed and self.pressed.name == self.prefix:
            self._change(self.pressed.removed)

    def _change(self, removed: int | None) -> None:
        management = self.management_form
        if not management.is_valid():
            return
        initial, total = self.initial_form_count(), self.total_form_count()
        count = total - sum(map(is_removed, self.forms))
        self.data = MultiValueDict(_lists(self.data))
        if removed is None:
            total += count < self.max_num
        elif count <= self.min_num:
            return
        elif removed < initial:
            if self.can_delete:
                self.data[f"{self.prefix}-{removed}-{DELETION_FIELD_NAME}"] = "on"
        elif removed < total:
            # Those after it move up, for Django counts without gaps.
            total -= 1
            self.data = self._without(removed, self.data)
            self.files = self._without(removed, self.files)
        self.data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(total)
        # They were read from what was sent.
        del self.management_form, self.forms

    def _without(self, removed: int, sent: Any) -> MultiValueDict:
        kept: dict[str, list[Any]] = {}
        for key, values in _lists(sent).items():
            match = re.fullmatch(rf"({re.escape(self.prefix)}-)(\d+)(-.+)", key, re.DOTALL)
            number = int(match[2]) if match else -1
            if match and number > removed:
                kept[f"{match[1]}{number - 1}{match[3]}"] = values
            elif number != removed:
                kept[key] = values
        return MultiValueDict(kept)

    def _construct_form(self, i: int, **options: Any) -> Any:
        return super()._construct_form(i, **{"empty_permitted": False, **options})

    def is_valid(self) -> bool:
        """Judge the forms, unless they were sent to add or remove one."""
        return not self.pressed and super().is_valid()


def _lists(sent: Any) -> dict[str, list[Any]]:
    if hasattr(sent, "lists"):
        return {key: list(values) for key, values in sent.lists()}
    return {key: [value] for key, value in (sent or {}).items()}


def is_removed(form: forms.BaseForm) -> bool:
    """Whether a form of a formset was there at first and has been removed."""
    name = DELETION_FIELD_NAME
    return name in form.fields and form.is_bound and bool(form[name].data)
