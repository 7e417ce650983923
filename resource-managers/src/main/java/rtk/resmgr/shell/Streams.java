package rtk.resmgr.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;

/// What a program of the command line works with: kernel calls, files, and its descriptors 0, 1 and 2 as text in UTF-8.
///
/// Output is kept until there is [#BUFFER_BYTES] of it or [#flush]; it goes out before input is waited for.
public final class Streams {
    public static final int INPUT = 0;
    public static final int OUTPUT = 1;
    public static final int ERROR = 2;
    static final int BUFFER_BYTES = 1024;
    /// Longest line of input; what is beyond is the next line.
    static final int LINE_MAX = 4096;

    private final KernelCalls k;
    private final Posix posix;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private byte[] input = {};
    private int inputAt;

    public Streams(KernelCalls k) {
        this.k = k;
        posix = new Posix(k);
    }

    public KernelCalls k() { return k; }

    public Posix posix() { return posix; }

    public void print(String text) { print(text.getBytes(UTF_8)); }

    public void print(byte[] bytes) {
        output.writeBytes(bytes);
        if (output.size() >= BUFFER_BYTES) flush();
    }

    /// Prints a line.
    @SuppressWarnings("AnnotateFormatMethod") // the annotation is another library's
    public void line(String format, Object... args) { print(String.format(Locale.ROOT, format, args).stripTrailing() + "\n"); }

    /// Writes out what is kept. What goes wrong ends a [Tool], which needs not see to it.
    ///
    /// @throws ErrnoException EINTR
    public void flush() {
        byte[] bytes = output.toByteArray();
        output.reset();
        try {
            write(OUTPUT, bytes);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EINTR) throw e;
            throw new OutputException(e.errno());
        }
    }

    /// A line on descriptor 2, behind the program's name. What cannot be told is not.
    public void complain(String text) {
        try {
            flush();
            write(ERROR, (k.processName() + ": " + text + "\n").getBytes(UTF_8));
        } catch (ErrnoException e) {
            k.trace("complaint not told", e.errno().number());
        } catch (OutputException e) {
            k.trace("output not written", e.errno().number());
        }
    }

    private void write(int fd, byte[] bytes) {
        for (int at = 0; at < bytes.length;) {
            byte[] rest = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + BUFFER_BYTES));
            at += posix.write(fd, rest, rest.length);
        }
    }

    /// The next line of input without its end.
    ///
    /// @return null at the end
    /// @throws ErrnoException as [Posix#read], such as EINTR
    public String readLine() {
        flush();
        var line = new ByteArrayOutputStream();
        while (line.size() < LINE_MAX) {
            if (inputAt == input.length && !fill()) return line.size() == 0 ? null : line.toString(UTF_8);
            byte next = input[inputAt++];
            if (next == '\n') break;
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    private boolean fill() {
        var buffer = new byte[BUFFER_BYTES];
        int count = posix.read(INPUT, buffer);
        input = Arrays.copyOf(buffer, count);
        inputAt = 0;
        return input.length > 0;
    }

    /// Prints all that descriptor `fd` gives.
    public void copyFrom(int fd) {
        var buffer = new byte[BUFFER_BYTES];
        for (int count = posix.read(fd, buffer); count > 0; count = posix.read(fd, buffer)) {
            print(Arrays.copyOf(buffer, count));
            flush();
        }
    }

    /// Prints all of a file.
    public void copyFrom(String path) {
        int fd = posix.open(path, Posix.O_RDONLY);
        try {
            copyFrom(fd);
        } finally {
            posix.close(fd);
        }
    }

    /// Does `action` for each of `names`; a failure is told with the name, and does not keep the others from their turn.
    ///
    /// @return exit status
    public int forEach(Iterable<String> names, Consumer<String> action) {
        int status = 0;
        for (String name : names) {
            try {
                action.accept(name);
            } catch (ErrnoException e) {
                if (e.errno() == Errno.EINTR) throw e;
                complain(name + ": " + e.errno().meaning());
                status = Tool.FAILED;
            }
        }
        return status;
    }
}
