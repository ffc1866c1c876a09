"""Web pages as their readers see them: the article labelled by its markup, the rest of the page as furniture."""

from __future__ import annotations

import pytest
from documents_made import counts, kind_of, kinds, speakers, texts
from files_made import read_made

from reader.documents.model import Content, Metadata, Speaker
from reader.documents.reading import read_bytes

PROSE = [
    "The rowing club which trained detectives reopened its boathouse on Monday, five months after the storm.",
    "Its members had patched the roof themselves, with boards that the council gave them in the spring.",
    "“We never stopped rowing,” said the secretary, who has kept the keys since the club was founded.",
]
NEWS = """<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Boathouse reopens | The Courier</title>
<meta property="og:site_name" content="The Courier"><meta property="og:title" content="Boathouse reopens">
<link rel=canonical href="https://courier.example/boathouse">
<script type="application/ld+json">{"@context": "x", "@graph": [{"@type": "NewsArticle",
 "headline": "Boathouse reopens", "datePublished": "2021-11-29T10:00:00Z",
 "author": [{"name": "Ann Lee"}, {"name": "Bo Ek"}]}]}
</script><style>p { color: red }</style></head><body class="with-sidebar">
<nav><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to give you the best experience of our pages, as everybody does.</p></div>
<main><article><h1>Boathouse<br>reopens</h1><p class="standfirst">Members patched the roof with gifts</p>
<div class="byline">By Ann Lee and Bo Ek</div><time datetime="2021-11-29">29 November 2021</time>
<figure><img src=x alt=nothing><figcaption>The boathouse at dawn</figcaption></figure>
<p>ONE</p><div class="share-bar"><a href=x>Share</a> <a href=y>Tweet</a></div><p>TWO</p>
<h2>What comes next</h2><ul><li>A gala in June</li><li>New lockers</li></ul>
<blockquote>Nobody asked us before they came.</blockquote><p>THREE</p>
<table><tr><th>Year<th>Boats</tr><tr><td>2020<td>4</tr></table>
<aside class="related"><h3>Related</h3><a href=z>Harbour pool to close</a></aside></article></main>
<p hidden>Nobody sees this.</p><p style="display: none">Nor this.</p><template><p>Nor that.</p></template>
<svg><text>drawn</text></svg><script><!-- if (a < b) document.write("<p>never</p>") </script> --></script>
<footer><p>© The Courier, who own all that stands on this page and let nobody else have it.</p></footer></body></html>
"""
for _name, _text in zip(("ONE", "TWO", "THREE"), PROSE, strict=True):
    NEWS = NEWS.replace(_name, _text)


def read(page: str | bytes, name: str = "page.html") -> Content:
    return read_made(page if isinstance(page, bytes) else page.encode(), name)


def said(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs]


def test_signs_that_a_page_writes_as_entities_where_none_is_needed_are_signs():
    data = '{"@type": "NewsArticle", "headline": "The club&#8217;s boats &amp; oars", "author": "Zo&euml; Lee"}'
    content = read(f'<script type="application/ld+json">{data}</script><p>{PROSE[0]}</p>')
    assert (content.metadata.title, content.metadata.author) == ("The club\u2019s boats & oars", "Zoë Lee")


def test_chapters_that_a_list_of_contents_names_are_text_and_the_list_is_none():
    prose = "".join(f"<p>{text}</p>" for text in PROSE * 2)
    chapters = "".join(f'<div class="part" id="TOC_{number}">{prose}</div>' for number in range(5))
    contents = '<div class=toc><p><a href="#TOC_1">The club</a></p></div>'
    content = read(f"<h1>Boathouse reopens</h1><article>{contents}{chapters}</article>")
    assert (len(texts(content, "body")), texts(content, "boilerplate")) == (30, ["The club"])


