"""people · tests: numbers of documents and telephones: what is taken, and what a refusal says."""

from __future__ import annotations

import pytest
from stdnum.cn import ric

from lianfang.ground.people import actions, queries, queries_search, rules
from lianfang.ground.people.actions import PersonSpec
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.tests.registering import AT, NUMBER, TODAY, refused, register
from lianfang.ground.testing import Cast
from lianfang.kernel.scope import acting


def test_wrong_numbers_are_named_one_by_one(cast: Cast) -> None:
    specs = [
        PersonSpec("T161-LOG", "王一", id_number="650000199001010018"),
        PersonSpec("T161-LOG", "", phone="12"),
        PersonSpec("T161-LOG", "王三", household="C161-B99-1-101"),
        PersonSpec("T161-LOG", "王\x00四"),
    ]
    with acting(cast.own) as own:
        faults = refused("invalid", actions.register_people, own, specs, at=AT).faults
        assert [fault.path for fault in faults] == [
            "people.0.id_number", "people.1.name", "people.1.phone", "people.3.name",
        ]  # fmt: skip
        no_home = refused("invalid", actions.register_people, own, [specs[2]], at=AT)
        assert [fault.path for fault in no_home.faults] == ["people.0.household"]
        refused("invalid", register, own, residency="foreigner")
        refused("not_found", register, own, unit="T161-PROP")
        assert queries.people_of(own, "T161-LOG", TODAY) == []


@pytest.mark.case(26)
@pytest.mark.parametrize("body", ["81000019900101001", "82000019851231002", "83000019900101001"])
def test_a_residence_permit_has_a_number_like_others(cast: Cast, body: str) -> None:
    number = body + str(ric.calc_check_digit(body + "0"))
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    with acting(cast.own) as own:
        person = register(own, id_number=wide, phone="１３８００１３８００１")
        found = queries.identity(own, person, purpose=Purpose.CONTACT)
        assert (found.id_number, found.phone) == (number, "13800138001")
        wrong = body + "0123456789X".replace(number[-1], "")[0]
        for bad in (wrong, body[:10] + "1332" + body[14:] + "0", body[:-1] + "A0", body):
            refused("invalid", register, own, id_number=bad)


def test_one_identity_number_is_one_person(cast: Cast) -> None:
    with acting(cast.own) as own:
        register(own, id_number=NUMBER)
        refused("person_known", register, own, id_number=NUMBER)
    with acting(cast.sister) as sister:
        refused("person_known", register, sister, unit="T161-PROP", id_number=NUMBER)
        assert queries.headcount(sister, "T161-PROP", TODAY) == 0


@pytest.mark.case(27)
@pytest.mark.parametrize(
    ("said", "kept", "shown", "sought"),
    [
        (
            "护照 e12345678",
            "passport:E12345678",
            "护照 E12345678",
            ["E12345678", "护照E1234 5678", "ｅ１２３４５６７８"],
        ),
        ("回乡证 H01234567", "hk_macao:H01234567", "（回乡证） H01234567", ["h01234567", "回乡证：H01234567"]),
        ("M0123456789", "hk_macao:M0123456789", "（回乡证） M0123456789", ["M0123456789"]),
        ("台胞证01234567", "taiwan:01234567", "（台胞证） 01234567", ["台胞证 01234567", "0123 4567"]),
        ("passport 01234567", "passport:01234567", "护照 01234567", ["01234567", "护照 01234567"]),
    ],
)
def test_a_document_is_a_kind_and_a_number(cast: Cast, said: str, kept: str, shown: str, sought: list[str]) -> None:
    with acting(cast.own) as own:
        person = register(own, id_number=said)
        found = queries.identity(own, person, purpose=Purpose.CONTACT)
        assert found.id_number == kept
        assert found.document.endswith(shown)
        assert found.born_on is None
        for each in sought:
            assert [one.id for one in queries_search.search(own, each)] == [person], each
        refused("person_known", register, own, id_number=said)


@pytest.mark.case(27)
@pytest.mark.parametrize("said", ["H0123456", "护照 ABCDEFGH", "回乡证 A01234567", "台胞证 0123456", "E1234567890123"])
def test_a_number_that_is_of_no_document_is_refused_with_an_example(cast: Cast, said: str) -> None:
    with acting(cast.own) as own:
        if said == "H0123456":
            assert rules.plain_id_number(said) == "passport:H0123456"
            return
        (fault,) = refused("invalid", register, own, id_number=said).faults
        assert fault.path == "people.0.id_number"
        assert any(example in fault.says.zh for example in ("E12345678", "H01234567", "01234567"))


@pytest.mark.case(27)
@pytest.mark.parametrize(
    ("said", "says"),
    [("H01234567", "回乡证 H01234567"), ("m01234567", "回乡证 M01234567"), ("0123 4567", "台胞证 01234567")],
)
def test_a_number_of_several_kinds_of_documents_is_asked_about(cast: Cast, said: str, says: str) -> None:
    """A travel permit's number is also one that some country gives its passports."""
    with acting(cast.own) as own:
        (fault,) = refused("invalid", register, own, id_number=said).faults
        assert (fault.path, fault.code) == ("people.0.id_number", "unclear")
        assert says in fault.says.zh
        assert "护照" in fault.says.zh
        assert "passport" in fault.says.en
        first = register(own, id_number=says)
        second = register(own, name="李四", id_number=f"护照 {said}")
        assert first != second
        assert {each.id for each in queries_search.search(own, said)} == {first, second}, (
            "whoever seeks may mean either"
        )


def _numbered(digits: str) -> str:
    return digits + ric.calc_check_digit(digits + "0")


@pytest.mark.parametrize("first", ["810000", "820000", "830000", "650103", "440303"])
def test_whatever_district_a_number_was_given_in_is_taken(cast: Cast, first: str) -> None:
    """Also one that was made after the person was born: the number came with the registration."""
    with acting(cast.own) as own:
        assert register(own, id_number=_numbered(f"{first}19500308123"))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("1101051949123100", "应为 18 位，如 11010519491231002X"), ("110105194912310021", "校验位"),
        (_numbered("11010519491331002"), "19491231"), (_numbered("01010519491231002"), "650103"),
        ("护照 E1", "E12345678"), ("回乡证 A01234567", "H01234567"), ("台胞证 0123456", "01234567"),
    ],
)  # fmt: skip
def test_a_number_that_is_refused_says_which_part_is_wrong_and_how_it_would_be_right(
    cast: Cast, said: str, says: str
) -> None:
    with acting(cast.own) as own:
        (fault,) = refused("invalid", register, own, id_number=said).faults
        assert fault.path == "people.0.id_number"
        assert says in fault.says.zh
        assert says.removeprefix("应为 18 位，如 ") in fault.says.en or says == "校验位"
