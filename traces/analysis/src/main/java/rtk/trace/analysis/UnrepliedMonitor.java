package rtk.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// Messages whose senders still wait: for somebody to receive, or for the reply.
public final class UnrepliedMonitor implements TraceSink {
    /// @param client as `process/tid`
    /// @param channel as `process:chid`
    /// @param sentNs when it was sent
    /// @param receivedBy who owes the reply; `-` if nobody has received it
    public record Unreplied(String client, String channel, long sentNs, String receivedBy) {}

    private static final class Message {
        final long client;
        final long channel;
        final long sentNs;
        long server;

        Message(long client, long channel, long sentNs) {
            this.client = client;
            this.channel = channel;
            this.sentNs = sentNs;
        }
    }

    private final Names names = new Names();
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private final TreeMap<Long, Long> messageOfClient = new TreeMap<>();

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        names.event(timeNs, kind, a, b, c, d, e);
        switch (kind) {
            case MSG_SEND -> {
                messages.put(c, new Message(a, b, timeNs));
                messageOfClient.put(a, c);
            }
            case MSG_RECEIVE -> {
                Message message = messages.get(c);
                if (message != null) message.server = a;
            }
            case THREAD_STATE -> {
                boolean waits = b == ThreadState.SEND.ordinal() || b == ThreadState.REPLY.ordinal();
                Long message = waits ? null : messageOfClient.remove(a);
                if (message != null) messages.remove(message);
            }
            default -> {
                // Concerns no message; a reply shows in the state of the client.
            }
        }
    }

    /// Those that wait now, in the order of sending.
    public List<Unreplied> unreplied() {
        List<Unreplied> waiting = new ArrayList<>();
        for (Message message : messages.values()) {
            waiting.add(new Unreplied(names.thread(message.client), names.channel(message.channel), message.sentNs,
                    names.thread(message.server)));
        }
        return waiting;
    }
}
