package rtk.apps.cli;

import java.util.Locale;
import rtk.apps.verify.search.Search;

/// One line that tells how far a search is and when it will end, on terminals only.
final class SearchProgress implements Search.Progress {
    private static final String CLEAR = "\r\033[K";

    private final Console console;
    private final long runs;
    private final long budgetNs;
    private boolean shown;

    SearchProgress(Console console, long runs, long budgetNs) {
        this.console = console;
        this.runs = runs;
        this.budgetNs = budgetNs;
    }

    @Override
    public void at(long runsDone, long wallNs) {
        if (!console.interactive()) return;
        shown = true;
        double restNs = Math.min((double) wallNs / Math.max(1, runsDone) * (runs - runsDone), (double) (budgetNs - wallNs));
        console.err().print(String.format(Locale.ROOT, "%ssearching: %d of %d runs, %.0f s left", CLEAR, runsDone, runs,
                Math.max(0, restNs) / 1e9));
        console.err().flush();
    }

    void clear() {
        if (shown) console.err().print(CLEAR);
    }
}
