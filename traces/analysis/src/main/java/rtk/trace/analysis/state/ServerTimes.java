package rtk.trace.analysis.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// Charges the processor time of servers to the clients that they worked for: a thread that received a message works for its sender until it
/// replies to that message or receives the next one. A server that works for a client of a client is charged to the nearer one.
///
/// Interrupts that come while the server has the core are not taken out.
public final class ServerTimes implements TraceSink {
    /// So long the threads of `server` (a process) had a core for `client` (a thread).
    public record Charge(String server, String client, long messages, long ns) {}

    private static final int RUNNING = ThreadState.RUNNING.ordinal();

    private static final class Sum {
        long messages;
        long ns;
    }

    private final Names names = new Names();
    private final TreeMap<Long, Long> processOfThread = new TreeMap<>();
    private final TreeMap<Long, Long> sender = new TreeMap<>();
    /// By server thread: message and client.
    private final TreeMap<Long, Long> serving = new TreeMap<>();
    private final TreeMap<Long, Long> clientOf = new TreeMap<>();
    private final TreeMap<Long, Long> runningSinceNs = new TreeMap<>();
    private final TreeMap<String, TreeMap<String, Sum>> charges = new TreeMap<>();

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case PROCESS_CREATED -> names.event(timeNs, kind, a, b, c, d, e);
            case THREAD_CREATED -> {
                names.event(timeNs, kind, a, b, c, d, e);
                processOfThread.put(a, b);
            }
            case MSG_SEND -> sender.put(c, a);
            case MSG_RECEIVE -> serve(timeNs, a, c);
            case PULSE_RECEIVE -> settle(timeNs, a, true);
            case MSG_REPLY, MSG_ERROR -> {
                if (serving.getOrDefault(a, 0L) == b) settle(timeNs, a, true);
                sender.remove(b);
            }
            case THREAD_STATE -> {
                settle(timeNs, a, false);
                if (b == RUNNING) runningSinceNs.put(a, timeNs);
                else runningSinceNs.remove(a);
            }
            default -> {
                // Tells nothing of servers.
            }
        }
    }

    /// Largest first, then by names.
    public List<Charge> charges() {
        List<Charge> all = new ArrayList<>();
        charges.forEach(
                (server, clients) -> clients.forEach((client, sum) -> all.add(new Charge(server, client, sum.messages, sum.ns))));
        all.sort(Comparator.comparingLong(Charge::ns).reversed());
        return all;
    }

    private void serve(long timeNs, long server, long message) {
        settle(timeNs, server, true);
        Long client = sender.get(message);
        if (client == null) return;
        serving.put(server, message);
        clientOf.put(server, client);
        sum(server, client).messages++;
    }

    /// Charges what `thread` has run since it was charged last.
    private void settle(long timeNs, long thread, boolean done) {
        Long client = clientOf.get(thread);
        Long sinceNs = runningSinceNs.get(thread);
        if (sinceNs != null) runningSinceNs.put(thread, timeNs);
        if (client == null) return;
        if (sinceNs != null) sum(thread, client).ns += timeNs - sinceNs;
        if (!done) return;
        serving.remove(thread);
        clientOf.remove(thread);
    }

    private Sum sum(long server, long client) {
        return charges.computeIfAbsent(names.process(processOfThread.getOrDefault(server, 0L)), _ -> new TreeMap<>())
                .computeIfAbsent(names.thread(client), _ -> new Sum());
    }
}