def test_an_opening_above_the_articles_element_is_text():
    opening, share = "The boathouse on the quay opened again on Monday.", "Share this page with everybody you know."
    page = f"<html><body><h1>Boathouse reopens</h1><div><p>{opening}</p><p>29 November 2021</p></div>"
    page += (
        f"<div class=share-bar><p>{share}</p></div><div class=text>{''.join(f'<p>{text}</p>' for text in PROSE)}</div>"
    )
    content = read(page)
    assert texts(content, "body") == [opening, *PROSE]
    assert share in texts(content, "boilerplate")


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ('<abbr class="published" title="2009-08-06T14:12:32+0200">Thursday</abbr>', "2009-08-06"),
        ('<span itemprop="datePublished" content="2020-04-27T18:50:24+02:00">27.04.</span>', "2020-04-27"),
        ('<span class="meta__date">Published on 2 November 2021, 9.30 am</span>', "2021-11-02"),
        ('<meta name="site:publicationDate" content="2020-09-08T17:33:18">', "2020-09-08"),
        ('<div class="pubdate">26 de abril de 2022</div>', "2022-04-26"),
        ("<div>19 July 2011 : Column 771</div>", "2011-07-19"),
        ('<p class=date>1 May 2020</p><p class=date>2 May 2020</p>', None),
        ('<div class="comment-date">2 May 2020</div><i class="date-updated">2 May 2020</i>', None),
        ('<div class="update">We wrote on 2 May 2020 that the club had lost its boats, and all its oars.</div>', None),
    ],
    ids=["abbreviation", "microdata", "class", "own tag", "Spanish", "Hansard", "several days", "others", "prose"],
)  # fmt: skip
def test_the_day_is_found_where_a_page_shows_it(shown: str, date: str | None):
    page = f"<html><h1>Boathouse reopens</h1><main>{''.join(f'<p>{text}</p>' for text in PROSE)}</main>"
    assert read(f"{page}<footer>{shown}</footer>").metadata.date == date


def test_a_news_page_keeps_every_block_and_labels_it():
    content = read(NEWS)
    assert counts(content) == {
        "boilerplate": 8, "title": 1, "standfirst": 1, "dateline": 2, "caption": 1, "body": 4, "heading": 1,
        "list_item": 2, "table_row": 2,
    }  # fmt: skip
    assert texts(content, "title") == ["Boathouse reopens"]
    assert texts(content, "table_row") == ["Year | Boats", "2020 | 4"]
    assert texts(content, "boilerplate")[:2] == ["Home", "Sport"]
    for hidden in ("Nobody sees this.", "Nor this.", "Nor that.", "drawn", "document.write"):
        assert not any(hidden in text for text in said(content))


def test_a_news_page_says_what_it_is():
    assert read(NEWS).metadata == Metadata(
        "Boathouse reopens", "2021-11-29", "The Courier", "Ann Lee, Bo Ek", "https://courier.example/boathouse"
    )


@pytest.mark.parametrize(
    ("head", "metadata"),
    [
        (
            "<meta name=DC.title content=Minutes><meta name=DC.date content=2021/11/9>",
            Metadata("Minutes", "2021-11-09"),
        ),
        ('<meta name=parsely-title content=P><meta name=byl content="By Al">', Metadata("P", author="Al")),
        (
            "<meta name=citation_title content=C><meta name=dc.creator content=A><meta name=dc.creator content=B>",
            Metadata("C", author="A, B"),
        ),
        (
            "<title>Pool to close - Courier</title><meta property=og:site_name content=Courier>",
            Metadata("Pool to close", source="Courier"),
        ),
        ('<script type="application/ld+json">{broken</script><meta property=og:url content="js:x">', Metadata()),
        ('<script type="application/ld+json">' + "[" * 50_000 + "</script>", Metadata()),
    ],
)
def test_what_the_head_says(head: str, metadata: Metadata):
    found = read(f"<html><head>{head}</head><body><p>{PROSE[0]}</p></body></html>").metadata
    assert found == metadata


def test_line_breaks_part_paragraphs():
    page = f"<div>{PROSE[0]}<br><br>{PROSE[1]}<br>{PROSE[2]}</div>"
    assert said(read(page)) == PROSE
    assert said(read(f"<p>One <b>word</b>\n and <i>an</i>other</p><p>{PROSE[0]}</p>"))[0] == "One word and another"


