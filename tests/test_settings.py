from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import paths
from reader.documents.gate import clean_line
from reader.errors import SettingsError
from reader.settings import Settings, coder_name, load, with_coder


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


def test_without_a_file_everything_has_its_default(file):
    assert load(file) == Settings()
    assert load() == Settings()


def test_the_users_file_is_read_from_the_config_folder(home):
    path = paths.settings_file()
    assert path == home / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text('appearance = "light"')
    assert load().appearance == "light"


def test_every_setting_is_read_and_the_lines_of_the_keys_are_known(file):
    file.write_text(
        '# mine\ncoder = "ann"\nappearance = "light"\ndigits = "count"\nmeasure = 72\n[keys]\nundo = "U,ctrl+z"\n'
        '"theme.pick" = "T"\n'
    )
    settings = load(file)
    assert (settings.coder, settings.appearance, settings.digits, settings.measure) == ("ann", "light", "count", 72)
    assert settings.keys == {"undo": "U,ctrl+z", "theme.pick": "T"}
    assert settings.lines == {"undo": 7, "theme.pick": 8}
    assert settings.source == str(file)


def test_a_file_from_notepad_with_a_byte_order_mark_is_read(file):
    file.write_bytes(b"\xef\xbb\xbfmeasure = 72\r\n")
    assert load(file).measure == 72


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("\nmeasure = 39", "line 2, key “measure”: this must be a whole number from 40 to 160"),
        ("measure = true", "line 1, key “measure”"),
        ("measure = 72.5", "line 1, key “measure”"),
        ('appearance = "pink"', "line 1, key “appearance”: this must be “dark” or “light”"),
        ("# x\ndigits = 1", "line 2, key “digits”"),
        ("coder = 5", "line 1, key “coder”: this must be a text"),
        (
            'colour = "red"',
            "line 1, key “colour”: there is no such setting. There are: appearance, backups, coder, digits",
        ),
        ('source = "x"', "key “source”: there is no such setting"),
        ('keys = "a"', "key “keys”: this must be a table"),
        ('coder = "a"\n[keys]\nundo = 5', 'line 3, key “undo”: write keys as "a,ctrl'),
        ("measure = \n", "(at line 1, column"),
        ("a = 1\na = 2\n", "(at line 2, column"),
    ],
)
def test_an_error_names_file_line_and_key(file, text, complaint):
    file.write_text(text)
    with pytest.raises(SettingsError) as raised:
        load(file)
    assert complaint in str(raised.value)
    assert str(file) in str(raised.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b'coder = "\xff"'])
def test_a_file_that_is_no_text_is_said(file, content):
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml can’t be read: it is not UTF-8, save it as that$"):
        load(file)


def test_a_folder_in_its_place_is_said(file):
    file.mkdir()
    with pytest.raises(SettingsError, match=r"settings\.toml can’t be read: [A-Z]"):
        load(file)


def test_no_control_character_reaches_a_message(file):
    file.write_text('"\\u001b[31mx\\u0007" = 1')
    with pytest.raises(SettingsError) as raised:
        load(file)
    assert clean_line(str(raised.value)) == str(raised.value)


def test_the_coder_is_the_option_then_the_environment_then_the_settings_then_the_login_name(monkeypatch):
    mine = Settings(coder="mine")
    assert coder_name(mine, "given") == ("given", True)
    assert coder_name(mine, " \x07") == ("bar", True)
    monkeypatch.delenv("READER_CODER")
    assert coder_name(mine) == ("mine", True)
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    assert coder_name(Settings()) == ("login", False)


def test_a_system_without_login_names_has_a_coder_all_the_same(monkeypatch):
    def fail():
        raise KeyError("uid")

    monkeypatch.delenv("READER_CODER")
    monkeypatch.setattr("getpass.getuser", fail)
    assert coder_name(Settings()) == ("reader", False)


NAMES = st.text(max_size=20).map(clean_line).filter(bool)


FILES = ["", "# mine\n", 'coder = "old" # me\nmeasure = 72\n', '"coder" = ""\nmeasure = 72\n', '[keys]\nundo = "U"\n']


@given(NAMES, st.sampled_from(FILES))
def test_a_coder_that_is_set_is_read_back_and_the_rest_of_the_file_stays(tmp_path_factory, name, text):
    file = tmp_path_factory.mktemp("settings") / "settings.toml"
    file.write_text(with_coder(text, name), encoding="utf-8")
    settings = load(file)
    assert settings.coder == name
    rest = [line for line in text.splitlines() if not line.startswith(("coder", '"coder'))]
    assert [
        line for line in file.read_text(encoding="utf-8").split("\n") if line and not line.startswith("coder")
    ] == rest
