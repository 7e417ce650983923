package rtk.apps.cli;

import java.util.List;
import rtk.kernel.Unreplied;
import rtk.trace.analysis.Inversion;
import rtk.trace.analysis.StarvationMonitor.Starved;

/// What the monitors have to say about a run.
///
/// @param told each worth a line
/// @param inversions the longest of each thread and kind, longest first
/// @param starvation the longest stretch of each thread that was ready and did not run at once
/// @param unreplied messages that wait for a reply at the end, as those of a blocking read do
record Diagnoses(List<Diagnosis> told, List<Inversion> inversions, List<Starved> starvation, List<Unreplied> unreplied) {
    private static final int TOLD_MAX = 20;

    boolean hasDeadlock() { return told.stream().anyMatch(Diagnosis::isDeadlock); }

    void complain(Console console) {
        told.stream().limit(TOLD_MAX).forEach(one -> console.note("rtk: %s", one));
        if (told.size() > TOLD_MAX) console.note("rtk: and %d more diagnostics, in the summary", told.size() - TOLD_MAX);
    }
}
