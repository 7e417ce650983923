package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Memory;
import rtk.kernel.api.MemoryFlag;
import rtk.kernel.api.Program;
import rtk.kernel.api.Protection;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `slogger2`, the system log. Each process has a set of up to four rings of its own in shared memory and writes into
/// them by itself ([Slog]); this program makes them, and reads them for whoever asks. Logs outlive their process, and this
/// program: started again, it finds them by an index in shared memory.
///
/// Reading `/dev/slog` gives all there is at the first read, as `slog2info` prints it, by time, then 0 bytes. `/dev/slog/wait` goes on
/// with what is new, and waits for it (`slog2info -w`); it looks every 10 ms, and says how much was overwritten before it was read:
///
/// ```
/// seconds      process.pid.tid  buffer  severity  code  text
/// 0.012000500  navigation.4.1   main    warning   0     no position
/// ```
///
/// | devctl | data | answer |
/// |---|---|---|
/// | [#DCMD_REGISTER] | set in words ([SlogSet]), padded with zeros | name of the shared memory object; EINVAL; EEXIST; ENOMEM |
///
/// Sets are kept for [#SETS_MAX] registrations; one more, and the oldest goes. Source: [D 126] UR slogger2; the ring is [U],
/// the layout ours. Not modelled: binary records, limits of memory per user.
public final class SlogManager implements Program {
    public static final int SETS_MAX = 64;
    public static final int DCMD_REGISTER = 1;
    static final String PATH = "/dev/slog";
    private static final String INDEX = "/slogger2/index";
    private static final int SLOT_BYTES = 256;
    private static final String WAIT = "wait";
    /// How often it looks for new lines while somebody waits for them: who writes a line tells nobody.
    private static final long LOOK_NS = 10_000_000;

    private record Kept(long number, int pid, String object, SlogSet set, Memory memory, List<SlogRing> rings) {
        String words() { return pid + " " + object + " " + set.words(); }
    }

    private record Line(SlogRing.Entry entry, String text) {}

    private final List<Kept> sets = new ArrayList<>();
    /// Opens that wait for new lines.
    private final List<Reader> waiting = new ArrayList<>();
    private KernelCalls k;
    private ResourceManager manager;
    private Memory index;
    private int timer;
    private long lastNumber;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        int object = k.shmOpen(INDEX, MemoryFlag.CREATE);
        long bytes = (long) SETS_MAX * SLOT_BYTES;
        k.ftruncate(object, bytes);
        index = k.mmap(bytes, Protection.READ_WRITE, object, 0);
        for (int slot = 0; slot < SETS_MAX; slot++) remember(slot);

