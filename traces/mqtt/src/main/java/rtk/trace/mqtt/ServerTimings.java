package rtk.trace.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Who serves messages, and how long each takes: from MSG_RECEIVE to MSG_REPLY or MSG_ERROR of the same message,
/// whatever thread replies. A process that has received one message or pulse is a server.
final class ServerTimings implements TraceSink {
    /// What one process did since its start.
    static final class Server {
        final String name;
        final long pid;
        long messages;
        long replies;
        long errors;
        long pulses;
        /// Simulated nanoseconds from receive to reply, exact to three digits.
        final Histogram serviceNs = new Histogram(3);
        /// Changed since the last look.
        boolean fresh;

        Server(String name, long pid) {
            this.name = name;
            this.pid = pid;
        }
    }

    private record KnownProcess(String name, long pid) {}

    private record KnownThread(long process, String name) {}

    private record Service(long process, long sinceNs) {}

    private final List<String> texts = new ArrayList<>(List.of(""));
    private final Map<Long, KnownProcess> processes = new HashMap<>();
    private final Map<Long, KnownThread> threads = new HashMap<>();
    /// By number of the message.
    private final Map<Long, Service> open = new HashMap<>();
    /// By number of the process, so in order of creation.
    private final TreeMap<Long, Server> servers = new TreeMap<>();

    @Override
    public void text(int id, String text) {
        while (texts.size() <= id) texts.add("");
        texts.set(id, text);
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case PROCESS_CREATED -> processes.put(a, new KnownProcess(text(d), b));
            case PROCESS_EXITED -> open.values().removeIf(service -> service.process == a);
            case THREAD_CREATED -> threads.put(a, new KnownThread(b, text(e)));
            case MSG_RECEIVE -> {
                Server server = server(a);
                if (server == null) return;
                server.messages++;
                open.put(c, new Service(threads.get(a).process, timeNs));
            }
            case PULSE_RECEIVE -> {
                Server server = server(a);
                if (server != null) server.pulses++;
            }
            case MSG_REPLY -> served(timeNs, b, false);
            case MSG_ERROR -> served(timeNs, b, true);
            default -> {
            }
        }
    }

    private void served(long timeNs, long message, boolean error) {
        Service service = open.remove(message);
        if (service == null) return;
        Server server = servers.get(service.process);
        if (error) server.errors++;
        else server.replies++;
        server.serviceNs.recordValue(timeNs - service.sinceNs);
        server.fresh = true;
    }

    private Server server(long threadNumber) {
        KnownThread thread = threads.get(threadNumber);
        if (thread == null) return null;
        Server server = servers.computeIfAbsent(thread.process, number -> {
            KnownProcess process = processes.get(number);
            return process == null ? new Server("process-" + number, 0) : new Server(process.name, process.pid);
        });
        server.fresh = true;
        return server;
    }

    /// In order of creation. A program that is started again is a server of its own, with the same name.
    Iterable<Server> servers() { return servers.values(); }

    String text(long id) { return id >= 0 && id < texts.size() ? texts.get((int) id) : ""; }

    String threadName(long thread) {
        KnownThread known = threads.get(thread);
        return known == null ? "" : known.name;
    }

    String processName(long process) {
        KnownProcess known = processes.get(process);
        return known == null ? "" : known.name;
    }

    long pid(long process) {
        KnownProcess known = processes.get(process);
        return known == null ? 0 : known.pid;
    }

    /// Name of the process that `thread` belongs to.
    String processOfThread(long thread) {
        KnownThread known = threads.get(thread);
        return known == null ? "" : processName(known.process);
    }
}
