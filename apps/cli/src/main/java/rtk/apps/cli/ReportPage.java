package rtk.apps.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rtk.apps.verify.Bound;
import rtk.board.sim.Ns;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.trace.analysis.BusResult;
import rtk.trace.analysis.CoreResult;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.TaskResult;
import rtk.trace.analysis.ThreadResult;
import rtk.trace.analysis.Verdict;
import rtk.viz.Theme;
import rtk.viz.TimeText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A run as one HTML page that needs nothing else: no scripts, no fonts, no pictures from elsewhere; a policy in it forbids them.
record ReportPage(RunReport report, Theme theme) {
    private static final int THREADS_MAX = 40;

    private static final String STYLE = """
            :root{COLOURS}
            *{box-sizing:border-box}
            body{margin:0 auto;max-width:1060px;padding:28px 24px 80px;background:var(--ground);color:var(--ink);
            font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
            h1{font-size:30px;margin:0 0 4px}h2{font-size:22px;margin:44px 0 8px;border-top:1px solid var(--line);padding-top:20px}
            h3{font-size:17px;margin:26px 0 6px}p{margin:6px 0 10px}.faint,figcaption{color:var(--faint)}
            .verdict{display:inline-block;padding:4px 14px;border-radius:4px;font-weight:700;border:2px solid currentColor;margin:12px 0}
            .ok{color:var(--ok);font-weight:600}.bad{color:var(--bad);font-weight:700}
            .wide{overflow-x:auto}table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums;margin:6px 0 12px}
            th,td{padding:4px 14px 4px 0;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
            td{white-space:nowrap}th{color:var(--faint);font-weight:600}.text{text-align:left}td.text{white-space:normal}
            td:first-child{white-space:nowrap}td.ok,td.bad{text-align:left}figure{margin:10px 0 16px}
            figure svg{width:100%;height:auto;border:1px solid var(--line);border-radius:4px}
            pre{overflow:auto;max-height:420px;background:var(--shade);padding:10px 12px;border-radius:4px;font-size:13px;margin:4px 0 12px}
            details{margin:4px 0 12px}summary{cursor:pointer;color:var(--faint)}nav a{margin-right:14px;display:inline-block}
            a{color:var(--link)}
            @page{size:A4;margin:14mm}
            @media print{h1{font-size:22px}h2{font-size:16px;margin-top:24px}h3{font-size:13px}body{max-width:none;padding:0;font-size:11px}nav,details{display:none}h2{break-after:avoid}
            h3,h4{break-after:avoid}figure,tr{break-inside:avoid}.wide{overflow:visible}table{font-size:10px}
            th,td{padding-right:8px}pre{white-space:pre-wrap;max-height:none;font-size:10px}
            *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
            """;
    private static final String LIGHT = "--ground:#fff;--ink:#1b1f24;--faint:#59636e;--line:#dfe4e9;--shade:#f4f6f8;--ok:#00704f;"
            + "--bad:#b84a00;--link:#0060a0;color-scheme:light";
    private static final String DARK = "--ground:#14181d;--ink:#e9edf1;--faint:#9ba7b3;--line:#2f3842;--shade:#1c2229;--ok:#2fc595;"
            + "--bad:#ff7a33;--link:#6cc0f5;color-scheme:dark";

    /// The whole page.
    String html() {
        var html = new Html();
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.raw("<title>" + Html.escape(report.scenario().name() + ", seed " + report.scenario().seed()) + "</title>");
        html.raw("<style>" + STYLE.replace("COLOURS", theme == Theme.LIGHT ? LIGHT : DARK) + "</style></head><body>");
        head(html);
        latencies(html);
        verdicts(html);
        var charts = new ReportCharts(theme);
        charts.overview(html, report.measured());
        for (RunReport.Measured one : report.measured().subList(0, Math.min(RunReport.DRAWN_MAX, report.measured().size()))) {
            charts.section(html, one, report);
        }
        if (report.measured().size() > RunReport.DRAWN_MAX) {
            html.paragraph("Of " + report.measured().size() + " things measured the first " + RunReport.DRAWN_MAX
                    + " are drawn; rtk chart and rtk explain show the others.");
        }
        unexercised(html);
        load(html);
        diagnoses(html);
        assumptions(html);
        manifest(html);
        return html.raw("</body></html>").toString();
    }

