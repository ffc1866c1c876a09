"""The parliaments of France: a full stop stands behind whoever speaks, and "M." is no end of a sentence."""

from __future__ import annotations

import pytest
from documents_made import name_of, read, speakers

from reader.documents.model import Speaker

SITTING = (
    "Première séance du mardi 29 janvier 2013\n\n"
    "M. le président. La séance est ouverte. La parole est à M. Anatole Le Roy.\n\n"
    "M. Anatole Le Roy. Monsieur le président, je parle du sport à l’école.\n\n"
    "Le sport unit.\n\n"
    "Plusieurs députés du groupe vert. Très bien !\n\n"
    "M. Anatole Le Roy. …et il forme la jeunesse.\n\n"
    "Mme Zoé d’Arlan, ministre déléguée, chargée des sports. Vous avez raison.\n\n"
    "M. le président. La parole est à Mme Berthe Hu.\n\n"
    "Mme Berthe Hu. – Je n’ai rien à dire.\n\n"
    "Mme Zoé d’Arlan. C’est dommage !\n"
)


def test_who_speaks_and_as_what():
    content = read(SITTING)
    assert [name_of(paragraph) for paragraph in content.paragraphs[1:]] == [
        "M. le président", "M. Anatole Le Roy", "M. Anatole Le Roy", "Plusieurs députés du groupe vert",
        "M. Anatole Le Roy", "Mme Zoé d’Arlan", "M. le président", "Mme Berthe Hu", "Mme Zoé d’Arlan",
    ]  # fmt: skip
    assert content.paragraphs[6].speaker == Speaker("Mme Zoé d’Arlan", role="ministre déléguée, chargée des sports")
    assert content.paragraphs[9].speaker == content.paragraphs[6].speaker
    assert content.paragraphs[2].text.startswith("M. Anatole Le Roy. Monsieur le président")


def test_the_day_in_the_title_is_that_of_the_sitting():
    content = read(SITTING.replace("\n\nM. le président", "\n\nRèglement du 15 avril 2009\n\nM. le président", 1))
    assert content.metadata.date == "2013-01-29"


@pytest.mark.parametrize(
    "sentence",
    [
        "M. Roy, ministre des sports, a dit que le sport unit. Il faut du temps.",
        "M. Roy et Mme Hu ont parlé. Puis ils sont partis.",
        "M. le ministre soutient qu’il faut du temps. Moi aussi.",
        "Mme Hu était là. M. Roy aussi.",
        "Un député s’est levé. Il a parlé.",
    ],
)
def test_a_report_about_them_has_no_speakers(sentence: str):
    assert speakers(read(f"Le sport à l’école\n\n{sentence}\n\nRien de plus.\n\n{sentence}\n\n{sentence}\n")) == []
