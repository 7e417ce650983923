package rtk.apps.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.verify.verdict.Comparison;
import rtk.apps.verify.verdict.Judgement;
import rtk.board.sim.Ns;
import rtk.trace.analysis.Verdict;

/// Writes what a verification leaves in a folder. A witness is a scenario that extends the one that was verified by a few settings.
///
/// @param folder made if it is not there
record WitnessFiles(Path folder, Scenario scenario) {
    private record Witness(String about, List<String> settings) {}

    void write(VerifyReport report) throws IOException {
        Files.createDirectories(folder);
        write("verify.json", Json.of(report.document()) + "\n");
        write("summary.md", report.markdown());
        String base = base();
        List<Witness> failures = failures(report);
        for (int number = 0; number < failures.size(); number++)
            write("worst-" + (number + 1) + ".yaml", text(failures.get(number), base));
        Witness first = failures.isEmpty() ? nearest(report) : failures.getFirst();
        if (first != null) write("worst.yaml", text(first, base));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    /// What a witness extends: the scenario, as seen from the folder. One from standard input is written there first.
    private String base() throws IOException {
        String file = scenario.source().file();
        if (file.startsWith(ScenarioFile.BUILTIN)) return file;
        if (file.equals("-")) {
            write("scenario.yaml", scenario.source().text());
            return "scenario.yaml";
        }
        return folder.toAbsolutePath().normalize().relativize(Path.of(file).toAbsolutePath().normalize()).toString();
    }

    private static List<Witness> failures(VerifyReport report) {
        var failures = new ArrayList<Witness>();
        if (report.verification().failure() != null)
            failures.add(new Witness("the simulated system fails: " + report.verification().failure(),
                    report.verification().failedSettings()));
        for (Comparison one : report.comparisons()) {
            if (one.isExceeded())
                failures.add(
                        new Witness("model or analysis is wrong: " + one.bound().name() + " takes " + Ns.text(one.simulatedNs())
                                + ", bound " + Ns.text(one.boundNs()), one.settings()));
        }
        for (Judgement one : report.judgements()) {
            if (one.verdict() == Verdict.Outcome.FAILED) failures.add(new Witness("failed: " + about(one), one.settings()));
        }
        return failures;
    }

    /// The run that leaves the smallest part of a limit; null if there is none.
    private static Witness nearest(VerifyReport report) {
        return report.judgements().stream().filter(one -> one.margin() != null)
                .min(Comparator.comparingDouble(one -> one.margin().doubleValue() / Math.max(1e-9, one.limit().doubleValue())))
                .map(one -> new Witness(about(one), one.settings())).orElse(null);
    }

    private static String about(Judgement one) {
        return one.require().text() + ", observed "
                + new Verdict(one.require(), one.verdict(), one.observed(), one.limit()).observedText();
    }

    private String text(Witness witness, String base) {
        var text = new StringBuilder("# ").append(witness.about.replace('\n', ' ')).append("\nextends: ").append(quoted(base))
                .append('\n');
        var all = new ArrayList<>(scenario.source().overrides());
        all.addAll(witness.settings);
        if (!all.isEmpty()) text.append("set:\n");
        for (String setting : all) text.append("  - ").append(quoted(setting)).append('\n');
        return text.toString();
    }

    private static String quoted(String text) {
        boolean plain = text.matches("[A-Za-z0-9_./][A-Za-z0-9_.=:/+-]*[A-Za-z0-9]");
        return plain ? text : "'" + text.replace("'", "''") + "'";
    }
}
