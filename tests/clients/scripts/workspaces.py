"""Writes and reads workspaces by the package `wandb-workspaces`, and prints them as JSON.

Usage: workspaces.py runs|write|read|resave|copy|report ENTITY PROJECT [URL]
  runs    logs three runs that the workspace is about
  write   saves a workspace with every kind of panel and setting
  read    opens the workspace of an address
  resave  opens it, renames its first section, saves it
  copy    opens it and saves it as a new view
  report  saves a report and opens it again
Prints lines `WORKSPACE {json}` and `URL address`. The JSON is what the package would save.
"""

import json
import sys

import wandb
import wandb_workspaces.reports.v2 as wr
import wandb_workspaces.workspaces as ws

what, entity, project, *rest = sys.argv[1:]


def show(workspace):
    # A fresh object says 'loss' where one that was read says Metric('loss'): both are taken through the
    # package's own model, without a server, so that they can be compared.
    model = workspace._to_model()
    model.spec = type(model.spec).model_validate_json(
        model.spec.model_dump_json(by_alias=True, exclude_none=True)
    )
    told = ws.Workspace._from_model(model)
    print("WORKSPACE", json.dumps({
        "name": workspace.name,
        "spec": workspace._to_model().spec.model_dump(mode="json", by_alias=True, exclude_none=True),
        "told": {
            "settings": repr(told.settings),
            "runset_settings": repr(told.runset_settings),
            "sections": [repr(section) for section in told.sections],
        },
    }))
    print("URL", workspace.url)


def panels():
    return [
        wr.LinePlot(
            title="Loss", x="Step", y=["loss", "val/loss"], range_y=(0, 2.5), log_y=True,
            title_x="Steps", title_y="Loss", ignore_outliers=True, groupby=wr.Config("lr"),
            groupby_aggfunc="median", groupby_rangefunc="stderr", smoothing_factor=0.6,
            smoothing_type="exponential", smoothing_show_original=False, max_runs_to_show=7,
            plot_type="stacked-area", font_size="large", legend_position="south",
            legend_template="${run:displayName} - ${config:lr}", xaxis_format="datetime",
            line_titles={"run-1:loss": "First"}, line_colors={"run-1:loss": "#ff0000"},
            line_widths={"run-1:loss": 2.5}, line_marks={"run-1:loss": "dashed"},
        ),
        wr.LinePlot(title="All of them", metric_regex="^val/", x="tokens",
                    smoothing_type="gaussian", smoothing_factor=3),
        wr.LinePlot(y=["loss"], x="RelativeTime(Wall)", custom_expressions=["loss * 2"],
                    xaxis_expression="_step / 2"),
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
        wr.MediaBrowser(title="Pictures", media_keys=["picture"], num_columns=3,
                        gallery_axis="step"),
        wr.MarkdownPanel(markdown="# Notes\n**bold**"),
        wr.CustomChart(query={"summary": {"keys": ["acc"]}, "config": {"keys": ["lr"]}},
                       chart_name="wandb/scatter/v0", chart_fields={"x": "lr", "y": "acc"},
                       chart_strings={"title": "A chart"}),
        wr.WeavePanelSummaryTable(table_name="predictions"),
        wr.WeavePanelArtifact(artifact="model"),
        wr.WeavePanelArtifactVersionedFile(artifact="model", version="v0", file="a.json"),
        wr.WeavePanel(config={"anything": [1, {"deep": None}]}),
    ]


if what == "runs":
    for index in range(1, 4):
        with wandb.init(entity=entity, project=project, id=f"run-{index}", name=f"run {index}",
                        tags=["keep"], config={"lr": 0.01 * index}) as run:
            for step in range(20):
                loss = index / (step + 1)
                run.log({"loss": loss, "val/loss": loss + 0.1, "acc": 1 - loss, "tokens": step * 50})
    sys.exit()

if what == "write":
    workspace = ws.Workspace(
        entity=entity, project=project, name="Every setting",
        sections=[
            ws.Section(name="Everything", panels=panels(), is_open=True,
                       layout_settings=ws.SectionLayoutSettings(columns=2, rows=4),
                       panel_settings=ws.SectionPanelSettings(
                           x_axis="RelativeTime(Process)", x_min=1, smoothing_type="average",
                           smoothing_weight=5)),
            ws.Section(name="Empty"),
            ws.Section(name="On top", pinned=True, panels=[wr.LinePlot(y=["acc"])]),
            ws.Section(name="Empty"),
        ],
        settings=ws.WorkspaceSettings(
            x_axis="tokens", x_max=1000, smoothing_type="gaussian", smoothing_weight=2,
            ignore_outliers=True, group_by_prefix="first", remove_legends_from_panels=True,
            tooltip_number_of_runs="single", tooltip_color_run_names=False, max_runs=33,
            point_visualization_method="downsampling",
        ),
        runset_settings=ws.RunsetSettings(
            query="^run", regex_query=True,
            filters="(Config('lr') >= 0.001 or State = 'finished') and Tags() in ['keep'] "
                    "and Metric('CreatedTimestamp') within_last 5 days",
            groupby=[ws.Config("model.depth"), ws.Metric("Group")],
            order=[ws.Ordering(ws.Summary("acc"), ascending=False),
                   ws.Ordering(ws.Config("lr"))],
            run_settings={
                "run-1": ws.RunSettings(color="red"),
                "run-2": ws.RunSettings(color="rgb(0, 128, 255)", disabled=True),
                "run-3": ws.RunSettings(color="#00ff00"),
            },
            group_colors={"4": "#4E79A7", ws.GroupPath("4", "deep"): "#59A14F"},
            pinned_columns=["summary:acc", "config:lr"],
            baseline_run="run-3",
            pinned_runs=["run-1", ws.RunRef("far", entity="other", project="away")],
        ),
    )
    show(workspace.save())
elif what == "read":
    show(ws.Workspace.from_url(rest[0]))
elif what == "resave":
    workspace = ws.Workspace.from_url(rest[0])
    workspace.sections[0].name = "Renamed by a script"
    workspace.runset_settings.query = "by a script"
    show(workspace.save())
elif what == "copy":
    show(ws.Workspace.from_url(rest[0]).save_as_new_view())
elif what == "report":
    report = wr.Report(entity=entity, project=project, title="A report", blocks=[
        wr.H1("Results"), wr.P(["See ", wr.Link("there", url="https://example.com"), "."]),
        wr.PanelGrid(panels=[wr.LinePlot(x="Step", y=["loss"])],
                     runsets=[wr.Runset(entity, project, filters="Config('lr') >= 0.1")]),
        wr.CodeBlock("print(1)", language="python"), wr.LatexBlock("e=mc^2"),
    ])
    report.save(draft="draft" in rest)
    again = wr.Report.from_url(report.url)
    local = wr.Report._from_model(report._to_model())
    print("REPORT", json.dumps({"read": repr(again.blocks), "written": repr(local.blocks)}))
    print("URL", report.url)
