package rtk.apps.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rtk.apps.scenario.Scenario;
import rtk.apps.verify.verdict.Comparison;
import rtk.apps.verify.verdict.JUnitReport;
import rtk.apps.verify.verdict.Judgement;
import rtk.apps.verify.verdict.Sensitivity;
import rtk.apps.verify.verdict.Verification;
import rtk.board.sim.Ns;
import rtk.trace.analysis.Verdict;

/// What a verification says: to people, to programs, and as an exit code.
record VerifyReport(Verification verification, List<Judgement> judgements, List<Comparison> comparisons,
        List<Baseline.Regression> regressions, List<Sensitivity.Slack> slacks) {
    private static final String WRONG = "model or analysis is wrong";

    /// @param before what an earlier verification had, or null
    static VerifyReport of(Verification verification, Baseline before, List<Sensitivity.Slack> slacks) {
        var report = new VerifyReport(verification, verification.judgements(), verification.comparisons(), List.of(),
                slacks);
        if (before == null) return report;
        var now = tools.jackson.databind.json.JsonMapper.shared().readTree(Json.of(report.document()));
        return new VerifyReport(verification, report.judgements, report.comparisons, before.regressions(now), slacks);
    }

    int exitCode() {
        if (verification.failure() != null) return ExitCode.SIMULATED;
        boolean failed = judgements.stream().anyMatch(one -> one.verdict() == Verdict.Outcome.FAILED)
                || comparisons.stream().anyMatch(Comparison::isExceeded) || !regressions.isEmpty();
        return failed ? ExitCode.VERDICT : ExitCode.OK;
    }

    /// The command that does the run with these settings.
    String replay(List<String> settings) {
        Scenario scenario = verification.laboratory().scenario();
        var command = new StringBuilder("rtk run ").append(scenario.source().file());
        var all = new ArrayList<>(scenario.source().overrides());
        all.addAll(settings);
        for (String setting : all) {
            boolean plain = setting.matches("[A-Za-z0-9_.,:=+/-]+");
            command.append(" --set ").append(plain ? setting : "'" + setting.replace("'", "'\\''") + "'");
        }
        return command.toString();
    }

    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        Scenario scenario = verification.laboratory().scenario();
        document.put("contract", Version.CONTRACT);
        document.put("scenario", scenario.name());
        document.put("seed", scenario.seed());
        document.put("exitCode", exitCode());
        document.put("verdicts", judgements.stream().map(this::row).toList());
        document.put("bounds", comparisons.stream().map(this::row).toList());
        document.put("regressions", regressions);
        document.put("sensitivity", slacks);
        document.put("search", searched());
        document.put("failure", verification.failure());
        document.put("failureReplay", verification.failure() == null ? null : replay(verification.failedSettings()));
        document.put("latencies", Summary.latencies(verification.nominal()));
        document.put("tasks", verification.nominal().tasks());
        document.put("messages", verification.nominal().messages());
        document.put("busLoad", Summary.busLoads(verification.nominal()));
        return document;
    }

    private Map<String, Object> row(Judgement one) {
        var row = new LinkedHashMap<String, Object>();
        row.put("require", one.require().text());
        row.put("verdict", one.verdict().label());
        row.put("observed", one.observed());
        row.put("limit", one.limit());
        row.put("margin", one.margin());
        row.put("bound", one.boundNs() < 0 ? null : one.boundNs());
        row.put("proven", one.isProven());
        row.put("replay", replay(one.settings()));
        row.put("witness", one.settings());
        row.put("blame", one.blame());
        return row;
    }

    private Map<String, Object> row(Comparison one) {
        var row = new LinkedHashMap<String, Object>();
        row.put("kind", one.bound().kind().name().toLowerCase(Locale.ROOT));
        row.put("name", one.bound().name());
        row.put("bound", one.bound().isBounded() ? one.boundNs() : null);
        row.put("simulated", one.simulatedNs() < 0 ? null : one.simulatedNs());
        row.put("verdict", !one.bound().isBounded()
                ? "unbounded"
                : one.simulatedNs() < 0 ? Verdict.Outcome.NEVER_EXERCISED.label() : one.isExceeded() ? WRONG : "within");
        row.put("demand", one.observedDemand() ? "observed" : "declared");
        row.put("replay", replay(one.settings()));
        row.put("assumptions", one.bound().assumptions());
        row.put("reason", one.bound().reason());
        return row;
    }

    private Map<String, Object> searched() {
        if (verification.found() == null) return null;
        var search = new LinkedHashMap<String, Object>();
        search.put("runs", verification.found().runs());
        search.put("phases", verification.arePhasesFree() ? "free" : "fixed");
        search.put("choices", verification.laboratory().choices().size());
        if (verification.exhaustion() != null) {
            search.put("combinations",
                    verification.exhaustion().combinations() < 0 ? null : verification.exhaustion().combinations());
            search.put("complete", verification.exhaustion().isComplete());
        }
        var worst = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < verification.laboratory().measures().size(); i++) {
            var measure = verification.laboratory().measures().get(i);
            if (measure.require() != null) continue;
            var best = verification.found().bests().get(i);
            var row = new LinkedHashMap<String, Object>();
            row.put("what", measure.series().toString());
            row.put("max", best.value() < 0 ? null : best.value());
            row.put("run", best.run());
            if (verification.exhaustion() != null) {
                long least = verification.exhaustion().leasts().get(i).value();
                row.put("min", least < 0 ? null : least);
            }
            row.put("replay", replay(verification.laboratory().settings(best.candidate())));
            worst.add(row);
        }
        search.put("worst", worst);
        return search;
    }

    void print(Console console) {
        for (Judgement one : judgements) {
            String margin = one.margin() == null
                    ? ""
                    : String.format(Locale.ROOT, "  worst %s, margin %.0f%%%s", text(one, one.observed()),
                            one.limit().doubleValue() == 0 ? 0 : 100 * one.margin().doubleValue() / one.limit().doubleValue(),
                            one.isProven()
                                    ? ", proven: bound " + Ns.text(one.boundNs())
                                    : one.boundNs() < 0 ? "" : ", not proven: bound " + Ns.text(one.boundNs()));
            console.line("%-15s %s%s", one.verdict().label(), one.require().text(), margin);
            if (one.verdict() != Verdict.Outcome.FAILED) continue;
            for (Judgement.Blame part : one.blame()) console.line("                %12s  %s", Ns.text(part.ns()), part.reason());
            console.line("                %s", replay(one.settings()));
        }
        if (!judgements.isEmpty()) console.line("%s", "");
        if (verification.exhaustion() != null) console.line("%s", exhausted());
        int width = comparisons.stream().mapToInt(one -> one.bound().name().length()).max().orElse(1);
        String format = "%-7s  %-" + width + "s  %12s  %12s  %s";
        console.line(format, "", "", "simulated", "bound", "");
        for (Comparison one : comparisons) {
            console.line(format, one.bound().kind().name().toLowerCase(Locale.ROOT), one.bound().name(), ns(one.simulatedNs()),
                    one.bound().isBounded() ? Ns.text(one.boundNs()) : "-",
                    one.isExceeded() ? WRONG : one.bound().isBounded() ? "" : "unbounded: " + one.bound().reason());
        }
    }

    /// The least slack first.
    void printSlacks(Console console) {
        if (slacks.isEmpty()) return;
        console.line("%s", "");
        console.line("%s", "may grow by, all else as it is");
        slacks.stream().sorted(java.util.Comparator.comparingInt(Sensitivity.Slack::percent))
                .forEach(one -> console.line("%6s  %s%s", one.breaks() == null ? ">" + one.percent() + "%" : one.percent() + "%",
                        one.what(), one.breaks() == null ? "" : ", then breaks: " + one.breaks()));
    }

    /// `complete: 81 combinations`, or how far it got.
    private String exhausted() {
        var all = verification.exhaustion();
        if (all.isComplete()) return String.format(Locale.ROOT, "complete: all %,d combinations", all.runs());
        String of = all.combinations() < 0 ? "more than 2^63" : String.format(Locale.ROOT, "%,d", all.combinations());
        return String.format(Locale.ROOT, "not complete: %,d of %s combinations", all.runs(), of);
    }

    /// For people who read a merge request.
    String markdown() {
        var text = new StringBuilder("### rtk verify: " + verification.laboratory().scenario().name() + "\n\n");
        text.append("| verdict | requirement | worst | margin | bound |\n|---|---|---:|---:|---:|\n");
        for (Judgement one : judgements) {
            text.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", one.verdict().label(), one.require().text(),
                    text(one, one.observed()), one.margin() == null ? "" : text(one, one.margin()),
                    one.boundNs() < 0 ? "" : Ns.text(one.boundNs()) + (one.isProven() ? ", proven" : "")));
        }
        for (Comparison one : comparisons) {
            if (one.isExceeded())
                text.append(String.format(Locale.ROOT, "%n**%s**: %s took %s, bound %s: `%s`%n", WRONG, one.bound().name(),
                        Ns.text(one.simulatedNs()), Ns.text(one.boundNs()), replay(one.settings())));
        }
        if (verification.failure() != null)
            text.append("\n**the simulated system failed**: ").append(verification.failure()).append(": `")
                    .append(replay(verification.failedSettings())).append("`\n");
        for (Baseline.Regression one : regressions) text.append("\n**worse than the baseline**: ").append(one).append('\n');
        for (Judgement one : judgements) {
            if (one.verdict() != Verdict.Outcome.FAILED) continue;
            text.append("\n`").append(replay(one.settings())).append("`\n\n");
            for (Judgement.Blame part : one.blame())
                text.append("- ").append(Ns.text(part.ns())).append(' ').append(part.reason()).append('\n');
        }
        return text.toString();
    }

    private static String text(Judgement one, Number value) {
        return new Verdict(one.require(), one.verdict(), value, one.limit()).observedText();
    }

    private static String ns(long ns) { return ns < 0 ? "-" : Ns.text(ns); }

    String junit(long wallNs) {
        var cases = new ArrayList<JUnitReport.Case>();
        for (Judgement one : judgements) {
            boolean failed = one.verdict() == Verdict.Outcome.FAILED;
            var output = new StringBuilder(replay(one.settings()));
            for (Judgement.Blame part : one.blame())
                output.append('\n').append(Ns.text(part.ns())).append(' ').append(part.reason());
            cases.add(new JUnitReport.Case("require", one.require().text(),
                    failed ? "observed " + text(one, one.observed()) : null,
                    one.verdict() == Verdict.Outcome.NEVER_EXERCISED ? "never exercised" : null, output.toString()));
        }
        for (Comparison one : comparisons) {
            if (!one.bound().isBounded()) continue;
            cases.add(new JUnitReport.Case("bound",
                    one.bound().kind().name().toLowerCase(Locale.ROOT) + " " + one.bound().name() + " within its bound",
                    one.isExceeded()
                            ? WRONG + ": simulated " + Ns.text(one.simulatedNs()) + ", bound " + Ns.text(one.boundNs())
                            : null,
                    one.simulatedNs() < 0 ? "never exercised" : null, replay(one.settings())));
        }
        for (Baseline.Regression one : regressions)
            cases.add(new JUnitReport.Case("baseline", one.what() + " " + one.number(), one.toString(), null, ""));
        if (verification.failure() != null)
            cases.add(new JUnitReport.Case("run", "the system runs", verification.failure(), null,
                    replay(verification.failedSettings())));
        return new JUnitReport("rtk." + verification.laboratory().scenario().name()).of(cases, wallNs);
    }

    /// Says what failed, each in one line.
    void complain(Console console) {
        for (Baseline.Regression one : regressions) console.note("rtk: worse than the baseline: %s", one);
        if (verification.failure() != null)
            console.note("rtk: the simulated system failed: %s; see: %s", verification.failure(),
                    replay(verification.failedSettings()));
        for (Judgement one : judgements) {
            if (one.verdict() == Verdict.Outcome.FAILED)
                console.note("rtk: failed: %s (observed %s)", one.require().text(), text(one, one.observed()));
        }
        for (Comparison one : comparisons) {
            if (one.isExceeded())
                console.note("rtk: %s: %s %s took %s, bound %s; see: %s", WRONG,
                        one.bound().kind().name().toLowerCase(Locale.ROOT), one.bound().name(), Ns.text(one.simulatedNs()),
                        Ns.text(one.boundNs()), replay(one.settings()));
        }
    }
}
