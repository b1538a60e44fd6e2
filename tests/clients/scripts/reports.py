"""Writes and reads reports by the package `wandb-workspaces`, and prints them as JSON.

Usage: reports.py runs|write|read|resave|delete|share|unshare|list ENTITY PROJECT [URL]
  runs     logs three runs and an artifact that the report is about
  write    saves a report with every kind of block, panel and setting
  read     opens the report of an address
  resave   opens it, changes its first heading and adds a paragraph, saves it
  draft    saves a draft
  delete   deletes it
  share    makes a link for everybody, twice, and asks for it
  unshare  takes the links back
  list     lists, loads and deletes by `wandb.Api()`
Prints lines `REPORT {json}` and `URL address`. The JSON is what the package would save.
"""

import json
import sys

import wandb
import wandb_workspaces.reports.v2 as wr
from wandb_workspaces import expr
from wandb_workspaces.reports.v2 import interface

what, entity, project, *rest = sys.argv[1:]


def show(report):
    # A fresh object says 'loss' where one that was read says Metric('loss'): both are taken through the
    # package's own model, without a server, so that they can be compared.
    model = report._to_model()
    model.spec = type(model.spec).model_validate_json(
        model.spec.model_dump_json(by_alias=True, exclude_none=True)
    )
    print("REPORT", json.dumps({
        "title": report.title,
        "description": report.description,
        "spec": report._to_model().spec.model_dump(mode="json", by_alias=True, exclude_none=True),
        "blocks": [repr(block) for block in wr.Report._from_model(model).blocks],
    }))
    print("URL", report.url)


def panels():
    return [
        wr.LinePlot(
            title="Loss", x="Step", y=["loss", "val/loss"], range_y=(0, 2.5), log_y=True,
            title_x="Steps", title_y="Loss", ignore_outliers=True, groupby=wr.Config("lr"),
            groupby_aggfunc="median", groupby_rangefunc="stderr", smoothing_factor=0.6,
            smoothing_type="exponential", max_runs_to_show=7, plot_type="stacked-area",
            font_size="large", legend_position="south",
            legend_template="${run:displayName} - ${config:lr}",
            line_titles={"run-1:loss": "First"}, line_colors={"run-1:loss": "#ff0000"},
            line_widths={"run-1:loss": 2.5}, line_marks={"run-1:loss": "dashed"},
            layout=wr.Layout(w=24, h=8),
        ),
        wr.LinePlot(title="All of them", metric_regex="^val/", x="tokens"),
        wr.ScalarChart(title="Accuracy", metric="acc", groupby_aggfunc="mean"),
        wr.BarPlot(title="Bars", metrics=["acc", wr.SummaryMetric("loss")], orientation="v",
                   groupby="Group", groupby_aggfunc="max", max_bars_to_show=12),
        wr.ScatterPlot(title="Points", x=wr.Config("lr"), y="acc", z=wr.Metric("Runtime"),
                       range_x=(0, 1), log_x=True, running_ymin=True, regression=True,
                       gradient=[wr.GradientPoint(color="#000000", offset=0),
                                 wr.GradientPoint(color="#ffffff", offset=100)]),
        wr.ParallelCoordinatesPlot(title="Axes", columns=[
            wr.ParallelCoordinatesPlotColumn(wr.Config("lr"), log=True),
            wr.ParallelCoordinatesPlotColumn("acc", display_name="Accuracy", inverted=True),
        ]),
        wr.ParameterImportancePlot(with_respect_to="acc"),
        wr.RunComparer(diff_only="split"),
        wr.CodeComparer(diff="unified"),
        wr.MediaBrowser(title="Pictures", media_keys=["picture"], num_columns=3),
        wr.MarkdownPanel(markdown="# Notes\n**bold**"),
        wr.CustomChart(query={"summary": {"keys": ["acc"]}, "config": {"keys": ["lr"]}},
                       chart_name="wandb/scatter/v0", chart_fields={"x": "lr", "y": "acc"},
                       chart_strings={"title": "A chart"}),
        wr.WeavePanelSummaryTable(table_name="predictions"),
        wr.WeavePanelArtifact(artifact="model"),
        wr.WeavePanelArtifactVersionedFile(artifact="model", version="v0", file="a.json"),
        wr.WeavePanel(config={"anything": [1, {"deep": None}]}),
    ]


def runsets():
    return [
        wr.Runset(entity, project, name="By text", query="run",
                  filters="Config('lr') >= 0.02 and State = 'finished'",
                  groupby=["config.lr"], order=[wr.OrderBy(wr.SummaryMetric("acc"))],
                  custom_run_colors={"run-1": "#ff0000"},
                  run_settings={"run-2": wr.RunSettings(color="rgb(0, 128, 255)", disabled=True)},
                  pinned_columns=["summary:acc"], column_widths={"summary:acc": 120}),
        wr.Runset(entity, project, name="By objects",
                  filters=[expr.Config("lr") == 0.01, expr.Metric("State") == "finished"]),
        wr.Runset(entity, project, name="By a tree",
                  filters=expr.Or(expr.Config("lr") == 0.01, expr.Summary("acc") >= 0.5)),
        wr.Runset(name="Of the report's project"),
    ]


