package rtk.apps.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import rtk.apps.scenario.Scenario;
import rtk.board.can.log.MalformedLogException;
import rtk.board.sim.Ns;
import rtk.kernel.ProcessFailure;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Verdict;
import rtk.trace.analysis.blame.SeriesBlame;

/// How a run went.
///
/// @param kept what of it is in the trace file, or null for everything
/// @param blame what the samples are blamed on
/// @param diagnoses what the monitors found
/// @param warnings about what comes from outside: lines that were malformed or out of order, frames left out
/// @param inputFailure what ended a stimulus before its file did, or null
/// @param writeFailure what kept the trace from being written, or null
/// @param brokerProblem what kept the run from being published, or null
record Outcome(Scenario scenario, Json.Raw manifest, String digest, long events, Storage.Kept kept, long simulatedNs, long wallNs,
        boolean interrupted,
        RunAnalysis analysis, List<SeriesBlame> blame, List<Verdict> verdicts, List<ProcessFailure> failures, Diagnoses diagnoses,
        long warnings, IOException inputFailure,
        IOException writeFailure,
        String brokerProblem) {

    /// The most serious thing that happened, as an exit code.
    int exitCode() {
        if (interrupted) return ExitCode.INTERRUPTED;
        if (!failures.isEmpty() || diagnoses.hasDeadlock()) return ExitCode.SIMULATED;
        if (inputFailure != null) return ExitCode.of(inputFailure);
        if (writeFailure != null || brokerProblem != null) return ExitCode.IO;
        boolean failed = verdicts.stream().anyMatch(verdict -> verdict.verdict() == Verdict.Outcome.FAILED);
        return failed ? ExitCode.VERDICT : ExitCode.OK;
    }

    Summary summary() {
        long frames = analysis.buses().stream().mapToLong(bus -> bus.frames()).sum();
        List<Summary.Failed> failed = failures.stream()
                .map(failure -> new Summary.Failed(failure.process(), failure.pid(), failure.atNs(), failure.message())).toList();
        return new Summary(Version.CONTRACT, manifest, digest,
                new Summary.Counts(events, simulatedNs, interrupted, frames, warnings),
                Summary.latencies(analysis), analysis.tasks(), analysis.messages(), Summary.busLoads(analysis),
                Summary.buses(analysis),
                Summary.judgements(verdicts, again()), failed, diagnoses.told(), diagnoses.inversions(), diagnoses.starvation(),
                diagnoses.unreplied(), BlameJson.summary(blame), kept);
    }

    /// The command that does the same run again.
    String again() {
        StringBuilder command = new StringBuilder("rtk run ").append(scenario.source().file());
        for (String override : scenario.source().overrides()) command.append(" --set ").append(override);
        return command.toString();
    }

    /// Says what went wrong, each in one line.
    void complain(Console console) {
        for (ProcessFailure failure : failures) {
            console.note("rtk: process %s (pid %d) failed at %s: %s", failure.process(), failure.pid(), Ns.text(failure.atNs()),
                    failure.message());
        }
        diagnoses.complain(console);
        if (warnings > 0) console.note("rtk: %d warnings about what comes from outside", warnings);
        if (inputFailure != null) {
            console.note("rtk: stopped at %s: %s%s", Ns.text(simulatedNs), Console.reason(inputFailure),
                    inputFailure instanceof MalformedLogException ? "; --lenient goes on after such lines" : "");
        }
        if (writeFailure != null) console.note("rtk: the trace is cut: " + Console.reason(writeFailure));
        if (brokerProblem != null) console.note("rtk: not published: " + brokerProblem);
        for (Verdict verdict : verdicts) {
            if (verdict.verdict() == Verdict.Outcome.FAILED) {
                console.note("rtk: failed: %s (observed %s)", verdict.require().text(), verdict.observedText());
            }
        }
        if (kept != null) {
            console.note("rtk: the trace has %d of %d events%s%s", kept.events(), events,
                    kept.triggeredNs() < 0 ? "" : ", triggered at " + Ns.text(kept.triggeredNs()),
                    kept.shortened() ? "; the ring was too small for its duration" : "");
        }
        if (interrupted) console.note("rtk: interrupted at %s; what was simulated so far is kept", Ns.text(simulatedNs));
    }

    /// The last line of every run.
    String lastLine() {
        double wallS = wallNs / 1e9;
        return String.format(Locale.ROOT, "digest %s  events %d  simulated %s  wall %.2fs  (%.1fx real time)", digest, events,
                Ns.text(simulatedNs), wallS, simulatedNs / 1e9 / Math.max(wallS, 1e-9));
    }
}
