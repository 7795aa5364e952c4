"""One page of twelve components: its data, and the same page in several ways."""

DATA = {
    "city": "City of Tampere",
    "service": "Early childhood education",
    "links": [
        {"text": "Find a place", "url": "/find"},
        {"text": "Apply", "url": "/apply", "current": "page"},
        {"text": "Fees", "url": "/fees"},
        {"text": "Contact", "url": "/contact"},
    ],
    "languages": [
        {"language": "fi", "url": "/fi", "text": "Suomi"},
        {"language": "sv", "url": "/sv", "text": "Svenska"},
        {"language": "en", "url": "/en", "text": "English"},
    ],
    "crumbs": [
        {"text": "Front page", "url": "/"},
        {"text": "Families", "url": "/families"},
        {"text": "Apply"},
    ],
    "news": "Places for August are given in May",
    "more": "You get the decision by e-mail.",
    "errors": [
        {"text": "Write the e-mail address in full.", "url": "#email"},
        {"text": "Choose the hours.", "url": "#hours"},
    ],
    "email": {
        "label": "E-mail address",
        "hint": "We send the decision here.",
        "error": "Write the e-mail address in full.",
        "value": "aino@",
    },
    "diet": {"label": "Special diet", "hint": "Such as milk allergy.", "error": None, "value": ""},
    "centre": {
        "label": "Day-care centre",
        "hint": "Your first wish.",
        "error": None,
        "value": "kaleva",
        "choices": [
            {"value": name.lower(), "label": name}
            for name in (
                "Amuri",
                "Hervanta",
                "Kaleva",
                "Lielahti",
                "Tesoma",
                "Pispala",
                "Multisilta",
                "Linnainmaa",
            )
        ],
    },
    "hours": {
        "label": "Hours a week",
        "hint": "You can change them later.",
        "error": "Choose the hours.",
        "value": None,
        "choices": [
            {"value": "20", "label": "20 hours at most"},
            {"value": "34", "label": "Less than 35 hours"},
            {"value": "35", "label": "35 hours or more"},
        ],
    },
    "days": {
        "label": "Days of the week",
        "hint": "Choose all that apply.",
        "error": None,
        "value": ["mon", "wed"],
        "choices": [
            {"value": day.lower()[:3], "label": day}
            for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
        ],
    },
    "start": {
        "label": "First day",
        "hint": "Such as 1 8 2027.",
        "error": None,
        "value": {"day": "1", "month": "8", "year": "2027"},
    },
    "send": "Send the application",
    "statement": "/accessibility",
    "groups": [
        {
            "heading": "Contact",
            "links": [
                {"text": "Advice", "url": "/advice"},
                {"text": "Feedback", "url": "/feedback"},
            ],
        },
        {
            "heading": "City",
            "links": [{"text": "News", "url": "/news"}, {"text": "Jobs", "url": "/jobs"}],
        },
    ],
    "legal": [{"text": "Data protection", "url": "/privacy"}],
}
WORDS = {
    "menu": "Menu",
    "language": "Language",
    "main": "Main",
    "breadcrumbs": "Breadcrumbs",
    "please_note": "Please note:",
    "check_these_answers": "Check these answers",
    "error": "Error:",
    "day": "Day",
    "month": "Month",
    "year": "Year",
    "accessibility_statement": "Accessibility statement",
}
DATA["locale"] = "en"
for question in ("centre", "hours", "days"):
    choices = DATA[question]["choices"]
    DATA[question]["texts"] = [{**choice, "text": choice["label"]} for choice in choices]