def blocks():
    return [
        wr.TableOfContents(),
        wr.H1("Results"),
        wr.P(["See ", wr.Link("there", url="https://example.com/a?b=c"), ", where ",
              wr.InlineLatex("x^2"), " is ", wr.InlineCode("x ** 2"), "."]),
        wr.H2(["A ", wr.InlineCode("second"), " one"]),
        wr.H3("Closed", collapsed_blocks=[wr.P("Inside"), wr.HorizontalRule()]),
        wr.UnorderedList(items=["one", ["two ", wr.Link("linked", url="https://example.com")]]),
        wr.OrderedList(items=["first", "second"]),
        wr.CheckedList(items=[wr.CheckedListItem("done", checked=True),
                              wr.CheckedListItem("open")]),
        wr.BlockQuote("Quoted\nin two lines"),
        wr.CalloutBlock("Called out"),
        wr.CodeBlock("for x in y:\n    print(x)", language="python"),
        wr.CodeBlock("{}", language="json"),
        wr.MarkdownBlock("# Title\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nand **more**"),
        wr.LatexBlock("e = mc^2"),
        wr.HorizontalRule(),
        wr.Image("https://example.com/a.png", caption="A picture"),
        wr.Image("https://example.com/b.png"),
        wr.Video("https://www.youtube.com/watch?v=krWjJcW80_A"),
        wr.Video("https://example.com/film.mp4"),
        interface.Spotify("5cfUlsdrdUE4dLMK7R9CFd"),
        interface.SoundCloud('<iframe width="100%" src="https://w.soundcloud.com/player/?url=https%3A'
                      '//api.soundcloud.com/tracks/1076901103&amp;color=%23ff5500"></iframe>'),
        interface.Twitter('<blockquote class="twitter-tweet"><p>Hi</p><a href="https://twitter.com/a/'
                   'status/20">then</a></blockquote><script src="https://platform.twitter.com/'
                   'widgets.js"></script>'),
        wr.Gallery(items=[
            interface.GalleryReport("VmlldzoxMjM="),
            interface.GalleryURL("https://example.com", title="Page", description="About",
                          image_url="https://example.com/i.png"),
        ]),
        wr.PanelGrid(panels=panels(), runsets=runsets(), custom_run_colors={
            wr.RunsetGroup("By text", (wr.RunsetGroupKey("lr", "0.01"),)): "blue",
        }),
        wr.PanelGrid(hide_run_sets=True, runsets=[wr.Runset(entity, project)],
                     panels=[wr.LinePlot(y=["acc"])]),
        wr.WeaveBlockSummaryTable(entity, project, "predictions"),
        wr.WeaveBlockArtifact(entity, project, "model", "lineage"),
        wr.WeaveBlockArtifactVersionedFile(entity, project, "model", "v0", "a.json"),
        interface.UnknownBlock(type="something-new", children=[{"text": ""}], amount=1.5),
    ]


if what == "runs":
    for index in range(1, 4):
        with wandb.init(entity=entity, project=project, id=f"run-{index}", name=f"run {index}",
                        config={"lr": 0.01 * index}) as run:
            for step in range(20):
                loss = index / (step + 1)
                run.log({"loss": loss, "val/loss": loss + 0.1, "acc": 1 - loss, "tokens": step * 50})
elif what in ("write", "draft"):
    report = wr.Report(entity=entity, project=project, title="Every block",
                       description="All that there is", blocks=blocks())
    show(report.save(draft=what == "draft"))
elif what == "read":
    show(wr.Report.from_url(rest[0]))
elif what == "resave":
    report = wr.Report.from_url(rest[0])
    heading = next(block for block in report.blocks if isinstance(block, wr.H1))
    heading.text = "Changed by a script"
    report.blocks.append(wr.P("Added by a script"))
    show(report.save())
elif what == "delete":
    print("DELETED", wr.Report.from_url(rest[0]).delete())
elif what == "share":
    report = wr.Report.from_url(rest[0])
    print("BEFORE", report.get_share_url())
    print("MADE", report.enable_share_link())
    print("AGAIN", report.enable_share_link())
    print("ASKED", report.get_share_url())
elif what == "unshare":
    report = wr.Report.from_url(rest[0])
    print("REVOKED", report.disable_share_link())
    print("AFTER", report.get_share_url())
elif what == "list":
    found = list(wandb.Api().reports(f"{entity}/{project}", per_page=2))
    print("LIST", json.dumps([
        {"id": report.id, "title": report.display_name, "user": report.user["username"],
         "blocks": len(report.spec["blocks"]), "url": report.url}
        for report in found
    ]))
