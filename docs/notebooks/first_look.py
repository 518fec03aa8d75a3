# %% [markdown]
# # A first look at a year of Swedish procurements
#
# For a journalist or an analyst who has an export of procurements and wants to know what is in it: who buys, what, and how;
# and, before anything is published, what the data do *not* say.
#
# The export is invented, in the shape of the national procurement statistics. For a real year, such as 2021, put its files
# into `SOURCE` and its mapping's name into `MAPPING`: every cell below stays as it is.
#
# It needs `pip install 'ocds-sv[tables]' pandas`.

# %%
import os
import tempfile
from pathlib import Path

import ocds_sv
from ocds_sv import demo_data
from ocds_sv.conversion import Options, convert_files

os.chdir(tempfile.mkdtemp())
SOURCE, MAPPING = next((one.path, one.mapping) for one in demo_data.write(Path()) if "upphandlingar" in one.mapping)
RELEASES = "releases.jsonl"

# %% [markdown]
# ## From an export to releases
#
# Every row becomes a release or is told to have become none. The counts add up: rows = releases + rejected.

# %%
run = convert_files([str(SOURCE)], Options(mapping=MAPPING, output=RELEASES))
assert run.accounted
{name: run.summary()[name] for name in ("rows", "releases", "rejected", "withheld", "findings")}

# %% [markdown]
# ## What is there

# %%
ds = ocds_sv.open(RELEASES, lang="en")
ds

# %% [markdown]
# ## Who buys
#
# All tables can be asked in SQL. Their names are those of Kingfisher Summarize, so that queries that others have published can be used.

# %%
buyers = ds.sql("""
    SELECT buyer_name, count(DISTINCT ocid) AS processes
    FROM release_summary GROUP BY buyer_name ORDER BY processes DESC, buyer_name
""").df()
assert buyers["processes"].sum() == run.releases
buyers

# %% [markdown]
# ## What they buy, and how
#
# A table is a data frame, too.

# %%
tenders = ds.tenders.df()
by_kind = tenders.groupby(["tender_mainprocurementcategory", "tender_procurementmethod"], dropna=False).size()
by_kind.rename("processes").reset_index()

# %% [markdown]
# The first two digits of a CPV code are its division: the coarsest answer to *what*.

# %%
ds.sql("""
    SELECT left(classification_id, 2) AS division, min(classification_description) AS example, count(DISTINCT ocid) AS processes
    FROM tender_items_summary WHERE classification_scheme = 'CPV'
    GROUP BY division ORDER BY processes DESC, division
""").df()

# %% [markdown]
# ## What the data do not say
#
# A share of nothing is the most important figure here: no amount, no supplier and no number of bids means no story about
# prices, winners or competition. It takes awards and contracts from somewhere else.

# %%
asked = {
    "what it is called": "tender/title",
    "what is bought": "tender/items/classification/id",
    "how it is bought": "tender/procurementMethod",
    "what it may cost": "tender/value/amount",
    "who bid": "tender/tenderers/id",
    "who won": "awards/suppliers/id",
    "what was paid": "contracts/implementation/transactions/value/amount",
}
found = ds.coverage(list(asked.values()))
assert found["tender/title"] == 1.0
assert found["awards/suppliers/id"] == 0.0
{question: f"{found[path]:.0%}" for question, path in asked.items()}

# %% [markdown]
# ## One process
#
# Its releases in time, and what each of them changed.

# %%
ocid = tenders["ocid"].iloc[0]
ds.process(ocid)

# %% [markdown]
# ## Before it is quoted
#
# The check says what is wrong, where, and how to mend it. Ask the publisher about the first lines before you count on them.

# %%
report = ocds_sv.check(RELEASES)
report
