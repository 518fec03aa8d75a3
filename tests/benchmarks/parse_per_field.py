"""
What a converter does at the least that has a function for every field, each parsing the notice for itself.

    python parse_per_field.py NOTICES.ZIP

The public converters of eForms to OCDS in Python are built so: 615 functions (617 modules, most of them one field
each) take the notice's bytes, parse them and run an XPath of their own. Their releases are not made here, so that
they can only be slower than this.
"""

import itertools
import sys
import zipfile

from lxml import etree

FIELDS = 615
NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
}
_PREFIX = {uri: prefix for prefix, uri in NAMESPACES.items()}


def paths(text):
    """The paths of a notice's elements, from its root, each once."""
    found = {}
    for element in etree.fromstring(text).iter("{*}*"):
        steps = [element, *element.iterancestors()][-2::-1]
        names = [etree.QName(step) for step in steps]
        if names and all(name.namespace in _PREFIX for name in names):
            found["/*/" + "/".join(f"{_PREFIX[name.namespace]}:{name.localname}" for name in names)] = None
    return list(found)


def convert(text, xpaths):
    """Every field for itself."""
    release = {}
    for number, xpath in enumerate(xpaths):
        root = etree.fromstring(text)
        release[number] = [one.text for one in root.xpath(xpath, namespaces=NAMESPACES)]
    return release


def main(source):
    with zipfile.ZipFile(source) as archive:
        notices = [archive.read(name) for name in archive.namelist()]
    xpaths = list(itertools.islice(itertools.cycle(dict.fromkeys(itertools.chain(*map(paths, notices)))), FIELDS))
    for text in notices:
        convert(text, xpaths)


if __name__ == "__main__":
    main(sys.argv[1])
