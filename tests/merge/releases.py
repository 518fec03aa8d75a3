"""Random processes: fields of every rule, with nulls, empty values, ids that repeat and fields nobody knows."""

from hypothesis import strategies as st

TEXT = st.sampled_from(["", "a", "b", "å"])
AMOUNT = st.sampled_from([0, 1, 1.5, -2, 1e300]) | st.floats(allow_nan=False, allow_infinity=False)
CODES = st.lists(st.sampled_from(["supplier", "buyer", None]), max_size=2)
ID = st.sampled_from(["1", "2", "3", ""])


def nullable(strategy):
    return st.none() | strategy


def thing(**fields):
    return st.fixed_dictionaries({}, optional={name: nullable(of) for name, of in fields.items()})


def things(**fields):
    return st.lists(st.fixed_dictionaries({}, optional={"id": nullable(ID), **fields}), max_size=3)


VALUE = thing(amount=AMOUNT, currency=TEXT)
IDENTIFIER = thing(scheme=TEXT, id=ID)
REFERENCES = things(name=TEXT, identifier=IDENTIFIER)
ITEMS = things(description=TEXT, additionalClassifications=things(scheme=TEXT), unit=thing(name=TEXT, value=VALUE))
DOCUMENTS = things(title=TEXT, url=nullable(TEXT))
RELEASE = thing(
    initiationType=TEXT,
    language=TEXT,
    parties=things(
        name=nullable(TEXT), roles=CODES, identifier=IDENTIFIER, additionalIdentifiers=things(scheme=TEXT, id=ID)
    ),
    buyer=thing(id=ID, name=TEXT),
    tender=thing(
        id=ID,
        title=TEXT,
        title_sv=TEXT,
        hasEnquiries=st.booleans(),
        value=VALUE,
        submissionMethod=CODES,
        items=ITEMS,
        documents=DOCUMENTS,
        lots=things(title=TEXT, value=VALUE),
        amendments=things(changes=st.lists(thing(property=TEXT), max_size=2)),
    ),
    awards=things(date=TEXT, suppliers=REFERENCES, items=ITEMS),
    contracts=things(implementation=thing(transactions=things(value=VALUE), documents=DOCUMENTS)),
    own=thing(id=ID, list=things(deep=things(name=TEXT)), codes=st.lists(TEXT, min_size=1, max_size=2)),
)


@st.composite
def processes(draw, most=4):
    """Releases of one process, oldest first."""
    bodies = draw(st.lists(RELEASE, min_size=1, max_size=most))
    return [
        {
            "ocid": "ocds-213czf-1",
            "id": f"r{number}",
            "date": f"2024-01-{number + 1:02d}T00:00:00Z",
            "tag": ["tender"],
            **body,
        }
        for number, body in enumerate(bodies)
    ]