@pytest.mark.parametrize(
    "data",
    [
        "<html><meta charset=windows-1252><p>café “x”, he said.</p>".encode("cp1252"),
        "<html><meta charset=iso-8859-1><p>café “x”, he said.</p>".encode("cp1252"),
        "<html><meta charset=iso-8859-1><p>café “x”, he said.</p>".encode(),
        "\ufeff<html><p>café “x”, he said.</p>".encode("utf-16"),
        '<?xml version="1.0" encoding="utf-8"?><html><title/><p>café “x”, he said.</p></html>'.encode(),
        b"<html><meta charset=utf-8><p>caf&eacute; &#8220;x&#148;, he said.</p>",
        b"<html><meta charset=punycode><p>caf\xe9 \x93x\x94, he said.</p>",
        b"<html><meta charset=unicode_escape><p>caf\xe9 \x93x\x94, he said.</p>",
        "<html><meta charset=no-such-thing><p>café “x”, he said.</p>".encode(),
    ],
)
def test_letters_are_read_in_every_encoding(data: bytes):
    assert said(read(data)) == ["café “x”, he said."]


def test_control_characters_written_as_references_never_reach_a_screen():
    page = "<p>Red &#27;[31malert&#27;[0m &#x9b;1m &#8238;and&#7; <a title='&#27;]0;x'>more&#x202e;</a> of it all.</p>"
    (text,) = said(read(page))
    assert text.isprintable()
    assert text.startswith("Red alert")


def test_notes_are_marked():
    page = (
        f"<p>{PROSE[0]}<sup><a href='#fn1'>1</a></sup></p><p>E = mc<sup>2</sup> holds. {PROSE[1]}</p>"
        "<ol class=footnotes><li id=fn1>See the Gazette.</li></ol>"
    )
    content = read(page)
    assert said(content)[0].endswith(".[1]")
    assert "mc2 holds" in said(content)[1]
    assert texts(content, "footnote") == ["See the Gazette."]


TWFY = """<html><head><title>Swimming - TheyWorkForYou</title></head><body><header><a href=/>TheyWorkForYou</a></header>
<div class="debate-header"><h1>Swimming in Northport</h1>
<p class="lead">&ndash; in the <a>House of Commons</a> at <a>3:17 pm</a> on <a>24th October 2017</a>.</p></div>
<div class="debate-speech"><h2 class="debate-speech__speaker"><a href=/mp><img alt="Photo of Ann Lee">
<strong class="debate-speech__speaker__name">Ann Lee</strong>
<small class="debate-speech__speaker__position">Labour, Moray</small>
</a> <a class="debate-speech__meta__link time" href=x>3:17 pm, 24 October 2017</a>
<p class="debate-speech__question_id"><small>Question 12</small></p></h2>
<div class="debate-speech__content"><p>I beg to move that the pool be kept.</p><p>It has served us well.</p></div>
<ul class="debate-speech__meta"><li><a href=c>Link to this speech</a></li></ul></div>
<div class="debate-speech"><div class="debate-speech__speaker-and-content">
<h2 class="debate-speech__speaker"><a href=/mp2>
<strong class="debate-speech__speaker__name">Bo Ek</strong>
<small class="debate-speech__speaker__position">The Minister for Sport</small>
</a> <a class="debate-speech__meta__link time" href=y>3:20 pm, <span class="skip">24th October 2017</span></a></h2>
<div class="debate-speech__content"><p>The Government agree.</p>
<blockquote><p>A pool is a pool.</p></blockquote></div></div></div>
<div class="debate-speech"><div class="debate-speech__content"><p>Question put and agreed to.</p></div></div>
<footer><p>Write to us.</p></footer></body></html>"""


