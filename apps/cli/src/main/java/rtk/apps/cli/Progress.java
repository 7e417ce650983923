package rtk.apps.cli;

import rtk.apps.scenario.Simulation;
import rtk.board.sim.Ns;

/// One line that tells how far a run is, on terminals only.
final class Progress implements Simulation.Progress {
    private static final long REFRESH_NS = 200_000_000;
    private static final String CLEAR = "\r\033[K";

    private final Console console;
    private long shownNs = System.nanoTime();
    private boolean shown;

    Progress(Console console) { this.console = console; }

    @Override
    public void at(long nowNs, long endNs) {
        if (!console.interactive() || System.nanoTime() - shownNs < REFRESH_NS) return;
        shownNs = System.nanoTime();
        shown = true;
        long percent = endNs == 0 ? 100 : nowNs * 100 / endNs;
        console.err().print(CLEAR + "simulated " + Ns.text(nowNs) + " of " + Ns.text(endNs) + ", " + percent + " %");
        console.err().flush();
    }

    /// Takes the line away.
    void clear() {
        if (shown) console.err().print(CLEAR);
    }
}
