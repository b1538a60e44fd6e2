"""Logs artifacts whose every text is hostile: descriptions, metadata, aliases, tags, names of files and of types.

Arguments: project, then the texts as one JSON object by name.
"""

import json
import sys
import unicodedata

import wandb

project, corpus = sys.argv[1], json.loads(sys.argv[2])

with wandb.init(entity="weavers", project=project, id="maker") as run:
    for name, text in corpus.items():
        artifact = wandb.Artifact(
            f"bundle-{name}",
            "bundle",
            description=text[:1_000],
            metadata={text[:100]: text, "list": [text]},
        )
        # A slash would make folders; control characters are refused in names of files.
        path = "".join(sign for sign in text[:80] if unicodedata.category(sign) != "Cc").replace("/", "|")
        with artifact.new_file(path, encoding="utf-8") as file:
            file.write(text)
        with artifact.new_file("readme.md", encoding="utf-8") as file:
            file.write(text)
        run.log_artifact(artifact).wait()
