package rtk.apps.cli;

import java.util.Locale;
import rtk.apps.scenario.Simulation;
import rtk.board.sim.Ns;

/// One line that tells how far a run is, on terminals only.
final class Progress implements Simulation.Progress {
    private static final long REFRESH_NS = 200_000_000;
    private static final String CLEAR = "\r\033[K";

    private final Console console;
    private final long startedNs = System.nanoTime();
    private long shownNs = startedNs;
    private boolean shown;

    Progress(Console console) { this.console = console; }

    @Override
    public void at(long nowNs, long endNs) {
        if (!console.interactive() || System.nanoTime() - shownNs < REFRESH_NS) return;
        shownNs = System.nanoTime();
        shown = true;
        console.err().print(CLEAR + text(nowNs, endNs, shownNs - startedNs));
        console.err().flush();
    }

    /// `simulated 2.5 s of 10 s, 25 %, 1.7x real time, 5 s left`: the time left if it goes on as fast as it did so far.
    ///
    /// @param hostNs since the run began
    static String text(long nowNs, long endNs, long hostNs) {
        long percent = endNs == 0 ? 100 : (long) (100.0 * nowNs / endNs);
        String text = "simulated " + Ns.text(nowNs) + " of " + Ns.text(endNs) + ", " + percent + " %";
        if (nowNs <= 0 || hostNs <= 0) return text;
        long leftS = Math.round((endNs - nowNs) * ((double) hostNs / nowNs) / 1e9);
        String left = leftS < 120 ? leftS + " s" : leftS < 7_200 ? leftS / 60 + " min" : leftS / 3_600 + " h";
        return String.format(Locale.ROOT, "%s, %.1fx real time, %s left", text, (double) nowNs / hostNs, left);
    }

    /// Takes the line away.
    void clear() {
        if (shown) console.err().print(CLEAR);
    }
}
