package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import rtk.kernel.api.ConnectionInfo;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.ProcessInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadInfo;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.Directory;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Mode;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `proc`: what is known of each process, as files of text, made when they are opened.
///
/// | path | read |
/// |---|---|
/// | `/proc` | the pids |
/// | `/proc/PID/cmdline` | name and arguments, a space between |
/// | `/proc/PID/status` | lines `pid`, `parent`, `name`, `threads`, `zombie`, `cpu_ns`, `memory_bytes`, each with its value |
/// | `/proc/PID/threads` | a line per thread: tid, name, priority, the priority set by the program, policy, state, core, processor time in ns |
/// | `/proc/PID/fds` | a line per connection: its number, pid and channel of the server, 0 and 0 if that is gone |
/// | `/proc/boot` | the programs that can be started by name; there is nothing to read in them |
///
/// `/proc/self` is the process that opens it. No devctl: QNX tells the same, and more, by devctl on `/proc/PID/as`, which together with memory
/// and debugging is not modelled. Part of the process manager in QNX, a program of its own here.
public final class ProcManager implements Program {
    private static final List<String> FILES = List.of("cmdline", "fds", "status", "threads");
    private static final String BOOT = "boot";
    private static final int READ_BY_ALL = 0444;
    private static final int EXECUTED_BY_ALL = 0555;

    private KernelCalls k;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var manager = new ResourceManager(k);
        manager.attach(new Attr("/proc", Mode.S_IFDIR | READ_BY_ALL), new Paths(), new Contents());
        manager.run();
        return 0;
    }

    private List<String> names() {
        return Stream.concat(k.processes().stream().map(process -> Integer.toString(process.pid())), Stream.of(BOOT)).toList();
    }

    private String text(ProcessInfo process, String file) {
        return switch (file) {
            case "cmdline" -> (process.name() + " " + String.join(" ", process.arguments())).strip() + "\n";
            case "fds" -> connections(k.connections(process.pid()));
            case "status" ->
                String.format(Locale.ROOT, "pid %d\nparent %d\nname %s\nthreads %d\nzombie %s\ncpu_ns %d\nmemory_bytes %d\n",
                        process.pid(), process.parent(), process.name(), process.threads(), process.zombie() ? "yes" : "no",
                        process.cpuTimeNs(), process.memoryBytes());
            default -> threads(k.threads(process.pid()));
        };
    }

    private static String threads(List<ThreadInfo> threads) {
        var text = new StringBuilder();
        for (var thread : threads) {
            text.append(thread.tid()).append(' ').append(thread.name()).append(' ').append(thread.priority()).append(' ')
                    .append(thread.realPriority()).append(' ').append(thread.policy()).append(' ').append(thread.state())
                    .append(' ').append(thread.core()).append(' ').append(thread.cpuTimeNs()).append('\n');
        }
        return text.toString();
    }

    private static String connections(List<ConnectionInfo> connections) {
        var text = new StringBuilder();
        for (var one : connections) {
            text.append(one.coid()).append(' ').append(one.serverPid()).append(' ').append(one.chid()).append('\n');
        }
        return text.toString();
    }

    private static Reply directory(Ocb ocb, List<String> names) {
        ocb.setState(names);
        return Reply.DONE;
    }

    private static Reply file(Ocb ocb, int permissions, byte[] text) {
        var attr = new Attr(ocb.rest(), Mode.S_IFREG | permissions);
        attr.setSize(text.length);
        ocb.setAttr(attr);
        ocb.setState(text);
        return Reply.DONE;
    }

    private Reply boot(Ocb ocb, String[] parts) {
        if (parts.length == 1) return directory(ocb, k.programNames());
        return k.programNames().contains(parts[1]) ? file(ocb, EXECUTED_BY_ALL, new byte[0]) : new Reply.Fail(Errno.ENOENT);
    }

    private final class Paths implements ConnectFunctions {
        @Override
        public Reply open(Request request, Ocb ocb) {
            if (ocb.rest().isEmpty()) return directory(ocb, names());
            String[] parts = ocb.rest().split("/", 2);
            if (parts[0].equals(BOOT)) return boot(ocb, parts);
            String number = parts[0].equals("self") ? Integer.toString(ocb.pid()) : parts[0];
            if (!number.matches("[0-9]{1,9}")) return new Reply.Fail(Errno.ENOENT);
            int pid = Integer.parseInt(number);
            try {
                var process = k.processInfo(pid);
                if (parts.length == 1) return directory(ocb, FILES);
                if (!FILES.contains(parts[1])) return new Reply.Fail(Errno.ENOENT);
                return file(ocb, READ_BY_ALL, text(process, parts[1]).getBytes(UTF_8));
            } catch (ErrnoException e) {
                return new Reply.Fail(e.errno() == Errno.ESRCH ? Errno.ENOENT : e.errno());
            }
        }
    }

    private static final class Contents implements IoFunctions {
        @Override
        @SuppressWarnings("unchecked") // what Paths.open has put there
        public Reply read(Request request, Ocb ocb, int nbytes) {
            if (!(ocb.state() instanceof byte[] text)) return Directory.read(ocb, (List<String>) ocb.state(), nbytes);
            int from = (int) Math.min(ocb.offset(), text.length);
            int count = Math.min(nbytes, text.length - from);
            ocb.setOffset(ocb.offset() + count);
            return new Reply.Data(Arrays.copyOfRange(text, from, from + count));
        }
    }
}
