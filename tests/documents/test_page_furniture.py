"""Calls to share, subscribe and read on are furniture; sentences that speak of such things are not."""

from __future__ import annotations

import pytest
from documents_made import ARTICLE, kind_of, kinds, read, texts

FURNITURE = """\
Share via
Share this
SHARE THIS ARTICLE
Share on Facebook
Share what you think
Want more from the Courier?
To continue reading, we just need a few details...
Sign up to our newsletter
Sign up to First Edition, our free daily newsletter
Sign up for our weekly briefing and get the news that matters in your inbox every Friday.
Subscribe
Subscribe to The Courier today
Get the best of our news and views straight to your inbox
Get the best news and views from across the coast Get subscriber-only offers Subscribe to get our e-paper and archive
Advertisement
READ MORE: The gym that changed a town
Read more: Clubs fight back against hate
Related articles
MOST READ NEWS
Skip to content
Skip to content Search
Follow us on Twitter
Follow Courier Sport on Facebook, X and Instagram. Send your story ideas to news@example.org
Already a subscriber? Log in
Already have an account? Sign in
© 2024 Courier Media Ltd. All rights reserved.
Copyright © 2024
Comments (12)
12 comments
View comments
Support our journalism
We use cookies to give you the best experience. Accept all
By clicking Sign up you agree to our terms and privacy policy.
Privacy Notice: Newsletters may contain info about charities. For more information see our Privacy Policy.
Don’t miss out on the latest news
You have 2 free articles left this month
Listen to our podcast
Download our app
Join our WhatsApp community
5 min read
Image 1 of 4
Story continues below
Have you got a story? Email us
Become a member
This article is for subscribers only
Tags: police, racism
The Harbour newsletter cut through the noise
Thank you for reading
"""

SENTENCES = """\
The force asked residents to sign up to its alerts service, which 4,000 did within a week.
Subscribers to the newsletter rose by a third last year.
He told readers to subscribe to the paper’s newsletter.
Share prices fell on Monday.
Sign language classes began in May.
Support our boys, the banner read, and most did.
“Subscribe to our newsletter,” the sign said.
Get the ball forward, she told them, and get it forward fast.
Comments about the referee were removed.
More from the council was expected on Friday.
Follow the money, said the detective.
Follow us on Twitter was the sign at the gate, and he did not like it one bit.
Want of money closed the gym.
To continue the work, the club needs £40,000.
Print workers joined the march.
He denied it.
Is it enough?
Related offences rose by 4%.
Cookies were served after the match.
Read the report in full, he urged ministers.
Do you have information about the attack? Call police on 101.
If you like cricket, you will like Bradford.
This story is about a boxing club.
By continuing the scheme, police hope to win trust.
Newsletter staff walked out on Friday, the union said.
Already a coach at 16, she now runs four clubs.
Copyright law is not the issue here.
"""

OPENING = "Boxing club wins grant\n\nA boxing club has won a grant, its coach said on Friday.\n\n"
CLOSING = "\n\nThe grant will pay for gloves and for a new ring.\n"


@pytest.mark.parametrize("line", FURNITURE.splitlines())
def test_furniture_between_paragraphs_is_boilerplate(line: str):
    content = read(f"{OPENING}{line}{CLOSING}")
    assert kinds(content) == ["title", "body", "boilerplate", "body"]
    assert content.paragraphs[2].text == line


@pytest.mark.parametrize("line", SENTENCES.splitlines())
def test_a_sentence_that_speaks_of_such_things_is_body(line: str):
    assert kinds(read(f"{OPENING}{line}{CLOSING}")) == ["title", "body", "body", "body"]


def test_a_long_paragraph_is_never_furniture():
    long = "Subscribe to the view that sport unites and you will find much in this report to cheer you. " * 6
    assert kind_of(read(OPENING + long + CLOSING), "Subscribe") == "body"


def test_repeats_and_wrapped_repeats_are_furniture_too_and_nothing_is_lost():
    content = read(ARTICLE)
    assert texts(content, "boilerplate") == [
        "Share via",
        "Want more from the Courier?",
        "To continue reading, we just need a few details...",
        "Want more from the Courier?",
        "Get the best of the Courier every morning Subscribe to our e-paper and archive",
    ]


def test_headlines_of_other_articles_below_the_last_paragraph_are_furniture():
    content = read(
        f"{OPENING}It will buy gloves.\n\nMost read\n\nRain stops play\n\nTen things to know about the report\n"
    )
    assert kinds(content) == ["title", "body", "body", "boilerplate", "boilerplate", "boilerplate"]


def test_the_title_is_no_furniture_although_it_begins_like_it():
    content = read("Sign up for rowing, says minister\n\nEveryone should row, the minister said on Friday.\n")
    assert kinds(content) == ["title", "body"]


def test_the_title_again_is_furniture():
    content = read(f"{OPENING}Boxing club wins grant{CLOSING}")
    assert kinds(content) == ["title", "body", "boilerplate", "body"]
