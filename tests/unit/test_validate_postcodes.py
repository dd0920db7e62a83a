"""Tables of postcodes are read by their published columns, and looked up."""

from collections.abc import Iterable

import pytest

from openhub.errors import UsageError
from openhub.model.place import Spot
from openhub.validate import postcodes
from openhub.validate.postcodes import Postcodes
from openhub.validate.surroundings import Postcode

DIRECTORY = [  # the ONS Postcode Directory, with some of its columns
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,oa21cd,lat,long",
    '"NW1 1ZZ","NW1  1ZZ","NW1 1ZZ","198001","","0","529942","183010","E00004210",51.5313,-0.1277',
    '"NW1 1ZX","NW1  1ZX","NW1 1ZX","198001","199606","0","529942","183010","E00004210",51.5313,-0.1277',
    '"AB101AB","AB10 1AB","AB10 1AB","201106","","0","394235","806529","S00137176",57.14959,-2.096923',
    '"GY1 1AA","GY1  1AA","GY1 1AA","199806","","0","","","L99999999",99.999999,0.000000',
    '"E1 6AN","E1   6AN","E1 6AN","198001","","0","533481","181613","E00021800",51.5174,-0.0775',
]
ENDED = Postcode(in_use=False)


def table(lines: Iterable[str]) -> Postcodes:
    return postcodes.read([f"{line}\r\n" for line in lines], "table.csv")


def near(found: Postcode | None) -> tuple[float, float] | None:
    return (round(found.spot.latitude, 4), round(found.spot.longitude, 4)) if found and found.spot else None


def test_the_directory_says_which_are_in_use_and_where_they_are() -> None:
    known = table(DIRECTORY)
    assert len(known) == 5
    assert near(known.find("NW1 1ZZ")) == (51.5313, -0.1277)
    assert near(known.find("AB10 1AB")) == (57.1496, -2.0969)
    assert near(known.find("E1 6AN")) == (51.5174, -0.0775)
    assert known.find("NW1 1ZX") == ENDED
    assert known.find("GY1 1AA") == Postcode(in_use=True)
    assert known.find("NW1 1ZY") is None


def test_a_table_with_plain_columns() -> None:
    known = table(["Postcode,Name,Latitude,Longitude", "nw11zz,Farm,51.5313,-0.1277", "NW5 2ZZ,Hall,,", "short"])
    assert near(known.find("NW1 1ZZ")) == (51.5313, -0.1277)
    assert known.find("NW5 2ZZ") == Postcode(in_use=True)


def test_only_what_lacks_in_a_table_of_all_is_not_in_use() -> None:
    rows = [("NW11ZZ", 51.5313, -0.1277), ("NW11ZY", 51.53, -0.12)]
    assert Postcodes(rows, nation=3).find("NW5 2ZZ") is None
    assert Postcodes(rows, nation=2).find("NW5 2ZZ") == ENDED
    assert Postcodes([("NW11ZZ", 51.5, -0.25)], nation=1).find("NW1 1ZZ") == Postcode(
        in_use=True, spot=Spot(latitude=51.5, longitude=-0.25)
    )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (['"SO16 0AS",10,437292,115542,"E92000001"'], "looks like Code-Point Open"),
        (["PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC", '"SO16 0AS",10,437292,115542'], "looks like Code-Point Open"),
        (["Postcode,Positional_quality_indicator,Eastings,Northings", "x"], "looks like Code-Point Open"),
        (["code,where", "NW1 1ZZ,51.5"], "no columns of that name"),
        ([], "no columns of that name"),
        (["postcode,latitude,longitude"], "has no postcode in it"),
        (["postcode,latitude,longitude", "a" * 200_000], "is not CSV"),
    ],
)
def test_what_is_no_such_table_is_refused(lines: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words) as error:
        table(lines)
    assert "is not CSV" in words or "Use the ONS Postcode Directory" in str(error.value)
