package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;
import rtk.trace.TraceText;

/// The program `trace`: control of the recorder from inside, at `/dev/trace`. In a car it is how one keeps only the second before a fault,
/// where there is no room for more (`tracelogger`).
///
/// | written | effect |
/// |---|---|
/// | `start`, `stop` | the recorder keeps events, or none |
/// | `only msg thread.state` | it keeps the events of these families and kinds |
/// | `all` | it keeps all kinds again |
/// | `mark NAME VALUE` | an event `user` with this name and whole number |
///
/// One or several lines; a line that is none of these fails with EINVAL and has no effect, nor have those after it. A read gives what is set: a
/// line `recording yes` or `recording no`, a line `kinds all` or `kinds msg thread.state`; then 0 bytes. No devctl.
///
/// The simulated world does not depend on it: latencies, verdicts and monitors of the run see everything, only the recorded trace and its
/// digest are smaller. What was not kept is counted in the trace. Source: [D 140–142] System Analysis Toolkit, TraceEvent. Not modelled: ring
/// buffers of kernel memory, event handlers, filters by thread.
public final class TraceManager implements Program {
    private static final String PATH = "/dev/trace";

    private KernelCalls k;
    private boolean isOn = true;
    private String kinds = KernelCalls.ALL_KINDS;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var manager = new ResourceManager(k);
        manager.attach(new Attr(PATH, true, true), new Control());
        manager.run();
        return 0;
    }

    private Errno obey(String line) {
        String[] words = line.strip().split("\\s+", 2);
        String rest = words.length == 1 ? "" : words[1];
        switch (words[0]) {
            case "start" -> isOn = true;
            case "stop" -> isOn = false;
            case "all" -> kinds = KernelCalls.ALL_KINDS;
            case "only" -> {
                if (!areKinds(rest)) return Errno.EINVAL;
                kinds = rest;
            }
            case "mark" -> {
                String[] mark = rest.split("\\s+");
                if (mark.length != 2 || !mark[1].matches("-?[0-9]{1,18}")) return Errno.EINVAL;
                k.trace(mark[0], Long.parseLong(mark[1]));
                return Errno.EOK;
            }
            default -> {
                return Errno.EINVAL;
            }
        }
        k.traceControl(isOn, kinds);
        return Errno.EOK;
    }

    private static boolean areKinds(String words) {
        try {
            return !words.isEmpty() && !TraceText.kinds(List.of(words.split("\\s+"))).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private final class Control implements IoFunctions {
        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) {
            for (String line : new String(bytes, UTF_8).strip().split("\n")) {
                var errno = obey(line);
                if (errno != Errno.EOK) return new Reply.Fail(errno);
            }
            return new Reply.Count(bytes.length);
        }

        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) {
            if (ocb.offset() > 0) return Reply.DONE;
            byte[] text = ("recording " + (isOn ? "yes" : "no") + "\nkinds " + kinds + "\n")
                    .getBytes(UTF_8);
            if (text.length > nbytes) return new Reply.Fail(Errno.EMSGSIZE);
            ocb.setOffset(text.length);
            return new Reply.Data(text);
        }

        @Override
        public long available(Ocb ocb) { return ocb.offset() > 0 ? 0 : 1; }
    }
}
