package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Protection;
import rtk.resmgr.Posix;

/// The system log as a program sees it: QNX's `slog2_…` calls. One message to register its buffers ([SlogManager]); from then on
/// a line in the log is some stores into shared memory and no message, so that logging cannot block, nor change who runs.
///
/// Source: [D 126] LR slog2_register.
public final class Slog {
    /// Processor time of one line; assumed.
    public static final long WRITE_NS = 500;

    /// How bad it is, the worst first.
    public enum Severity {
        SHUTDOWN, CRITICAL, ERROR, WARNING, NOTICE, INFO, DEBUG1, DEBUG2
    }

    private final KernelCalls k;
    private final List<SlogRing> rings;

    private Slog(KernelCalls k, List<SlogRing> rings) {
        this.k = k;
        this.rings = rings;
    }

    /// slog2_register, with one buffer of two pages and what its process is called.
    ///
    /// @throws ErrnoException as the other one
    public static Slog register(KernelCalls k) { return register(k, k.processName(), Severity.INFO, "main=2"); }

    /// slog2_register.
    ///
    /// @param name of the buffer set: letters, digits, `.`, `-`, `_`
    /// @param verbosity what is less severe is dropped
    /// @param buffers 1 to 4, as `NAME=PAGES`, pages of 4 KiB, 1 to 64
    /// @throws ErrnoException ENOENT no `slogger2` runs; EINVAL; EEXIST this process has a set of that name; ENOMEM
    public static Slog register(KernelCalls k, String name, Severity verbosity, String... buffers) {
        String words = name + " " + verbosity.ordinal() + " " + String.join(" ", buffers);
        byte[] text = words.getBytes(UTF_8);
        var posix = new Posix(k);
        int fd = posix.open(SlogManager.PATH, Posix.O_RDWR);
        try {
            var data = Arrays.copyOf(text, Math.max(text.length, SlogSet.WORDS_MAX));
            int length = posix.devctl(fd, SlogManager.DCMD_REGISTER, data);
            var set = SlogSet.of(words);
            int object = k.shmOpen(new String(data, 0, length, UTF_8));
            return new Slog(k, set.rings(set.map(k, object, Protection.READ_WRITE)));
        } finally {
            posix.close(fd);
        }
    }

    /// slog2c, into the first buffer.
    public void log(Severity severity, String text) { log(0, 0, severity, text); }

    /// slog2c. Never blocks; a line less severe than the buffer's verbosity is dropped and costs nothing.
    ///
    /// @param buffer 0 for the first that was registered
    /// @param code for whoever searches
    /// @param text at most 512 bytes; the rest is cut
    public void log(int buffer, int code, Severity severity, String text) {
        var ring = rings.get(buffer);
        if (severity.ordinal() > ring.verbosity()) return;
        k.compute(WRITE_NS);
        ring.add(new SlogRing.Entry(code, severity.ordinal(), k.gettid(), k.nowNs(), text));
    }

    /// slog2_set_verbosity.
    public void setVerbosity(int buffer, Severity verbosity) { rings.get(buffer).setVerbosity(verbosity.ordinal()); }
}
