package rtk.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// The states of threads over time, drawn with one character per column of time and one row per thread.
///
/// ```
/// hi     30 |  #mmmm##
/// mid    20 |   ------####
/// lo     10 |##-####------##
/// ```
///
/// A column shows the state at its first nanosecond, after all that happened at that instant; what is shorter than a column may
/// not be seen. See [#LEGEND]; with several cores a running thread is the number of its core, `0` to `9`, then `A` to `V`.
///
/// Rows are the threads in the order in which they were created, or, once [#row] has been called, those asked for.
public final class Timeline implements TraceSink {
    /// What the characters mean.
    public static final String LEGEND = """
            # running   - ready   blank dead or not yet there
            s SEND  r RECEIVE  p REPLY  m MUTEX  c CONDVAR  e SEM  j JOIN  z NANOSLEEP  i INTR  x STOPPED
            u SIGSUSPEND  w SIGWAITINFO  g WAITPAGE  l RWLOCK_READ  k RWLOCK_WRITE  b BARRIER
            """;

    private static final int NAME_WIDTH_MIN = 5;
    private static final String CORES = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

    /// State changes of one thread, or of the threads that share a name.
    private static final class Row {
        final String name;
        final int priority;
        private long[] timesNs = new long[16];
        private char[] symbols = new char[16];
        private int size;

        Row(String name, int priority) {
            this.name = name;
            this.priority = priority;
        }

        void change(long timeNs, char symbol) {
            if (size > 0 && timesNs[size - 1] == timeNs) size--;
            if (size == timesNs.length) {
                timesNs = Arrays.copyOf(timesNs, size * 2);
                symbols = Arrays.copyOf(symbols, size * 2);
            }
            timesNs[size] = timeNs;
            symbols[size++] = symbol;
        }

        void draw(StringBuilder line, long fromNs, long untilNs, long columnNs) {
            int next = 0;
            for (long ns = fromNs; ns < untilNs; ns += columnNs) {
                while (next < size && timesNs[next] <= ns) next++;
                line.append(next == 0 ? ' ' : symbols[next - 1]);
            }
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final TreeMap<Long, Row> rowOfThread = new TreeMap<>();
    private final TreeMap<Long, String> texts = new TreeMap<>();
    private boolean chosen;
    private int coreCount;

    /// A row for threads called `name`, to be asked for before the first of them is created; then only such rows are drawn.
    ///
    /// @param priority written beside the name
    public void row(String name, int priority) {
        chosen = true;
        rows.add(new Row(name, priority));
    }

    @Override
    public void text(int id, String text) { texts.put((long) id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case CORE -> coreCount++;
            case THREAD_CREATED -> created(a, d, texts.getOrDefault(e, "thread#" + a));
            case THREAD_STATE -> {
                Row row = rowOfThread.get(a);
                if (row != null) row.change(timeNs, symbol(ThreadState.ofNumber(b), (int) c));
            }
            default -> {
                // Changes no state.
            }
        }
    }

    private void created(long thread, long priority, String name) {
        Row row = null;
        if (chosen) {
            row = rows.stream().filter(known -> known.name.equals(name)).findFirst().orElse(null);
        } else {
            row = new Row(name, (int) priority);
            rows.add(row);
        }
        if (row != null) rowOfThread.put(thread, row);
    }

    /// The rows from `fromNs` until before `untilNs`, each ended by a line feed, without blanks at the end.
    ///
    /// @param columnNs time of one column, above 0
    public String draw(long fromNs, long untilNs, long columnNs) {
        if (columnNs <= 0) throw new IllegalArgumentException("a column takes time, not " + columnNs + " ns");
        int width = NAME_WIDTH_MIN;
        for (Row row : rows) width = Math.max(width, row.name.length());
        var picture = new StringBuilder();
        for (Row row : rows) {
            var line = new StringBuilder(row.name).repeat(' ', width - row.name.length());
            line.append(String.format(Locale.ROOT, " %3d |", row.priority));
            row.draw(line, fromNs, untilNs, columnNs);
            picture.append(line.toString().stripTrailing()).append('\n');
        }
        return picture.toString();
    }

    private char symbol(ThreadState state, int core) {
        return switch (state) {
            case DEAD -> ' ';
            case RUNNING -> coreCount > 1 ? CORES.charAt(core % CORES.length()) : '#';
            case READY -> '-';
            case STOPPED -> 'x';
            case SEND -> 's';
            case RECEIVE -> 'r';
            case REPLY -> 'p';
            case WAITPAGE -> 'g';
            case SIGSUSPEND -> 'u';
            case SIGWAITINFO -> 'w';
            case NANOSLEEP -> 'z';
            case MUTEX -> 'm';
            case CONDVAR -> 'c';
            case JOIN -> 'j';
            case INTR -> 'i';
            case SEM -> 'e';
            case RWLOCK_READ -> 'l';
            case RWLOCK_WRITE -> 'k';
            case BARRIER -> 'b';
        };
    }
}
