"""Small documents in XML, a mapping for them, and an archive to put them in."""

import tarfile
from io import BytesIO

MAPPING = """
title: Annonser i XML
source:
  format: xml
  namespaces: {n: "urn:example:notice"}
  roots: [n:Notice]
params:
  ocid_prefix: {default: ocds-213czf, help: the prefix}
release:
  ocid: "{$ocid_prefix}-{n:ID}"
  date: {from: "{n:Date}", default: "2024-01-01T00:00:00+01:00"}
  tag: tender
  initiationType: tender
  tender: {id: "{n:ID}", title: {from: "{n:Title}", required: true}}
"""


def notice(number, more="<Title>Städning</Title>"):
    return f'<Notice xmlns="urn:example:notice">\n<ID>{number}</ID>{more}</Notice>'.encode()


def tar(path, members):
    """An archive of pairs: name and content."""
    with tarfile.open(path, "w") as made:
        for name, text in members:
            info = tarfile.TarInfo(name)
            info.size = len(text)
            made.addfile(info, BytesIO(text))