    private void head(Html html) {
        var facts = report.facts();
        html.raw("<header>").heading(1, "", report.scenario().name());
        html.raw("<p class=\"faint\">"
                + Html.escape("simulated to the last event at " + Ns.text(facts.lastNs()) + ", seed " + report.scenario().seed()
                        + ", costs "
                        + report.scenario().costs().name() + ", " + TimeText.count(facts.events()) + " events")
                + "</p>");
        long failed = count(Verdict.Outcome.FAILED);
        long passed = count(Verdict.Outcome.PASSED);
        long never = count(Verdict.Outcome.NEVER_EXERCISED);
        String words = report.verdicts().isEmpty()
                ? "– no requirements"
                : (failed > 0 ? "✗ " + failed + " failed, " : never > 0 ? "– " : "✓ ") + passed + " of "
                        + report.verdicts().size()
                        + " requirements passed" + (never > 0 ? ", " + never + " never exercised" : "");
        html.raw("<div class=\"verdict " + (failed > 0 ? "bad" : never > 0 || passed == 0 ? "faint" : "ok") + "\">"
                + Html.escape(words)
                + "</div>");
        if (!facts.complete()) html.paragraph("The trace was cut off: this is what was written before.");
        if (facts.skipped() > 0) {
            html.paragraph(
                    "The trace has only part of the run: " + TimeText.count(facts.skipped()) + " events were not recorded. "
                            + "Figures are of what it has.");
        }
        html.heading(3, "", "Do this run again").code(again());
        html.raw("</header><nav aria-label=\"parts\">");
        html.raw("<a href=\"#verdicts\">Verdicts</a><a href=\"#together\">Charts</a><a href=\"#never\">Never exercised</a>"
                + "<a href=\"#load\">Load</a><a href=\"#assumptions\">Assumptions</a><a href=\"#manifest\">Manifest</a></nav>");
    }

    private long count(Verdict.Outcome outcome) {
        return report.verdicts().stream().filter(verdict -> verdict.verdict() == outcome).count();
    }

    private String again() {
        if (report.facts().outside()) {
            return "# joined with the outside; give it again what came in, with --bridge\n" + runCommand();
        }
        return "rtk replay " + quoted(report.facts().file().toString()) + "\n" + runCommand();
    }

