# %% [markdown]
# # From a ledger to its suppliers
#
# For a data engineer who gets a supplier ledger each month and delivers tables that can be trusted: nothing lost, no person
# disclosed, no öre changed, and a second run that publishes only what is new.
#
# The ledger is invented. It has what real ones have: cp1252, decimal commas, a sum row, credit notes, a sole trader whose number is
# a personal number.
#
# It needs `pip install 'ocds-sv[tables]' pandas`.

# %%
import os
import tempfile
from decimal import Decimal
from pathlib import Path

import ocds_sv
from ocds_sv import demo_data
from ocds_sv.conversion import Options, convert_files
from ocds_sv.merge import Options as Compiling
from ocds_sv.merge import compile_files

os.chdir(tempfile.mkdtemp())
SOURCE, MAPPING = next((one.path, one.mapping) for one in demo_data.write(Path()) if "reskontra" in one.mapping)
RELEASES, COMPILED, STATE = "releases.jsonl", "compiled.jsonl", "state"

# %% [markdown]
# ## Convert
#
# `state` is what makes the next run publish only what has changed.

# %%
options = Options(mapping=MAPPING, output=RELEASES, state=STATE)
run = convert_files([str(SOURCE)], options)
run.summary()

# %% [markdown]
# Three sums must hold, or the delivery stops here: every row is accounted for; the privacy gate withheld persons and not money;
# and what is rejected is told with its row.

# %%
assert run.accounted
assert all(sums["before"] == sums["after"] for sums in run.reconciliation.values())
run.reconciliation

# %%
[finding.message() for rule in run.findings.ordered() for finding in run.findings.examples[rule.id]][:5]

# %% [markdown]
# ## Check
#
# The same gate as in a pipeline: `ocds-sv check releases.jsonl --profile se-publication` answers with an exit code.

# %%
report = ocds_sv.check(RELEASES, profile="se-publication")
report.to_dataframe()[["severity", "rule", "ocid", "message"]].head()

# %% [markdown]
# ## Compile
#
# One compiled release for each process. On more than one machine it is the same call with a cluster as its last argument.

# %%
account = compile_files([RELEASES], COMPILED, Compiling())
assert account.read == account.merged + account.rejected + account.repeated
account.summary()

# %% [markdown]
# ## Suppliers
#
# A supplier without a total has an amount that could not be read: the findings above name its row.

# %%
ds = ocds_sv.open(COMPILED, lang="en")
suppliers = ds.sql("""
    SELECT payee_name, count(*) AS payments, sum(transaction_amount) AS total
    FROM contract_implementation_transactions_summary GROUP BY payee_name ORDER BY total DESC, payee_name
""").df()
suppliers.head()

# %% [markdown]
# Amounts are decimals in every table: their sum is that of the releases, to the öre.

# %%
amounts = ds.contract_implementation_transactions.arrow()["transaction_amount"].drop_null().to_pylist()
assert all(isinstance(amount, Decimal) for amount in amounts)

payments = [
    payment["value"]["amount"]
    for release in ocds_sv.open(RELEASES)
    for contract in release["contracts"]
    for payment in contract["implementation"]["transactions"]
    if "amount" in payment.get("value", {})
]
assert sum(amounts) == sum(Decimal(str(amount)) for amount in payments)
sum(amounts)

# %% [markdown]
# ## The same ledger again
#
# Nothing has changed, and nothing is published.

# %%
again = convert_files([str(SOURCE)], options)
assert again.changes["unchanged"] == run.releases
assert Path(RELEASES).read_bytes() == b""
dict(again.changes)
