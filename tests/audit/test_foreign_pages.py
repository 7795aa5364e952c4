"""Pages that nobody of us wrote: what is right in another way than ours is not accused."""

import pytest

from citydesign.audit.oracles import by_name
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fees</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 1rem/1.5 sans-serif; max-inline-size: 40rem; overflow-wrap: anywhere }}
a, button, input, select {{ min-block-size: 44px }} {style}</style></head>
<body><main><h1>Fees</h1>{body}</main>{script}</body></html>"""


@pytest.fixture
def faults(audit):
    """What one oracle says about a page at one width, as `criterion selector: saw`."""

    def look(oracle, body, style="", script="", width=320, schemes=("light",)):
        script = f"<script>{script}</script>" if script else ""
        page = PAGE.format(body=body, style=style, script=script)
        subject = Subject("page", "fees", lambda setting: page, policy="")
        found = audit.inspect(
            subject,
            [by_name(oracle)],
            lambda *_: [Setting(width=width, scheme=scheme) for scheme in schemes],
        )
        assert not [f.saw for f in found.findings if f.criterion == "check"]
        return [
            f"{'person ' if f.person else ''}{f.criterion} {f.selector}: {f.saw}"
            for f in found.findings
        ]

    return look


def _naming(found, words):
    return [fault for fault in found if words in fault]


LONG = '<p>Read <a href="/">how the fee of a place in day care follows what a family earns</a>.</p>'


@pytest.mark.parametrize("height", [1.2, 1.5, 2.5])
@pytest.mark.parametrize("oracle", ["keyboard", "contrast"])
def test_a_ring_around_a_wrapped_link_needs_nothing_between_its_lines(faults, oracle, height):
    style = f"p {{ line-height: {height} }} a:focus-visible {{ outline: 2px solid #000; %s }}"
    assert not faults(oracle, LONG, style % "outline-offset: 0")
    assert not faults(oracle, LONG, style % "outline-offset: 3px")
    thin = faults(oracle, LONG, style % "outline-width: 1px")
    assert any(fault.startswith("2.4.13") for fault in thin)


LEAVING = """<p><a role="button" href="/other" class="leave">Leave this page</a></p>
<p>What a place costs.</p><p><a href="/">Back</a></p>"""
SPACE = """document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches("[role=button]")) {
    event.preventDefault(); event.target.click();
  } });"""


def test_a_link_that_answers_the_space_bar_may_call_itself_a_button(faults):
    accused = _naming(faults("roles", LEAVING), "space bar does nothing")
    assert accused
    taught = SPACE + 'document.addEventListener("keydown", (event) => {});'
    assert not faults("roles", LEAVING, script=taught)
    deaf = 'document.addEventListener("keydown", (event) => { if (event.key === "Escape") 0; });'
    assert _naming(faults("roles", LEAVING, script=deaf), "space bar does nothing") == accused


HIDES = 'document.querySelector(".leave").onclick = () => { document.body.hidden = true; };'


def test_a_link_that_leads_away_need_not_hand_the_focus_over(faults):
    assert not faults("handover", LEAVING, script=HIDES)
    stays = HIDES.replace("() => {", "(event) => { event.preventDefault();")
    assert [f for f in faults("handover", LEAVING, script=stays) if f.startswith("2.4.3")]


def test_a_sign_without_words_need_not_grow(faults):
    sign = '<p><span style="font-size: 30px">{}</span> You may be fined.</p>'
    assert not faults("reflow", sign.format("!"))
    assert _naming(faults("reflow", sign.format("Warning")), "its text grows")


def test_a_picture_hidden_from_readers_needs_no_name(faults):
    sign = '<p><svg role="img" {} width="20" height="20"><circle r="9"/></svg> Open</p>'
    assert not faults("names", sign.format('aria-hidden="true"'))
    assert _naming(faults("names", sign.format("")), "has no name")


def test_a_large_legend_is_no_fault_of_structure(faults):
    legend = "<form><fieldset><legend>{}</legend><label>Street <input></label></fieldset></form>"
    style = "legend { font-size: 1.5rem; font-weight: 700 }"
    found = faults("roles", legend.format("Address"), style)
    assert _naming(found, "drawn as a heading")
    assert all(fault.startswith("best") for fault in found)
    paragraph = "<p class=big>Address</p><p>Where you live and sleep most nights of a week.</p>"
    found = faults("roles", paragraph, ".big { font-size: 1.5rem; font-weight: 700 }")
    assert any(fault.startswith("1.3.1") for fault in found)


def test_links_that_are_still_to_be_written_are_not_all_current(faults):
    nav = '<nav><a href="/fees">Fees</a> <a href="">Centres</a> {}</nav>'
    assert not faults("roles", nav.format('<a href="">Contact</a>'))
    assert _naming(faults("roles", nav.format("")), "to this very page")


def test_the_number_of_a_step_is_not_drawn_as_current(faults):
    step = "<h2>Step <span class=step__current-number>3</span> <span>of 5</span></h2>"
    assert not faults("roles", step)
    crumbs = "<p><span class=step>1</span> <span class='step step--current'>2</span></p>"
    assert _naming(faults("roles", crumbs), "only for the eye")


GROUP = """<fieldset><legend>Born</legend>
<span class="hint" id="born-hint" {}>Month, then year</span>
<label>Month <input aria-describedby="month-hint"></label> <span id="month-hint">1 to 12</span>
<label>Year <input {}></label> <span id="year-hint">Four digits</span></fieldset>"""


def test_a_hint_for_the_eye_may_be_told_field_by_field(faults):
    told = 'aria-describedby="year-hint"'
    unheard = "nobody hears it at the field"
    assert not _naming(faults("roles", GROUP.format('aria-hidden="true"', told)), unheard)
    assert _naming(faults("roles", GROUP.format('aria-hidden="true"', "")), unheard)
    assert _naming(faults("roles", GROUP.format("", told)), unheard)


PAGES = """<ul><li><a class="one" href="/1">1</a></li>
<li><a class="one {}" href="/2" aria-current="page">2</a></li></ul>"""


@pytest.mark.parametrize("name", ["is-current", "x_active", "selected"])
def test_a_sign_may_hang_on_a_class_of_another_custom(faults, name):
    style = ".%s { background: #000; color: #fff } li { margin: 1rem }"
    ring = "a:focus-visible { outline: 3px solid #000; outline-offset: 2px }"
    assert not faults("contrast", PAGES.format(name), style % name + ring)
    assert _naming(faults("contrast", PAGES.format(name), ring), "current or not")


def test_words_for_another_element_point_to_nothing(faults):
    assert not faults("validity", '<p><b for="a longer story">Fees</b></p>')
    assert _naming(faults("validity", '<p><label for="fee">Fee</label></p>'), "points to nothing")


def test_the_stand_in_behind_a_widget_is_not_left_undecided(faults):
    stand_in = '<input style="display: none" {} tabindex="-1">'
    assert not _naming(faults("axe", stand_in.format('aria-hidden="true"')), "hidden-content")
    assert _naming(faults("axe", stand_in.format("")), "hidden-content")


MENU = '{}<nav class="menu"><a href="/fees">Fees</a> <a href="/centres">Centres</a></nav>'


def test_a_button_that_only_a_narrow_window_shows_opens_what_it_hides(faults):
    style = """@media (max-width: 40rem) { nav { display: none } }
    @media (min-width: 40rem) { .burger { display: none } }"""
    gone = "this navigation is gone"
    assert not _naming(
        faults("reflow", MENU.format("<button class=burger>Menu</button>"), style), gone
    )
    assert _naming(faults("reflow", MENU.format("<button>Search</button>"), style), gone)


def test_a_window_that_does_not_scroll_may_hide_an_edge_without_words(faults):
    style = "body { overflow-x: hidden } p { inline-size: 100vw; padding-inline-end: %s }"
    assert not faults(
        "reflow", "<p>What a place costs.</p>", style % "40px; box-sizing: content-box"
    )
    lost = "<p style='white-space: nowrap'>What a place in day care costs a family in a year.</p>"
    assert _naming(faults("reflow", lost, style % 0), "cut off at the edge")
    scrolls = (style % "40px; box-sizing: content-box").replace("overflow-x: hidden", "")
    assert _naming(faults("reflow", "<p>What a place costs.</p>", scrolls), "scrolls sideways")


def test_a_stop_is_looked_at_where_smooth_scrolling_ends(faults):
    links = "".join(f'<p><a href="/{n}">The fee of centre {n}</a></p>' for n in range(12))
    bar = '<footer><a href="/about">About</a></footer>'
    style = """p { margin: 3rem 0 } a:focus-visible { outline: 3px solid #000 }
    footer { position: fixed; inset: auto 0 0; block-size: 10rem; background: #fff }"""
    at_once = _naming(faults("keyboard", links + bar, style), "lies hidden under")
    assert len(at_once) > 5
    smooth = faults("keyboard", links + bar, style + "html { scroll-behavior: smooth }")
    assert _naming(smooth, "lies hidden under") == at_once


@pytest.mark.parametrize(
    ("attributes", "inside", "criterion"),
    [
        ('tabindex="0" role="region" aria-label="Fees"', "", ""),
        ('tabindex="0"', "", "best"),
        ("", '<a href="/">Fees</a> ', "house"),
        ("", '<a href="/" tabindex="-1">Fees</a> ', "2.1.1"),
        ("", "", "2.1.1"),
    ],
)
def test_a_scroll_box_counts_as_far_as_keys_reach_it(faults, attributes, inside, criterion):
    box = f'<div class="box" {attributes}><p>{inside}What a place costs in a year</p></div>'
    style = ".box { overflow-x: auto } .box p { inline-size: 60rem }"
    found = _naming(faults("reflow", box, style), "this scroll box")
    assert {fault.partition(" ")[0] for fault in found} == ({criterion} if criterion else set())


def test_an_error_for_the_eye_may_be_said_by_a_live_region(faults):
    count = """<label>Story <textarea></textarea></label>
    <div aria-hidden="true" class="error-message">2 letters too many</div>
    <div {} class="away">2 letters too many</div>"""
    style = ".away { position: absolute; inset-inline-start: -99rem }"
    tied = "no field points to"
    assert not _naming(faults("roles", count.format('aria-live="polite"'), style), tied)
    assert _naming(faults("roles", count.format(""), style), tied)


@pytest.mark.parametrize("attribute", ["", "autofocus"])
def test_what_lies_under_a_bar_is_found_wherever_the_focus_began(faults, attribute):
    bar = "<header>The city</header>"
    links = f'<a href="/fees">Fees</a><p><a href="/centres" {attribute}>Centres</a></p>'
    style = """header { position: fixed; inset: 0 0 auto; block-size: 9rem; background: #fff }
    h1 { display: none } a:focus-visible { outline: 3px solid #000 } p { margin: 20rem 0 99rem }"""
    under = _naming(faults("keyboard", bar + links, style), "lies hidden under")
    assert [fault.partition(":")[0] for fault in under] == ["2.4.11 body > main > a"]


def test_a_ring_may_be_around_what_a_link_stands_in(faults):
    card = '<div class="card"><a href="/">Fees</a><p>What a place costs.</p></div>'
    style = (
        "a:focus-visible { outline: none } .card { padding: 20px } .card:%s { outline: 3px solid }"
    )
    for oracle in ("keyboard", "contrast"):
        assert not faults(oracle, card, style % "focus-within")
        assert _naming(faults(oracle, card, style % "hover"), "nothing changes")


def test_a_ring_is_as_long_as_the_drawing_it_goes_around(faults):
    box = '<p class="x"><input type="checkbox" id="a"><label for="a">Meals</label></p>'
    style = """.x { position: relative } input { opacity: 0; inline-size: 16px; block-size: 16px;
    min-block-size: 0; margin: 0 } label::before { content: ""; position: absolute; inset-inline-start: 0;
    inline-size: 14px; block-size: 14px; border: 1px solid }
    input:focus + label::before { outline: %s solid #000; outline-offset: 0 }"""
    assert not _naming(faults("keyboard", box, style % "2px"), "focus changes")
    assert _naming(faults("keyboard", box, style % "1px"), "focus changes")


ICON = """button { inline-size: 40px; max-inline-size: 40px; block-size: 44px; overflow: hidden; padding: 0 0 0 40px;
white-space: nowrap; border: 0; color: #fff; background: #fff } %s"""
DRAWN = """button::before { content: ""; position: absolute; margin-inline-start: -32px; inline-size: 24px;
block-size: 24px; background: linear-gradient(#000, #000) }"""


def test_words_that_a_drawn_button_clips_away_are_not_lost(faults):
    button = '<button type="button">Menu</button>'
    assert not _naming(faults("contrast", button, ICON % DRAWN), "Menu")
    assert not faults("reflow", button, ICON % DRAWN)
    assert _naming(faults("reflow", button, ICON % ""), "cut off")
    half = (ICON % DRAWN).replace("0 0 0 40px", "0 0 0 20px")
    assert _naming(faults("reflow", button, half), "cut off")
    assert _naming(faults("contrast", button, half), "Menu")


def test_a_link_in_a_block_of_its_own_is_not_in_text(faults):
    style = "a { text-decoration: none } a:focus-visible { outline: 3px solid #000 }"
    by_colour = "colour alone"
    heading = "<div>{}<p>What a place costs in a year.</p></div>"
    assert not _naming(
        faults("contrast", heading.format('<a href="/"><h2>Fees</h2></a>'), style), by_colour
    )
    text = '<p>Written by <a href="/">the city</a> in May.</p>'
    assert _naming(faults("contrast", text, style), by_colour)


def test_a_form_that_sends_to_its_own_page_is_not_followed(faults):
    form = "<form><label>Name <input></label> <button>Send</button></form>"
    assert not faults("handover", form + '<script type="module"></script>')


FOLLOWS = """const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => requestAnimationFrame(() => requestAnimationFrame(() => {
  document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; }));
dark.addEventListener("change", dress); dress();"""


def test_a_scheme_that_a_script_follows_has_arrived_before_it_is_measured(faults):
    style = """[data-theme=light] body { color: #000; background: #fff }
    [data-theme=dark] body { color: %s; background: #111 }"""
    look = {"script": FOLLOWS, "schemes": ("light", "dark")}
    assert not faults("contrast", "<p>What a place costs.</p>", style % "#fff", **look)
    assert faults("contrast", "<p>What a place costs.</p>", style % "#333", **look)


@pytest.mark.parametrize(
    "control",
    [
        '<button type="button" class="pale" disabled>Back</button>',
        '<a class="pale" role="link" aria-disabled="true">Back</a>',
        '<input type="checkbox" id="a" disabled><label class="pale" for="a">Back</label>',
    ],
)
def test_what_can_not_be_used_may_be_pale_and_out_of_reach(faults, control):
    style = ".pale { color: #999; background: #fff } *:focus-visible { outline: 3px solid #000 }"
    pale = _naming(faults("contrast", control, style), "has contrast")
    assert all(fault.startswith("house") for fault in pale)
    assert all(fault.startswith("house") for fault in faults("keyboard", control, style))
    used = control.replace("disabled", "id=b").replace('aria-id=b="true"', 'href="/"')
    assert any(f.startswith("1.4.3") for f in faults("contrast", used, style))
    lost = '<a role="link">Back</a>'
    assert any(f.startswith("2.1.1") for f in faults("keyboard", lost, style))


def test_the_panel_of_a_selected_tab_need_not_say_so(faults):
    tabs = """<div role="tablist" aria-label="Year"><button role="tab" aria-selected="true"
    aria-controls="now">Now</button></div>
    <div class="panel panel--selected" {}><p>What a place costs.</p></div><div class="panel"></div>"""
    assert not _naming(faults("roles", tabs.format('role="tabpanel" id="now"')), "only for the eye")
    assert _naming(faults("roles", tabs.format("")), "only for the eye")


def test_a_box_that_grows_with_its_text_is_looked_at_when_it_has_grown(faults):
    box = '<div class="box"><p>What a place in day care costs a family in a year.</p></div>'
    style = ".box { overflow: hidden; block-size: 4rem; inline-size: 12rem }"
    grows = """const box = document.querySelector(".box");
    const fit = () => { box.style.blockSize = box.scrollHeight + "px"; requestAnimationFrame(fit); };
    fit();"""
    assert not _naming(faults("reflow", box, style, grows), "cut off")
    assert _naming(faults("reflow", box, style), "cut off")


def test_an_id_given_twice_is_no_fault_of_a_criterion_that_is_no_more(faults):
    twice = _naming(faults("axe", '<p id="a">Fees</p><p id="a">Centres</p>'), "duplicate-id")
    assert twice
    assert all(fault.startswith("best") for fault in twice)


def test_a_link_back_to_the_top_is_no_skip_link(faults):
    hidden = '<a href="#top" style="display: none">Up</a>'
    never = "a skip link that is not displayed"
    behind = '<p><a href="/">Fees</a></p></main><div>%s</div><main>'
    assert not _naming(faults("keyboard", behind % hidden), never)
    ahead = "</main><div>%s</div><main><p><a href='/'>Fees</a></p>"
    assert _naming(faults("keyboard", ahead % hidden), never)


def test_what_scrolls_along_with_the_focus_keeps_its_order(faults):
    links = "".join(f'<a href="/{n}">Centre {n}</a> ' for n in range(9))
    style = """.row { overflow-x: auto; inline-size: 15rem } .row div { inline-size: 90rem; display: flex }
    .row a { inline-size: 10rem }"""
    back = "the focus jumps back"
    row = f'<div class="row"><div>{links}</div></div>'
    assert not _naming(faults("keyboard", row, style), back)
    assert _naming(faults("keyboard", row, style + ".row a:first-child { order: 2 }"), back)


def _binding(found):
    """The faults of a criterion, without best practice, house rules and what needs a person."""
    return [fault for fault in found if fault[0].isdigit()]


def test_a_sign_hidden_from_readers_is_no_visible_word(faults):
    close = '<button type="button" aria-label="Close"><span aria-hidden="true">{}</span>{}</button>'
    assert not _binding(faults("names", close.format("&times;", "")))
    assert not _binding(faults("names", close.format("X", "")))
    assert _binding(faults("names", close.format("", "Dismiss")))


def test_films_and_frames_need_no_name_as_controls(faults):
    for sound in ("<video controls></video>", "<audio controls></audio>"):
        assert not _binding(faults("names", sound))
    frame = '<iframe {} srcdoc="Hours">Old browsers read this</iframe>'
    assert not _binding(faults("names", frame.format('aria-label="Opening hours"')))
    assert _binding(faults("names", frame.format("")))
    assert _binding(faults("names", "<button type=button></button>"))


def test_a_disclosure_may_be_named_from_elsewhere(faults):
    more = "<details><summary {}></summary><p>From nine to four.</p></details>"
    assert not _binding(faults("names", more.format('aria-label="Hours"')))
    assert _binding(faults("names", more.format("")))
    assert not _binding(faults("names", "<summary></summary>"))


@pytest.mark.parametrize("beside", ["*", "@", "&ndash;"])
def test_a_sign_beside_a_field_is_no_unit(faults, beside):
    field = "<label>Fee</label> <p><input aria-label=Fee> <span>{}</span></p>"
    assert not _naming(faults("roles", field.format(beside)), "is beside")
    assert _binding(_naming(faults("roles", field.format("euros")), "is beside"))


def test_words_that_the_own_label_holds_are_read_with_the_field(faults):
    inside = "<label><span>Fee in</span> <input> <span>euros</span></label>"
    outside = "<label for=fee>Fee</label> <p><input id=fee> <span>euros</span></p>"
    assert not _naming(faults("roles", inside), "is beside")
    assert _naming(faults("roles", outside), "is beside")
    result = outside.replace("<span>euros</span>", "<output>12 euros</output>")
    assert not _naming(faults("roles", result), "is beside")


@pytest.mark.parametrize(
    "custom",
    [
        '<p><span class="step step--current">One</span> <span class="step">Two</span></p>',
        '<p class="field-hint" id="hint">Write it in full</p><label>Street <input></label>',
        '<nav><a href="/1" style="font-weight: 700">A</a> <a href="/2">B</a> <a href="/3">C</a></nav>',
        '<p class="error-message">Write your street</p><label>Street <input></label>',
        "<table><tr><td>Left column</td><td>Right column</td></tr></table>",
    ],
)
def test_customs_of_ours_are_no_faults_of_a_criterion_on_other_pages(faults, custom):
    found = faults("roles", custom)
    assert not _binding(found)
    assert found


def test_a_table_of_data_still_needs_headers(faults):
    data = "<table>{}<tr><td>Centre</td><td>Fee</td></tr><tr><td>North</td><td>12</td></tr></table>"
    assert _binding(faults("roles", data.format("<caption>Fees</caption>")))
    assert not _binding(faults("roles", data.format("")))


def test_two_searches_outside_forms_may_have_one_name(faults):
    search = '<p><input type="search" aria-label="Search"></p>'
    assert not _binding(faults("names", search * 2))
    assert _binding(faults("names", f"<form>{search * 2}</form>"))


def test_a_group_without_a_name_is_no_fault_of_a_criterion(faults):
    group = "<fieldset>{}<label>Street <input></label></fieldset>"
    assert not _binding(faults("names", group.format("")))
    assert _binding(faults("names", "<div role=dialog><p>Sure?</p></div>"))


@pytest.mark.parametrize(("colour", "binding"), [("#8a5a00", True), ("#0050e6", False)])
def test_a_link_told_apart_by_3_to_1_meets_the_criterion(faults, colour, binding):
    text = '<p style="color: {}">Written by <a href="/" style="color: %s">the city</a> in May.</p>'
    style = "a { text-decoration: none }"
    ink = "#4a4a4a" if binding else "#000"
    found = _naming(faults("contrast", text.format(ink) % colour, style), "colour alone")
    assert found
    assert bool(_binding(found)) == binding


@pytest.mark.parametrize("oracle", ["names", "axe"])
def test_what_nobody_can_reach_is_not_judged(faults, oracle):
    nameless = '<button type="button"></button>'
    assert not _binding(faults(oracle, f"<div inert>{nameless}</div>"))
    below = f"{nameless}<dialog><p>Sure?</p></dialog>"
    opened = {"script": "document.querySelector('dialog').showModal()"}
    assert not _naming(_binding(faults(oracle, below, **opened)), "button")
    assert _binding(faults(oracle, below))


def test_a_closed_combobox_may_make_its_list_when_it_opens(faults):
    box = '<input role="combobox" aria-label="Street" aria-controls="list" aria-expanded="{}">'
    assert not _naming(faults("validity", box.format("false")), "points to nothing")
    assert _naming(faults("validity", box.format("true")), "points to nothing")


def test_text_shortened_with_the_whole_a_link_away_is_not_lost(faults):
    short = '<p class="short">What a place in day care costs a family in a whole year</p>'
    style = ".short { inline-size: 9rem; overflow: hidden; white-space: nowrap }"
    for link in ('<a href="/fees">All of it</a>', '<div><a href="/fees">All of it</a></div>'):
        cut = _naming(faults("reflow", short + link, style), "cut off")
        assert not _binding(cut)
    assert _binding(_naming(faults("reflow", short, style), "cut off"))


def test_zoom_cuts_no_words_off(faults):
    box = '<p class="low">One line of words about fees and what they are for in day care.</p>' * 2
    style = ".low { block-size: 12vh; overflow: hidden } .low + .low { display: none }"
    style += " @media (max-width: 700px) { .low { block-size: 1.2rem; inline-size: 8rem } }"
    cut = _naming(faults("reflow", box, style, width=1280), "at 200 % zoom")
    assert _binding(cut)
    assert not _naming(faults("reflow", box, "", width=1280), "at 200 % zoom")


@pytest.mark.parametrize("property", ["letter-spacing", "word-spacing"])
def test_spacing_that_a_reader_cannot_widen_is_measured_on_the_text(faults, property):
    fixed = f"<div style='{property}: {{}} !important'><p {{}}>What a place costs.</p></div>"
    own = f"style='{property}: .3em !important'"
    for oracle in ("reflow", "axe"):
        assert not _naming(faults(oracle, fixed.format(".05em", own)), "spac")
    assert not _naming(faults("reflow", fixed.format(".2em", "")), "is fixed")
    assert _binding(_naming(faults("reflow", fixed.format(".05em", "")), "is fixed"))


def test_two_links_of_one_name_in_one_sentence_lead_to_one_thing(faults):
    links = '<p>Write to us by <a href="/contact?by=1">form</a> or <a href="{}">form</a>.</p>'
    twice = "leads to something else"
    assert not _naming(faults("names", links.format("/contact?by=1")), twice)
    assert _binding(_naming(faults("names", links.format("/contact?by=2")), twice))
    apart = "<p><a href='/fee?n=1'>Fee</a> of North</p><p><a href='/fee?n=2'>Fee</a> of South</p>"
    assert not _naming(faults("names", apart), twice)


CIRCLE = """<a href="/1">One</a> <button id="a" type="button">A</button>
<button id="b" type="button">B</button><p>{}</p><a href="/2">Two</a>"""
TRAP = """let on = true; const of = (id) => document.getElementById(id);
of("b").onblur = () => { if (on) of("a").focus(); };
of("b").onkeydown = of("a").onkeydown = (event) => {
  if (event.ctrlKey && event.key === "%s") { on = false; of("b").focus(); } };"""


def test_a_key_that_the_page_tells_of_may_lead_out(faults):
    trapped, told = "Tab goes round", "Press Ctrl+M to leave."
    assert not _naming(faults("keyboard", CIRCLE.format(told), script=TRAP % "m"), trapped)
    assert _naming(faults("keyboard", CIRCLE.format(told), script=TRAP % "x"), trapped)
    assert _naming(faults("keyboard", CIRCLE.format("Go on."), script=TRAP % "m"), trapped)


def test_letters_with_a_halo_need_a_person(faults):
    halo = '<p style="color: #000; background: #737373; text-shadow: {}">What it costs</p>'
    style = "body { background: #fff }"
    assert not _binding(faults("contrast", halo.format("0 0 3px #fff"), style))
    assert _naming(faults("contrast", halo.format("0 0 3px #fff"), style), "What it costs")
    assert _binding(faults("contrast", halo.format("none"), style))


SHADOW = """customElements.define("city-box", class extends HTMLElement { connectedCallback() {
  this.attachShadow({ mode: "open" }).innerHTML = `%s`; } });"""


@pytest.mark.parametrize(
    ("oracle", "inside"),
    [
        ("names", '<input name="q">'),
        ("contrast", '<p style="color: #aaa">Open from nine to four</p>'),
        (
            "keyboard",
            "<style>button { outline: 0 !important }</style><button type=button>Send</button>",
        ),
    ],
)
def test_a_fault_in_an_open_shadow_tree_is_found(faults, oracle, inside):
    assert _binding(faults(oracle, "<city-box></city-box>", script=SHADOW % inside))


def test_what_axe_leaves_open_needs_a_person_and_is_red_on_pages_of_ours(audit):
    film = '<video controls src="/film.mp4"></video>'
    page = PAGE.format(body=film, style="", script="")
    found = {}
    for policy in ("", "default-src 'self'"):
        subject = Subject("page", "film", lambda setting: page, policy=policy)
        plain = audit.inspect(subject, [by_name("axe")], lambda *_: [Setting()])
        found[policy] = [f.person for f in plain.findings if f.rule == "video-caption"]
    assert found == {"": [True], "default-src 'self'": [False]}


MODAL = """<p>What a place costs.</p><p><input aria-label="Name" value="Aino"></p>
<dialog aria-label="Fees"><p>The fee follows what a family earns.</p>
<p><button>Close</button></p></dialog>"""
OPENS = 'document.querySelector("dialog").showModal();'
DIMMED = (
    "dialog::backdrop { background: rgb(0 0 0 / 0.7) } button { color: #000; background: #fff }"
)


def test_what_a_modal_dialog_dims_need_not_be_read(faults):
    assert not _naming(faults("contrast", MODAL, DIMMED, OPENS, width=1280), "has contrast")
    pale = DIMMED + "dialog p { color: #aaa }"
    assert _naming(faults("contrast", MODAL, pale, OPENS, width=1280), "The fee follows")
    # Below a dialog that lets the rest be used, it must be read.
    dimmed = "body { color: #aaa }" + DIMMED + "dialog { color: #000 }"
    assert _naming(faults("contrast", MODAL, dimmed, OPENS.replace("Modal", "")), "What a place")


def test_a_modal_dialog_may_fill_the_window_as_long_as_it_is_in_it(faults):
    full = "dialog { inset: 0; margin: 0; box-sizing: border-box; inline-size: 100vw; %s }"
    within = full % "block-size: 100%; max-block-size: none; overflow: auto"
    assert not _naming(faults("reflow", MODAL, within, OPENS), "covers")
    beyond = full % "block-size: 150vh; max-block-size: none"
    assert _naming(faults("reflow", MODAL, beyond, OPENS), "covers")
    fixed = full % "block-size: 100%; position: fixed"
    covers = _naming(faults("reflow", MODAL, fixed, OPENS.replace("Modal", "")), "covers")
    assert [fault.partition(" ")[0] for fault in covers] == ["1.4.10"]


FIXED = "<div class='bar'><p>What a place costs in a year, in full</p></div>"
BAR = ".bar { position: fixed; inset-block-start: 40px; %s } .bar p { inline-size: 30rem }"


@pytest.mark.parametrize(
    ("style", "cut"),
    [
        ("inset-inline-start: 0", True),
        ("inset-inline-start: 0; inline-size: 40rem; overflow: auto", True),
        ("inset-inline-end: 0", True),
        ("inset-inline-start: 0; inline-size: 100vw; overflow: auto", False),
        ("inset-inline-start: 100vw", False),
        ("position: static; overflow: auto", False),
    ],
)
def test_what_is_fixed_and_wider_than_the_window_is_out_of_reach(faults, style, cut):
    found = _naming(faults("reflow", FIXED, BAR % style), "cut off at the edge")
    assert bool(found) == cut


def test_a_modal_dialog_that_is_wider_than_the_window_is_out_of_reach(faults):
    wide = "dialog { inline-size: 60rem; max-inline-size: none; margin: 40px 0; %s }"
    assert _naming(faults("reflow", MODAL, wide % "", OPENS), "cut off at the edge")
    fits = wide.replace("60rem", "250px") % ""
    assert not _naming(faults("reflow", MODAL, fits, OPENS), "cut off at the edge")


TABLE = "<table><tr><th id='a'>Service</th><th id='b'>Fee</th></tr>{}</table>"


@pytest.mark.parametrize(
    ("rows", "bare"),
    [
        ("<tr><td>Sauna</td></tr>", True),
        ("<tr><td>Sauna</td><td headers='a'>8 euros</td></tr>", True),
        ("<tr><td>Sauna</td><td>8 euros</td></tr>", False),
        ("<tr><td>Sauna</td><td headers='a b'>8 euros</td></tr>", False),
        ("<tr><td colspan='2'>No service has a fee.</td></tr>", False),
        ("<tr><th>Sauna</th><td>8 euros</td></tr>", False),
        ("<tr><td rowspan='2'>Sauna</td><td>8 euros</td></tr><tr><td>9 euros</td></tr>", False),
        ("<tr><td rowspan='65534' colspan='2'>Sauna</td></tr>" * 9, False),
        ("", False),
    ],
)
def test_a_header_of_a_table_heads_something(faults, rows, bare):
    found = _naming(faults("roles", TABLE.format(rows)), "heads no cell")
    assert [fault.partition(" ")[0] for fault in found] == (["1.3.1"] if bare else [])


@pytest.mark.parametrize("value", ["inherit", "unset", "revert", "0.05em"])
def test_a_spacing_that_is_taken_from_above_is_not_fixed_here(faults, value):
    text = f"<p style='letter-spacing: .05em'><span style='letter-spacing: {value} !important'>"
    found = _naming(faults("reflow", text + "What a place costs.</span></p>"), "is fixed")
    assert bool(found) == (value == "0.05em")


def test_words_in_a_part_of_a_line_are_of_the_language_that_it_names(faults):
    part = "<p>Tervetuloa. <span lang='{}'>You can apply for it on the page of the city.</span></p>"
    assert _naming(faults("language", part.format("fr")), "is marked as fr")
    assert not _naming(faults("language", part.format("en")), "is marked as")


@pytest.mark.parametrize(
    "named",
    [
        "<label>Plan <input type='file'></label>",
        "<label for='a'>Plan</label><input type='file' id='a'>",
        "<input type='file' aria-label='Plan'>",
        "<input type='file' title='Plan'>",
        "<h2 id='h'>Plan</h2><input type='file' aria-labelledby='h'>",
    ],
)
def test_the_browsers_own_button_is_no_label_of_a_choice_of_files(faults, named):
    assert _naming(faults("names", "<p>Plan</p><input type='file'>"), "only the browser's button")
    assert not faults("names", named)


ONE = (
    '<p><label for="one">Name</label> <input id="one" name="one" autocomplete="name" autofocus></p>'
)


def test_the_only_stop_of_a_page_may_have_the_focus_from_the_start(faults):
    ring = "input:focus-visible { outline: %s solid #000; outline-offset: 2px }"
    assert not faults("keyboard", ONE, ring % "3px")
    assert _naming(faults("keyboard", ONE, ring % "0"), "focus")


OFFERS = """<form><label for="b">Branch</label> <input id="b" %s role="combobox" aria-expanded="true"
aria-controls="list">%s<div id="place"></div></form>"""
OFFER = """document.getElementById("place").innerHTML =
  '<div id="list" role="listbox" aria-label="Branch"><div role="option">Kallio library</div></div>';"""


def test_what_a_script_offers_can_be_typed_or_chosen_without_it(faults):
    lost = "Kallio library"
    typed = OFFERS % ('name="branch"', "")
    assert not _naming(faults("scriptless", typed, script=OFFER), lost)
    select = "<select name='s' aria-label='Branch'><option>%s</select>"
    chosen = OFFERS % ("", select % "Kallio library")
    assert not _naming(faults("scriptless", chosen, script=OFFER), lost)
    other = OFFERS % ("", select % "Malmi library")
    assert _naming(faults("scriptless", other, script=OFFER), lost)
    assert _naming(faults("scriptless", OFFERS % ("", ""), script=OFFER), lost)


@pytest.mark.browser
def test_a_link_that_only_a_script_shows_is_missed_without_it(faults):
    link = '<p><a href="/cart" aria-label="Cart" {}><svg width="44" height="44"></svg></a></p>'
    shows = "document.querySelector('a').hidden = false; document.title = 'Cart';"
    lost = "the link to /cart"
    assert _naming(faults("scriptless", link.format("hidden"), script=shows), lost)
    assert not _naming(faults("scriptless", link.format(""), script=shows), lost)


@pytest.mark.browser
def test_on_a_page_from_right_to_left_the_order_runs_so_too(faults):
    row = '<p><a href="/1">One</a> <a href="/2">Two</a> <a href="/3">Three</a></p>'
    rtl = "document.documentElement.dir = 'rtl';"
    back = "the focus jumps back"
    style = "p { display: flex; flex-direction: %s }"
    assert not _naming(faults("keyboard", row, style % "row", rtl), back)
    assert _naming(faults("keyboard", row, style % "row-reverse", rtl), back)
    assert not _naming(faults("keyboard", row, style % "row"), back)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("style", "faint"),
    [
        ("font-size: 23px", True),
        ("font-size: 24px", False),
        ("font-size: 18px; font-weight: 700", True),
        ("font-size: 18.67px; font-weight: 700", False),
        ("font-size: 18.67px; font-weight: 600", True),
    ],
)
def test_text_is_large_from_18_points_on_and_bold_text_from_14(faults, style, faint):
    text = "<p class=x>What a place costs.</p>"
    found = faults("contrast", text, f".x {{ color: #888; background: #fff; {style} }}")
    assert bool(_naming(found, "has contrast")) == faint


@pytest.mark.browser
def test_what_a_script_puts_into_a_shadow_tree_is_missed_without_it(faults):
    script = """customElements.define("city-box", class extends HTMLElement { connectedCallback() {
      this.attachShadow({ mode: "open" }).innerHTML =
        "<p>Open from nine to four</p><a href='/cart'>Cart</a>"; } });"""
    found = faults("scriptless", "<city-box></city-box>", script=script)
    assert _naming(found, "Open from nine")
    assert _naming(found, "the link to /cart")


@pytest.mark.browser
@pytest.mark.parametrize("margin", [0, -4, 8])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_controls_whose_padding_meets_are_still_beside_each_other(faults, margin, direction):
    row = '<p><a href="/1">First</a> <a href="/2">Second</a></p>'
    style = (
        f"p {{ display: flex; flex-direction: %s }} a {{ padding: 8px; margin-inline: {margin}px }}"
    )
    script = f"document.documentElement.dir = '{direction}';"
    there = faults("keyboard", row, style % "row", script)
    turned = faults("keyboard", row, style % "row-reverse", script)
    assert not _naming(there, "the focus jumps back")
    assert _naming(turned, "the focus jumps back")


WORDS = '<p><a href="/1">{}</a>, <b><a href="/2">{}</a></b></p>'


@pytest.mark.browser
@pytest.mark.parametrize("page", ["ltr", "rtl"])
@pytest.mark.parametrize("words", [("First", "Second"), ("أول", "ثان")])
def test_words_of_a_line_run_as_they_are_written(faults, words, page):
    script = f"document.documentElement.dir = '{page}';"
    turned = "p { display: flex; flex-direction: row-reverse; gap: 8px; inline-size: max-content }"
    back = "the focus jumps back"
    assert not _naming(faults("keyboard", WORDS.format(*words), script=script), back)
    assert _naming(faults("keyboard", WORDS.format(*words), turned, script), back)


@pytest.mark.browser
def test_each_item_of_a_row_stands_where_the_page_puts_it_however_its_words_run(faults):
    """A language menu: an Arabic link comes first, and the next is no word of its line."""
    names = [("ar", "العربية"), ("fi", "Suomi"), ("sv", "Svenska")]
    items = "".join(f'<li><a href="/{tag}" lang="{tag}">{name}</a></li>' for tag, name in names)
    style = "ul { display: flex; gap: 2rem; padding: 0; list-style: none; flex-direction: %s }"
    back = "the focus jumps back"
    assert not _naming(faults("keyboard", f"<ul>{items}</ul>", style % "row"), back)
    assert _naming(faults("keyboard", f"<ul>{items}</ul>", style % "row-reverse"), back)


@pytest.mark.browser
@pytest.mark.parametrize("far", [20, 60, 300])
@pytest.mark.parametrize("focus", ["", "autofocus"])
def test_a_ring_that_goes_away_is_none_of_what_gets_the_focus(faults, far, focus):
    body = f'<button id="b" {focus}>Send</button><a href="/x" id="x">Back</a>'
    style = f"#x {{ outline: 0; display: block; margin-block-start: {far}px }}"
    found = faults("keyboard", body, style, width=1280)
    assert [one.split(":")[0] for one in found] == ["2.4.7 #x"]
    labelled = style + "#x:focus-visible { outline: 3px solid; outline-offset: 2px }"
    assert not faults("keyboard", body, labelled, width=1280)


FIELDS = {
    "datetime-local": '<p><label>When <input type="datetime-local"></label></p>' * 8,
    "date": '<p><label>When <input type="date"></label></p>' * 20,
    "frame": '<iframe title="Map" height="3000" srcdoc="<!doctype html><title>M</title>'
    + "<p><a href='#a'>Stop</a></p>" * 40
    + '"></iframe>',
}


@pytest.mark.browser
@pytest.mark.parametrize("kind", FIELDS)
def test_what_holds_the_focus_for_many_presses_hides_nothing_that_comes_after(faults, kind):
    send = FIELDS[kind] + "<p><button>Send</button></p>"
    assert not _naming(faults("keyboard", send), "never reaches")
    lost = send + "<p><span role=button>Lost</span></p>"
    assert len(_naming(faults("keyboard", lost), "never reaches")) == 1


@pytest.mark.browser
def test_each_field_below_a_bar_is_found_however_many_presses_it_takes(faults):
    field = '<p><label>When <input id="when-{}" type="{}"></label></p>'
    style = ".bar { position: fixed; inset: auto 0 0 0; block-size: 200px; background: #fff }"

    def hidden(kind):
        fields = "".join(field.format(number, kind) for number in range(20))
        body = f"{fields}<p><button>Send</button></p><div class='bar'>Cookies</div>"
        return {one for one in faults("keyboard", body, style) if one.startswith("2.4.11 #when")}

    assert len(hidden("text")) > 10
    assert hidden("date") == hidden("text")


CLASSIC = """<nav class="n"><a href="/fees">Fees of the library</a></nav><p>What it costs.</p>"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "style", "script"),
    [
        (CLASSIC, "nav { display: none } .js nav { display: block }",
         "document.documentElement.className = 'js'"),
        (CLASSIC, "@media (scripting: none) { nav { display: none } }", ""),
        ('<style>@import url("data:text/css,@media(scripting:none){nav{display:none}}")</style>'
         + CLASSIC, "", ""),
        (f"<noscript><style>nav {{ display: none }}</style></noscript>{CLASSIC}", "", ""),
        (CLASSIC, "", "document.head.insertAdjacentHTML('beforeend', "
         "'<style>.n { visibility: visible !important }</style>')"),
    ],
    ids=[
        "a class of the root", "a style for those without", "one that is imported", "noscript",
        "a style of the script",
    ],
)  # fmt: skip
def test_what_a_script_or_its_absence_does_beside_the_words_is_looked_at(
    faults, body, style, script
):
    if "insertAdjacentHTML" in script:
        style = ".n { visibility: hidden }"
    found = faults("scriptless", body, style, script)
    assert _naming(found, "/fees"), found
    assert _naming(found, "Fees of the library")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("beside", "gap", "crowded"),
    [("big", 3, True), ("big", 5, False), ("tiny", 7, True), ("tiny", 9, False)],
)
@pytest.mark.parametrize("side", ["left", "top"])
def test_small_targets_need_a_circle_of_24_px_that_meets_no_other(
    faults, side, beside, gap, crowded
):
    style = f"""main {{ position: relative }} button {{ border: 0; padding: 0; position: absolute;
      left: 40px; top: 140px }} .tiny {{ inline-size: 16px; min-block-size: 16px; block-size: 16px }}
      .big {{ inline-size: 44px; block-size: 44px }}
      #other {{ {side}: {({"left": 40, "top": 140}[side]) + 16 + gap}px }}"""
    body = (
        f'<button class="tiny" id="small">a</button><button class="{beside}" id="other">b</button>'
    )
    found = [one for one in faults("targets", body, style) if "#small" in one]
    assert [one.split(" ")[0] for one in found] == ["2.5.8" if crowded else "2.5.5"]


@pytest.mark.browser
@pytest.mark.parametrize("field", ["first", "second"])
def test_what_is_said_while_one_of_several_fields_is_typed_into_is_heard(faults, field):
    body = """<p><label>First <input id="first"></label></p><p><label>Second <input id="second">
      </label></p><p role="status" id="heard"></p><p role="status" id="gone" hidden></p>"""
    script = f"""document.getElementById("{field}").addEventListener("input", () => {{
      document.getElementById("gone").textContent = "Saved"; }})"""
    found = faults("announcements", body, script=script)
    assert _naming(found, "a live region that is not displayed"), found
    assert not _naming(found, "announcements for"), "nobody hears one"


TURNS = """@keyframes turn {{ to {{ transform: rotate(1turn) }} }}
#it {{ animation: turn 1s linear infinite; block-size: 3rem; inline-size: 3rem; {0} }}"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("style", "script", "accused"),
    [
        ("", "", True),
        ("animation-play-state: paused", "", False),
        ("visibility: hidden", "", False),
        ("display: none", "", False),
        ("", "document.getAnimations().forEach(one => one.pause())", False),
        ("animation-play-state: paused", "document.getAnimations().forEach(one => one.play())", True),
        ("animation: turn 1s infinite paused, turn 1s 1", "", False),
        ("animation: turn 1s 1 paused, turn 1s infinite", "", True),
    ],
)  # fmt: skip
def test_what_stands_still_or_is_not_seen_does_not_move(faults, style, script, accused):
    found = faults("motion", "<p id=it>A</p>", TURNS.format(style), script)
    assert bool(_naming(found, "moves for more than five seconds")) == accused


def test_a_page_without_a_body_is_said_once(audit):
    script = 'addEventListener("load", () => document.body.remove())'
    page = PAGE.format(style="", body="", script=f"<script>{script}</script>")
    subject = Subject("page", "fees", lambda setting: page, policy="")
    (found,) = audit.inspect(subject, [by_name("keyboard"), by_name("axe")]).findings
    assert found.criterion == "check"
    assert "has no body" in found.saw
    assert "broke down" not in found.saw