    private String runCommand() {
        var command = new StringBuilder("rtk run ").append(quoted(report.scenario().source().file()));
        for (String override : report.scenario().source().overrides()) command.append(" --set ").append(quoted(override));
        return command.toString();
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private void latencies(Html html) {
        html.heading(2, "worst", "Worst cases: simulated and bounded");
        List<List<String>> rows = new ArrayList<>();
        for (RunReport.Measured one : report.measured()) {
            var r = one.series().result();
            long budgetNs = one.series().budgetNs();
            rows.add(List.of(one.name().toString(), TimeText.of(r.max()), bound(one), budgetNs > 0 ? TimeText.of(budgetNs) : "",
                    standing(one), TimeText.of(r.p50()), TimeText.of(r.p99()), TimeText.of(r.p999()), TimeText.count(r.count()),
                    r.worstAt() < 0 ? "" : TimeText.exact(r.worstAt())));
        }
        html.table(
                List.of("<", "simulated worst", "bound", "budget", "<used of it", "p50", "p99", "p99.9", "samples",
                        "worst ends at"),
                rows);
        List<String> without = report.measured().stream().filter(one -> one.bound() != null && !one.bound().isBounded())
                .map(one -> one.name() + ": no bound: " + one.bound().reason()).toList();
        html.raw(
                "<p class=\"faint\">A simulated worst case is the longest that this run had, not the longest possible. A bound is by analysis "
                        + "and shares no code with the simulator"
                        + (report.facts().isWhole()
                                ? "; for programs and interrupts it rests on what they were seen to ask for in this run"
                                : "")
                        + ".</p>");
        if (!without.isEmpty()) html.list(without);
    }

    private static String bound(RunReport.Measured one) {
        return one.bound() == null || !one.bound().isBounded() ? "none" : TimeText.of(one.bound().boundNs());
    }

    private static String standing(RunReport.Measured one) {
        Bound bound = one.bound();
        long maxNs = one.series().result().max();
        if (bound != null && bound.isBounded() && maxNs > bound.boundNs()) return "✗ above its bound: a mistake in one of them";
        if (one.series().budgetNs() == 0) return "";
        long budgetNs = one.series().budgetNs();
        String used = Math.round(100.0 * maxNs / budgetNs) + " %";
        if (maxNs > budgetNs) return "✗ " + used;
        if (bound == null || !bound.isBounded()) return "✓ " + used;
        return "✓ " + used + (bound.boundNs() <= budgetNs ? ", bound within it" : ", bound over it");
    }

    private void verdicts(Html html) {
        html.heading(2, "verdicts", "Verdicts");
        if (report.verdicts().isEmpty()) html.paragraph("The scenario has no requirements.");
        List<List<String>> rows = new ArrayList<>();
        for (Verdict verdict : report.verdicts()) {
            String sign = switch (verdict.verdict()) {
                case PASSED -> "✓ ";
                case FAILED -> "✗ ";
                case NEVER_EXERCISED -> "– ";
            };
            rows.add(List.of(sign + verdict.verdict().label(), verdict.require().text(), verdict.observedText(),
                    verdict.limitText()));
        }
        if (!rows.isEmpty()) html.table(List.of("<", "<requirement", "observed", "limit"), rows);
    }

    private void unexercised(Html html) {
        html.heading(2, "never", "What was never exercised");
        List<String> never = new ArrayList<>();
        for (Series series : report.unexercised()) never.add(series + ": no sample");
        for (Verdict verdict : report.verdicts()) {
            if (verdict.verdict() == Verdict.Outcome.NEVER_EXERCISED) never.add("requirement " + verdict.require().text());
        }
        for (ThreadResult thread : report.analysis().threads()) {
            if (thread.cpuNs() == 0) never.add("thread " + thread.process() + "/" + thread.tid() + " used no processor time");
        }
        if (never.isEmpty()) html.paragraph("Every path, task and message has samples, every requirement was put to the test.");
        else html.list(never);
    }

    private void load(Html html) {
        html.heading(2, "load", "Load");
        var analysis = report.analysis();
        List<List<String>> cores = new ArrayList<>();
        for (CoreResult core : analysis.cores()) {
            cores.add(List.of("core " + core.core(), percent(core.load()), TimeText.of(core.threadNs()),
                    TimeText.of(core.interruptNs())));
        }
        for (BusResult bus : analysis.buses()) {
            cores.add(List.of("bus " + bus.name(), percent(bus.load()), TimeText.count(bus.frames()) + " frames", ""));
        }
        html.table(List.of("<", "load", "threads", "interrupts"), cores);
        List<ThreadResult> busiest = analysis.threads().stream().filter(one -> one.cpuNs() > 0)
                .sorted((a, b) -> Long.compare(b.cpuNs(), a.cpuNs())).limit(THREADS_MAX).toList();
        List<List<String>> threads = new ArrayList<>();
        for (ThreadResult thread : busiest) {
            threads.add(List.of(thread.process() + "/" + thread.tid(), thread.name(), TimeText.of(thread.cpuNs()),
                    percent((double) thread.cpuNs() / Math.max(1, report.facts().lastNs()))));
        }
        if (!threads.isEmpty()) html.table(List.of("<thread", "<name", "processor time", "of the run"), threads);
        List<List<String>> jobs = new ArrayList<>();
        for (TaskResult task : analysis.tasks()) {
            jobs.add(List.of("task " + task.name(), TimeText.count(task.releases()), TimeText.count(task.completions()),
                    TimeText.count(task.misses())));
        }
        analysis.messages().forEach(m -> jobs.add(List.of("message " + m.name(), TimeText.count(m.releases()),
                TimeText.count(m.completions()), TimeText.count(m.misses()))));
        if (!jobs.isEmpty()) html.table(List.of("<", "released", "done", "deadlines missed"), jobs);
    }

    private static String percent(double part) { return String.format(Locale.ROOT, "%.2f %%", 100 * part); }

    private void diagnoses(Html html) {
        if (report.diagnoses().isEmpty()) return;
        html.heading(2, "diagnostics", "Diagnostics").list(report.diagnoses().stream().map(Diagnosis::toString).toList());
    }

    private void assumptions(Html html) {
        html.heading(2, "assumptions", "Assumptions and where costs come from");
        html.paragraph(
                "Simulated time advances by declared costs alone: the cost profile of the kernel, what programs declare to compute, bits on "
                        + "wires, timers. Code between two kernel calls takes exactly the time that it declares; caches, memory and the compiler are in "
                        + "those figures or nowhere.");
        var assumptions = new LinkedHashSet<String>();
        report.bounds().all().stream().filter(Bound::isBounded).forEach(bound -> assumptions.addAll(bound.assumptions()));
        if (!assumptions.isEmpty()) html.heading(3, "", "Of the bounds").list(List.copyOf(assumptions));
        var shown = new LinkedHashSet<String>();
        for (var board : report.scenario().boards()) {
            CostProfile costs = board.costs();
            if (!shown.add(costs.name())) continue;
            html.heading(3, "", "Cost profile " + costs.name() + " (" + costs.platform() + ")");
            List<List<String>> rows = new ArrayList<>();
            for (CostItem item : CostItem.values()) {
                if (costs.costNs(item) > 0) {
                    rows.add(List.of(item.label(), costs.costNs(item) + " ns", costs.sources().getOrDefault(item, "")));
                }
            }
            if (rows.isEmpty()) html.paragraph("Kernel work takes no time.");
            else html.table(List.of("<item", "cost", "<source"), rows);
        }
    }

    private void manifest(Html html) {
        html.heading(2, "manifest", "Manifest");
        var facts = report.facts();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("trace", facts.file() + ", " + TimeText.count(facts.bytes()) + " bytes"));
        rows.add(List.of("digest", facts.digest() == null ? "none: cut off" : facts.digest()));
        String text = "";
        try {
            for (Map.Entry<String, JsonNode> entry : JsonMapper.shared().readTree(facts.manifest()).properties()) {
                JsonNode value = entry.getValue();
                if (entry.getKey().equals("scenario")) text = value.asString("");
                else if (!value.isArray() || !value.isEmpty()) {
                    rows.add(List.of(entry.getKey(), value.isString() ? value.stringValue() : value.toString()));
                }
            }
        } catch (JacksonException e) {
            rows.add(List.of("manifest", facts.manifest()));
        }
        html.table(List.of("<", "<"), rows);
        html.folded("the scenario, as it was run before the changes by set", text);
    }
}
