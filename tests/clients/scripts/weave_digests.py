"""Digests of what is published, as the client takes them itself and as the server tells them."""
import json
import sys

import weave
from weave.trace.serialization.digest import (
    bytes_digest,
    compute_object_digest,
    compute_row_digest,
)

client = weave.init(sys.argv[1])
values = [
    {"a": 2.5, "ü": "é😀", "z": 1e16, "y": 1e-5, "one": 1.0, "minus": -0.0},
    {"big": 2**70, "small": -(2**63), "text": '\u007f"\\/\n\t\x01', "\ue000": 1, "😀": 2},
    {"ref": f"weave:///{sys.argv[1]}/object/other:abc/attr/rows", "list": [1, 1.0, None, True, {}]},
    {"__proto__": {"constructor": 1}, "": [], "b": {"z": 1, "a": 2}},
]
own, told = [], []
for i, value in enumerate(values):
    ref = weave.publish(value, name=f"value-{i}")
    client.flush()
    own.append(compute_object_digest(value))
    told.append(ref.digest)
table = client._send_table_create(values)
own += [compute_row_digest(value) for value in values]
told += list(table.row_digests)
print("TOUR " + json.dumps({"own": own, "told": told, "file": bytes_digest(b"some text")}))