def test_a_debate_of_theyworkforyou_has_its_speakers():
    content = read(TWFY)
    ann, bo = Speaker("Ann Lee", "Labour", None, "Moray"), Speaker("Bo Ek", role="The Minister for Sport")
    spoken = [(str(p.kind), p.speaker, p.text) for p in content.paragraphs if p.speaker]
    assert spoken == [
        ("speaker_line", ann, "Ann Lee Labour, Moray 3:17 pm, 24 October 2017 Question 12"),
        ("speech", ann, "I beg to move that the pool be kept."),
        ("speech", ann, "It has served us well."),
        ("speaker_line", bo, "Bo Ek The Minister for Sport 3:20 pm, 24th October 2017"),
        ("speech", bo, "The Government agree."),
        ("speech", bo, "A pool is a pool."),
    ]
    assert kind_of(content, "Link to") == "boilerplate"
    assert kind_of(content, "Question put") == "body"
    assert content.metadata == Metadata("Swimming in Northport", "2017-10-24", "House of Commons", None, None)


def test_todays_hansard_has_its_speakers():
    def item(name: str, place: str, *said: str) -> str:
        paragraphs = "".join(f'<p class="hs_Para">{text}</p>' for text in said)
        return (
            '<div class="debate-item"><div class="contribution"><div class="header">'
            '<a class="attributed-to-details" href=x>'
            f'<div class="primary-text">{name}</div><div class="secondary-text">{place}</div></a></div>'
            f'<div class="content">{paragraphs}</div></div></div>'
        )

    page = (
        "<html><body><div class='primary-content'><h1>Swimming</h1>"
        + item("Ann Lee", "(Moray) (Con)", 'I <span class="column-number">Column 12</span>agree.', "We all do.")
        + item("The Minister for Sport (Bo Ek)", "", "So be it.")
        + item("Ann Lee", "", "Thank you.")
        + "</div></body></html>"
    )
    content = read(page)
    assert [(p.speaker.heading, p.text) for p in content.paragraphs if p.speaker and p.kind == "speech"] == [
        ("Ann Lee · Conservative · Moray", "I agree."),
        ("Ann Lee · Conservative · Moray", "We all do."),
        ("Bo Ek · The Minister for Sport", "So be it."),
        ("Ann Lee · Conservative · Moray", "Thank you."),
    ]


OLD_HANSARD = """<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd"><html><body>
<p><b>19 July 2011 : Column 771</b></p><h2>House of Commons</h2><h4><i>Tuesday 19 July 2011</i></h4><h3>Pools</h3>
<p><a name=q1></a>3. <b>Ann Lee (Newport West) (Lab):</b> What progress has his Department made on pools? [66858]</p>
<p><b>The Minister for Sport (Bo Ek):</b> We go on <b>working:</b> that is all.</p>
<p>And we shall go on.</p><notus-date day="19"/><p><b>19 July 2011 : Column 772</b></p><p>To the end.</p>
<h3>Lockers</h3><p>Paper laid.</p>
<p>T2. [66881] <b>Cy Day (City of Chester) (Con):</b> Are they green?</p>
<p><b>Mr Ek:</b> They are.</p></body></html>"""


def test_a_page_of_old_hansard_may_have_a_single_turn():
    content = read(
        "<html><body><p>12 July 2011 : Column 212</p><h2>Pools Bill</h2><p><b>Note:</b> This follows the debate.</p>"
        "<p><b>Mr Ek:</b> We reformed the pools.</p><p>I commend the Bill to the House.</p>"
        "<p>Question put, <i>That the amendment be made</i>.</p><p>The House divided: Ayes 231, Noes 307.</p>"
        "<p>Day, Ms Cy</p><p>Lee, Ann</p></body></html>",
        "a.html",
    )
    assert [(p.speaker and p.speaker.name) for p in content.paragraphs[2:]] == [None, "Mr Ek", "Mr Ek", *[None] * 4]


def test_hansard_of_old_names_speakers_in_bold():
    content = read(OLD_HANSARD)
    ann, bo = Speaker("Ann Lee", "Labour", None, "Newport West"), Speaker("Bo Ek", role="The Minister for Sport")
    cy = Speaker("Cy Day", "Conservative", None, "City of Chester")
    assert [p.speaker for p in content.paragraphs if p.kind == "speech"] == [ann, bo, bo, bo, cy, bo]
    assert len(texts(content, "boilerplate")) == 2
    assert kind_of(content, "Paper laid") == "body"
    assert (content.metadata.date, content.metadata.source) == ("2011-07-19", "House of Commons")


