"""Logs a run with files, media and tables of many kinds: rich_run.py PROJECT RUN_ID"""

import json
import os
import sys
import wave

import numpy as np
import wandb

project, run_id = sys.argv[1:3]
os.makedirs("kinds", exist_ok=True)


def write(name, text):
    with open(f"kinds/{name}", "w") as file:
        file.write(text)


PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def output(**data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


HOSTILE = """<h1>Framed</h1><script>
const tried = [];
const attempt = (name, act) => { try { act(); tried.push(name + ' done') } catch { tried.push(name + ' refused') } };
attempt('cookie', () => document.cookie);
attempt('parent', () => parent.document.title);
attempt('storage', () => localStorage.length);
document.body.append(tried.join(', '));
</script>"""
cells = [
    {"cell_type": "markdown", "metadata": {}, "source": ["# Notes\n", "**bold** <img src=x onerror=alert(1)> [bad](javascript:alert(1))"]},
    {
        "cell_type": "code",
        "metadata": {},
        "execution_count": 7,
        "source": ["print('loom')"],
        "outputs": [
            {"output_type": "stream", "name": "stdout", "text": ["loom\n"]},
            output(**{"image/png": PIXEL, "text/plain": "<Figure one>"}),
            output(**{"text/html": "<table><tr><th>warp</th></tr><tr><td>a &lt; b</td></tr></table>"}),
            output(**{"text/html": HOSTILE}),
            {"output_type": "error", "ename": "ValueError", "evalue": "torn", "traceback": ["\x1b[0;31mValueError\x1b[0m: torn"]},
        ],
    },
]
write("notes.ipynb", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
write("readme.md", "# Readme\n\n- one\n\n<script>alert(1)</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
write("change.patch", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n")
write("rows.csv", 'name,score\n"Ada, L",1\nBob,2\n')
write("rows.tsv", "name\tscore\nCy\t3\n")
write("data.json", '{"deep": {"big": 9007199254740993}}')
write("page.html", HOSTILE)
write("tri.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
with wave.open("kinds/tone.wav", "wb") as sound:
    sound.setparams((1, 2, 8000, 0, "NONE", ""))
    sound.writeframes((np.sin(np.arange(800) / 5) * 9000).astype("<i2").tobytes())


class Figure:
    """Has what the client asks of a figure of Plotly's, which is large to install."""

    def to_plotly_json(self):
        bars = {"type": "bar", "x": ["warp", "weft"], "y": [3, 5]}
        return {"data": [bars], "layout": {"title": {"text": "Threads </script>"}}}


Figure.__module__ = "plotly.graph_objs._figure"

with wandb.init(project=project, id=run_id) as run:
    run.save("kinds/*", base_path=".")
    run.define_metric("epoch", hidden=True)
    run.define_metric("val/*", step_metric="epoch")
    corners = np.array([[x, y, z] for z in (0, 9) for y in (0, 9) for x in (0, 9)])
    scene = {
        "type": "lidar/beta",
        "points": np.random.default_rng(1).random((500, 6)) * 9,
        "boxes": np.array([{"corners": corners.tolist(), "label": "car", "color": [255, 0, 0]}]),
    }
    people = wandb.Table(columns=["id", "name"], data=[[i, f"name {i}"] for i in range(50)])
    scores = wandb.Table(columns=["id", "score"], data=[[i, i / 2] for i in range(0, 100, 2)])
    for step in range(3):
        pixels = np.full((8, 12, 3), step * 60, np.uint8)
        run.log(
            {
                "epoch": step * 10,
                "val/loss": 3 - step,
                "plain": step,
                "seen": wandb.Image(pixels, caption=f"at {step}"),
            }
        )
    run.log(
        {
            "figure": Figure(),
            "page": wandb.Html(HOSTILE),
            "scene": wandb.Object3D(scene),
            "people": people,
            "scores": scores,
            "sound": wandb.Audio("kinds/tone.wav", caption="a tone"),
        }
    )
    print("Epoch 1 loss=0.50")
    print("Epoch 2 loss=12")
    print("ValueError: torn thread", file=sys.stderr)
    print("done")