        manager = new ResourceManager(k);
        timer = k.timerCreate(manager.onPulse(k.priority(), value -> lookForAll()));
        manager.attach(new Attr(PATH, true, true), new Names(), new Log());
        manager.run();
        return 0;
    }

    /// A set that a `slogger2` before this one has made.
    private void remember(int slot) {
        var text = new byte[SLOT_BYTES];
        index.get((long) slot * SLOT_BYTES, text);
        String[] parts = string(text).split(" ", 3);
        if (parts.length < 3) return;
        try {
            keep(Integer.parseInt(parts[0]), parts[1], SlogSet.of(parts[2]), k.shmOpen(parts[1]));
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) throw e;
        }
    }

    private void keep(int pid, String object, SlogSet set, int number) {
        var memory = set.map(k, number, Protection.READ_WRITE);
        sets.add(new Kept(++lastNumber, pid, object, set, memory, set.rings(memory)));
    }

    private void writeIndex() {
        for (int slot = 0; slot < SETS_MAX; slot++) {
            byte[] words = slot < sets.size() ? sets.get(slot).words().getBytes(UTF_8) : new byte[0];
            index.put((long) slot * SLOT_BYTES, Arrays.copyOf(words, SLOT_BYTES));
        }
    }

    private static String string(byte[] padded) {
        int length = 0;
        while (length < padded.length && padded[length] != 0) length++;
        return new String(padded, 0, length, UTF_8);
    }

    private Reply register(int pid, String words) {
        var set = words.length() > SlogSet.WORDS_MAX ? null : SlogSet.of(words);
        if (set == null) return new Reply.Fail(Errno.EINVAL);
        String object = "/slogger2/" + set.name() + "." + pid;
        try {
            int number = k.shmOpen(object, MemoryFlag.CREATE, MemoryFlag.EXCLUSIVE);
            k.ftruncate(number, set.bytes());
            keep(pid, object, set, number);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EEXIST) k.shmUnlink(object);
            return new Reply.Fail(e.errno());
        }
        for (var ring : sets.getLast().rings) ring.setVerbosity(set.verbosity());
        if (sets.size() > SETS_MAX) {
            var oldest = sets.removeFirst();
            k.munmap(oldest.memory, oldest.set.bytes());
            k.shmUnlink(oldest.object);
        }
        writeIndex();
        return new Reply.Data(object.getBytes(UTF_8));
    }

    /// The lines that `reader` has not seen, by time; each ring with lines overwritten before they were seen says so first.
    private byte[] news(Reader reader) {
        var lines = new ArrayList<Line>();
        var text = new StringBuilder();
        for (var kept : sets) {
            for (int buffer = 0; buffer < kept.rings.size(); buffer++) {
                var ring = kept.rings.get(buffer);
                long from = reader.seen(kept.number, buffer, ring.written());
                long lost = reader.isFirst ? 0 : ring.lostSince(from);
                if (lost > 0) {
                    text.append(String.format(Locale.ROOT, "- %s.%d %s: %d bytes overwritten before they were read\n",
                            kept.set.name(), kept.pid, kept.set.buffers().get(buffer).name(), lost));
                }
                for (var entry : ring.entries(from)) lines.add(new Line(entry, line(kept, buffer, entry)));
            }
        }
        reader.isFirst = false;
        lines.sort(Comparator.comparingLong(line -> line.entry.timeNs()));
        for (var line : lines) text.append(line.text).append('\n');
        return text.toString().getBytes(UTF_8);
    }

    private static String line(Kept kept, int buffer, SlogRing.Entry entry) {
        var severities = Slog.Severity.values();
        int number = entry.severity();
        String severity = number >= 0 && number < severities.length ? severities[number].name() : "?";
        return String.format(Locale.ROOT, "%d.%09d %s.%d.%d %s %s %d %s", entry.timeNs() / 1_000_000_000,
                entry.timeNs() % 1_000_000_000, kept.set.name(), kept.pid, entry.tid(), kept.set.buffers().get(buffer).name(),
                severity.toLowerCase(Locale.ROOT), entry.code(), entry.text());
    }

    /// How far one open has read.
    private static final class Reader {
        private final boolean waits;
        private final HeldRequests requests = new HeldRequests();
        /// By number of the set and buffer: what its next look begins with.
        private final TreeMap<Long, Long> seen = new TreeMap<>();
        private boolean isFirst = true;
        private byte[] text = {};
        private int at;

        Reader(boolean waits) { this.waits = waits; }

        /// @return where it begins now; the next time at `written`
        long seen(long set, int buffer, long written) {
            Long before = seen.put(set * SlogSet.BUFFERS_MAX + buffer, written);
            return before == null ? 0 : before;
        }

        boolean isEmpty() { return at == text.length; }

        Reply next(int nbytes) {
            int count = Math.min(Math.min(nbytes, ResourceManager.MESSAGE_MAX), text.length - at);
            at += count;
            return new Reply.Data(Arrays.copyOfRange(text, at - count, at));
        }
    }

    /// Lets a reader look for new lines.
    private void look(Reader reader) {
        if (!reader.isEmpty() || (!reader.waits && !reader.isFirst)) return;
        reader.text = news(reader);
        reader.at = 0;
    }

    private void lookForAll() {
        for (var reader : List.copyOf(waiting)) {
            look(reader);
            reader.requests.serve(manager);
        }
    }

    private final class Names implements ConnectFunctions {
        @Override
        public Reply open(Request request, Ocb ocb) {
            if (!ocb.rest().isEmpty() && !ocb.rest().equals(WAIT)) return new Reply.Fail(Errno.ENOENT);
            var reader = new Reader(!ocb.rest().isEmpty());
            ocb.setState(reader);
            if (!reader.waits) return Reply.DONE;
            if (waiting.isEmpty()) k.timerSettime(timer, LOOK_NS, LOOK_NS, false);
            waiting.add(reader);
            return Reply.DONE;
        }
    }

    private final class Log implements IoFunctions {
        private static Reader reader(Ocb ocb) { return (Reader) ocb.state(); }

        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) {
            var reader = reader(ocb);
            look(reader);
            if (!reader.waits) return reader.next(nbytes);
            return reader.requests.answerOrHold(request, ocb, () -> reader.isEmpty() ? null : reader.next(nbytes));
        }

        @Override
        public long available(Ocb ocb) {
            look(reader(ocb));
            return (long) reader(ocb).text.length - reader(ocb).at;
        }

        @Override
        public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) {
            return dcmd == DCMD_REGISTER ? register(request.pid(), string(data)) : new Reply.Fail(Errno.ENOTTY);
        }

        @Override
        public void unblock(Request request, Ocb ocb) { reader(ocb).requests.forget(request); }

        @Override
        public void closeOcb(Ocb ocb) {
            waiting.remove(reader(ocb));
            if (waiting.isEmpty()) k.timerSettime(timer, 0, 0, false);
        }
    }
}