RECORD = """<html><head><title>Congressional Record, Volume 151 Issue 99 (Wednesday, July 20, 2005)</title></head>
<body><pre>
[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]
[Senate]
[Page S8550]

                              HARBOUR POOLS

  Mr. DAY of Ohio. Mr. President, I was unable to
vote on several matters because I swam, and the

[[Page S8551]]

water was cold.
  I would have voted no.
  The ACTING PRESIDENT pro tempore. Without objection,
it is so ordered.
                          ____________________
</pre></body></html>"""


def test_the_congressional_record_is_read_by_its_typing():
    content = read(RECORD, "record.htm")
    day, chair = "Mr. DAY of Ohio", "The ACTING PRESIDENT pro tempore"
    assert speakers(content) == [day, day, chair]
    assert texts(content, "speech")[0] == (
        "Mr. DAY of Ohio. Mr. President, I was unable to vote on several matters because I swam, "
        "and the water was cold."
    )
    assert content.metadata == Metadata("HARBOUR POOLS", "2005-07-20", "Congressional Record")


def test_an_interview_in_bold_names_is_left_to_the_words():
    turns = [("Interviewer", "How long?"), ("Anna", "Since I was nine."), ("Interviewer", "And?"), ("Anna", "I left.")]
    page = "".join(f"<p><strong>{who}:</strong> {text}</p>" for who, text in turns)
    assert speakers(read(page)) == ["Interviewer", "Anna", "Interviewer", "Anna"]
    notes = "".join(f"<p><b>{word}:</b> {PROSE[0]}</p>" for word in ("Note", "Background", "Method"))
    assert set(kinds(read(notes))) == {"body"}


def test_a_page_that_is_only_a_list_of_links_is_still_shown():
    content = read("<html><body><ul><li><a href=a>One thing</a></li><li><a href=b>Another</a></li></ul></body></html>")
    assert said(content) == ["One thing", "Another"]


def test_the_first_heading_is_the_title_where_no_top_heading_is():
    page = f"<html><body><h3>Lost boats</h3><p>{PROSE[0]}</p><h3>Found boats</h3><p>{PROSE[1]}</p></body></html>"
    content = read(page)
    assert texts(content, "title") == ["Lost boats"]
    assert texts(content, "heading") == ["Found boats"]
    assert texts(read(f"<body><p>{PROSE[0]}</p><h3>Later</h3><p>{PROSE[1]}</p></body>"), "heading") == ["Later"]


def test_a_page_without_words_is_empty():
    assert read_bytes(b"<html><body><script>x()</script></body></html>", "a.html").error == "the file is empty"


EXTENSION = """<html><head><title>Congressional Record, Volume 151 Issue 99 (Wednesday, July 20, 2005)</title></head>
<body><pre>
[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]
[Extensions of Remarks]

 COMMENDING THE ROWERS OF THE HARBOUR, WHO HAVE PATCHED THE ROOF OF THEIR
                      BOATHOUSE THEMSELVES

                                 ______

                               speech of

                           HON. ANN LEE

                                of ohio

                         Monday, July 18, 2005

  Ms. LEE. Mr. Speaker, I rise today to speak of rowers, of whom this
House has heard little.
</pre></body></html>"""


def test_an_extension_of_remarks_has_its_title_and_no_other():
    content = read(EXTENSION)
    assert content.metadata.title is not None
    assert content.metadata.title.startswith("COMMENDING THE ROWERS OF THE HARBOUR, WHO")
    assert kinds(content)[2:] == ["title", "dateline", "heading", "dateline", "dateline", "speech"]
    assert speakers(content) == ["Ms. LEE"]


def test_on_a_page_of_hansard_whoever_is_named_in_bold_speaks():
    content = read(
        "<html><h2>Written Answers</h2><p>19 July 2011 : Column 773W</p><h3>Pools</h3>"
        "<p><b>Ann Lee:</b> To ask the Minister how many pools there are.</p>"
        "<p><b>Bo Ek:</b> There are forty, of which ten are closed.</p></html>"
    )
    assert [p.speaker.name for p in content.paragraphs if p.kind == "speech"] == ["Ann Lee", "Bo Ek"]
