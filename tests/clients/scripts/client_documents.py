"""Prints every GraphQL document of an installed package as JSON lines: {"source", "text"}.

Usage: client_documents.py FOLDER
Reads texts in the package's Python files and in its compiled helper (bin/wandb-core), where there is
one. Documents that are assembled at run time are not among them.
"""

import ast
import json
import re
import sys
from pathlib import Path

START = re.compile(r"^\s*(query|mutation|subscription|fragment)\b[^{]*\{", re.S)
OPERATION = re.compile(rb"(query|mutation) [A-Za-z]\w* ?[({]")
FRAGMENT = re.compile(rb"\s*fragment \w+ on \w+ ")


def texts_of(file):
    """The texts of a module that stand by themselves: parts of f-strings are no documents."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    parts = {
        id(value)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for value in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            if START.match(node.value):
                yield node.value


def end_of_block(data, start):
    """Where the braces that open after `start` are closed; -1 when they never are."""
    depth = 0
    for index in range(start, min(start + 100_000, len(data))):
        if data[index] == ord("{"):
            depth += 1
        elif data[index] == ord("}"):
            depth -= 1
            if depth == 0:
                return index + 1
    return -1


def documents_in_binary(data):
    """Texts lie in a binary one after the other with nothing between: braces tell where one ends."""
    for found in OPERATION.finditer(data):
        end = end_of_block(data, found.start())
        while end > 0 and (fragment := FRAGMENT.match(data, end)):
            end = end_of_block(data, fragment.start())
        text = data[found.start() : end].decode("utf-8", "replace") if end > 0 else ""
        if text.isprintable() or all(c.isprintable() or c in "\n\t" for c in text):
            yield text


def main(folder):
    for file in sorted(folder.rglob("*.py")):
        for text in texts_of(file):
            print(json.dumps({"source": str(file.relative_to(folder)), "text": text}))
    binary = folder / "bin" / "wandb-core"
    if binary.exists():
        for text in documents_in_binary(binary.read_bytes()):
            print(json.dumps({"source": "bin/wandb-core", "text": text}))


main(Path(sys.argv[1]))
