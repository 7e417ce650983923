package rtk.kernel;

import rtk.kernel.api.Pulse;
import rtk.trace.ThreadState;

/// The part of the [Referee] that knows what messages and pulses do: who is received next, and what that makes of the server's
/// priority.
final class MessageReferee {
    private final Referee referee;
    private final Seen seen;

    MessageReferee(Referee referee, Seen seen) {
        this.referee = referee;
        this.seen = seen;
    }

    void send(Seen.Thread client, Seen.Queue channel, long message, int priority) {
        referee.check(client.priority == priority, "priority", client, "sends at " + priority + ", but has " + client.priority);
        client.message = message;
        client.answered = false;
        if (!channel.receivers.isEmpty()) hand(channel, message, priority);
    }

    void pulse(Seen.Queue channel, long number, int code, long value) {
        int priority = code == Pulse.CODE_UNBLOCK
                ? seen.thread(seen.kernel().threadByRcvid((int) value).number).priority
                : ProgramRun.pulsePriority(value);
        if (!channel.receivers.isEmpty()) hand(channel, number, priority);
        else enqueue(channel, new Seen.Entry(null, priority, code, value));
    }

    /// To the receiver that waited longest.
    private void hand(Seen.Queue channel, long message, int priority) {
        Seen.Thread server = channel.receivers.getFirst();
        server.handed = message;
        takeOver(server, channel, priority);
    }

    private static void takeOver(Seen.Thread server, Seen.Queue channel, int priority) {
        if (channel.fixedPriority) return;
        server.own = priority;
        server.boost = 0;
    }

    void enqueue(Seen.Queue queue, Seen.Entry entry) {
        queue.add(entry);
        if (entry.thread() != null) entry.thread().awaited = queue;
        if (!queue.isChannel || queue.fixedPriority) return;
        for (Seen.Thread server : seen.threads) {
            if (server.served == queue && server.base() < entry.priority()) server.boost = entry.priority();
        }
    }

    void waitForMessage(Seen.Thread server, Seen.Queue channel) {
        serve(server, channel);
        server.awaited = channel;
        server.handed = 0;
        channel.receivers.add(server);
    }

    void received(Seen.Thread server, Seen.Queue channel, long message) {
        if (server.handed == message) {
            server.handed = 0;
            return;
        }
        Seen.Thread client = seen.client(message);
        referee.check(client != null && client.state == ThreadState.REPLY, "message", server, "receives message " + message);
        if (client == null) return;
        // One who sends to the channel it serves is boosted by its own message, until that is received: with the boost or
        // without it, no rule says.
        boolean boostsItself = client.served == channel;
        serve(server, channel);
        takeOver(server, channel, boostsItself ? seen.tcb(server).basePriority : client.sentPriority);
    }

    void pulseReceived(Seen.Thread server, Seen.Queue channel, long number, long code, long value) {
        if (server.handed == number) {
            server.handed = 0;
            return;
        }
        Seen.Entry entry = channel.pulse(code, value);
        referee.check(entry != null && entry.priority() == channel.topPriority(), "wait order", server,
                "receives pulse " + value + ", but first is " + channel.first());
        if (entry == null) return;
        channel.entries().remove(entry);
        serve(server, channel);
        takeOver(server, channel, entry.priority());
    }

    /// A receive: the server belongs to this channel; its boosts are what still waits.
    private void serve(Seen.Thread server, Seen.Queue channel) {
        if (server.served != channel) leave(server);
        server.served = channel;
        int top = channel.topPriority();
        for (Seen.Thread other : seen.threads) {
            if (other.served == channel && other.boost > 0) other.boost = top > other.own ? top : 0;
        }
    }

    static void leave(Seen.Thread server) {
        server.served = null;
        server.boost = 0;
    }

    void replied(long message) {
        Seen.Thread client = seen.client(message);
        if (client == null || client.state != ThreadState.REPLY)
            referee.wrong("message", "a reply to nobody: message " + message);
        else
            client.answered = true;
    }
}
