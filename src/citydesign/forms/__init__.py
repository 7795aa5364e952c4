"""The logic of forms: reading what people type, saying what is wrong, and showing bound fields."""
