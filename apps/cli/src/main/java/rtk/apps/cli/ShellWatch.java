package rtk.apps.cli;

import rtk.apps.scenario.Simulation;
import rtk.kernel.api.ProcessInfo;

/// Sees when the shell of the console has ended. It looks between two steps of simulated time, so that what it sees does not depend on
/// the host.
final class ShellWatch {
    /// So much simulated time what the shell said last may take on the wire.
    private static final long LAST_WORDS_NS = 50_000_000;
    private static final int UNKNOWN = -1;

    private final ConsoleSetup setup;
    private int pid = UNKNOWN;
    private long endedNs = UNKNOWN;

    ShellWatch(ConsoleSetup setup) { this.setup = setup; }

    boolean hasEnded(Simulation simulation) {
        if (setup.shell() == null) return false;
        var processes = simulation.kernels().get(setup.board()).processes();
        if (pid == UNKNOWN) {
            pid = processes.stream().filter(one -> one.name().equals(setup.shell())).mapToInt(ProcessInfo::pid).findFirst()
                    .orElse(UNKNOWN);
        }
        long nowNs = simulation.world().nowNs();
        boolean lives = pid == UNKNOWN || processes.stream().anyMatch(one -> one.pid() == pid);
        if (!lives && endedNs == UNKNOWN) endedNs = nowNs;
        return endedNs != UNKNOWN && nowNs >= endedNs + LAST_WORDS_NS;
    }
}
