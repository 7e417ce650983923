package rtk.apps.cli;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.Simulation;
import rtk.board.sim.Ns;

/// Something that a monitor found: most likely a mistake in a program or in the design of a system.
///
/// @param kind `deadlock`; `circle`: one of waits that was opened, or will be by a timeout; `unreplied`: a server went without
///     replying; `inversion`; `starvation`
/// @param atNs when it began
record Diagnosis(String kind, long atNs, String text) {
    private static final String DEADLOCK = "deadlock";

    /// What the kernels of a simulation found.
    static List<Diagnosis> of(Simulation simulation) {
        var diagnoses = new ArrayList<Diagnosis>();
        for (Simulation.Finding found : simulation.findings()) {
            String kind = switch (found.diagnostic().kind()) {
                case SEND_CYCLE, MUTEX_CYCLE, MIXED_CYCLE -> found.lasts() ? DEADLOCK : "circle";
                case UNREPLIED -> "unreplied";
            };
            diagnoses.add(new Diagnosis(kind, found.diagnostic().atNs(), found.board() + found.diagnostic().text()));
        }
        return diagnoses;
    }

    /// Can the system not go on as it was meant to?
    boolean isDeadlock() { return kind.equals(DEADLOCK); }

    /// `deadlock at 1.2 s: a/1 sends to b(2), b/1 sends to a(1)`.
    @Override
    public String toString() {
        String what = kind.equals("circle") ? "circle of waits, not a lasting one," : kind;
        return what + " at " + Ns.text(atNs) + ": " + text;
    }
}
