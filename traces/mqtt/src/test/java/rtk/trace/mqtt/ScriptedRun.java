package rtk.trace.mqtt;

import java.util.List;
import org.HdrHistogram.Histogram;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.Texts;
import rtk.trace.TraceSink;
import rtk.trace.analysis.LatencyResult;

/// A run by hand: a driver that serves one message per millisecond, each in 1000 + 7·i mod 5000 ns, with the latencies kept beside.
final class ScriptedRun implements LatencySource {
    static final String SERVICE = "service time";
    static final String ODD = "odd/#1";
    static final long MS = 1_000_000;

    private final Histogram service = new Histogram(3);
    private final Histogram odd = new Histogram(3);
    private TraceSink sink = TraceSink.NONE;
    private long nowNs;
    private long worstNs;
    private long worstAtNs;
    private long oddWorstNs;
    private long oddWorstAtNs;
    private int messages;

    /// Defines who is who.
    void begin(TraceSink to) {
        sink = to;
        Texts texts = new Texts(sink);
        sink.event(0, EventKind.PROCESS_CREATED, 1, 7, 0, texts.number("dev-can"));
        sink.event(0, EventKind.THREAD_CREATED, 1, 1, 1, 21, texts.number("dev-can.1"));
        sink.event(0, EventKind.PROCESS_CREATED, 2, 8, 1, texts.number("gateway"));
        sink.event(0, EventKind.THREAD_CREATED, 2, 2, 1, 10, texts.number("gateway.1"));
        texts.number("SIGSEGV");
    }

    /// `count` more milliseconds.
    void serve(int count) {
        for (int i = 0; i < count; i++) {
            messages++;
            nowNs = messages * MS;
            long serviceNs = 1000 + messages * 7L % 5000;
            sink.event(nowNs, EventKind.CALL_ENTER, 2, KernelCall.MSG_SEND.ordinal());
            sink.event(nowNs, EventKind.MSG_SEND, 2, 1, messages, 32, 10);
            sink.event(nowNs, EventKind.MSG_RECEIVE, 1, 1, messages, 32);
            nowNs += serviceNs;
            sink.event(nowNs, EventKind.MSG_REPLY, 1, messages, 0, 8);
            service.recordValue(serviceNs);
            if (serviceNs > worstNs) {
                worstNs = serviceNs;
                worstAtNs = nowNs;
            }
            if (messages % 2 == 0) continue;
            odd.recordValue(serviceNs * 1000);
            if (serviceNs > oddWorstNs) {
                oddWorstNs = serviceNs;
                oddWorstAtNs = nowNs;
            }
        }
    }

    void missDeadline() { sink.event(nowNs, EventKind.JOB_MISSED, 2, 3); }

    void crash() { sink.event(nowNs, EventKind.PROCESS_EXITED, 2, -11, 5); }

    long nowNs() { return nowNs; }

    int messages() { return messages; }

    @Override
    public List<String> paths() { return List.of(SERVICE, ODD); }

    @Override
    public Histogram histogram(String path) { return path.equals(SERVICE) ? service : odd; }

    @Override
    public LatencyResult result(String path) {
        Histogram h = histogram(path);
        return new LatencyResult(path, h.getTotalCount(), h.getMinValue(), h.getMean(), h.getValueAtPercentile(50),
                h.getValueAtPercentile(90),
                h.getValueAtPercentile(99), h.getValueAtPercentile(99.9), h.getMaxValue(),
                path.equals(SERVICE) ? worstAtNs : oddWorstAtNs);
    }
}
