package rtk.trace.mqtt;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Messages between the simulation and the broker: kept in order until the broker has acknowledged them.
///
/// One daemon thread connects, encodes and sends. When the connection breaks, what was not acknowledged goes back to the
/// front of the queue in its old order and is sent again through a fresh connection: at least once, in order, duplicates possible.
/// A broker may have forgotten what it retained, or have published the last will, so the newest retained message of each topic is
/// sent again too. And a broker that was killed may have acknowledged what it had neither passed on nor written down, so the
/// newest [#RECENT_MAX] acknowledged messages are sent again as well; whoever has them knows them by their `seq`. After [#patienceNs] of host time without an acknowledgement the outbox gives up, for good and counted.
///
/// Bounds: [#MESSAGES_MAX] and [#BYTES_MAX] for all that is queued or not acknowledged; [#RECENT_MAX] and [#RECENT_BYTES_MAX] for
/// what is kept beyond its acknowledgement.
final class Outbox implements BrokerConnection.Listener {
    static final int MESSAGES_MAX = 1024;
    static final long BYTES_MAX = 16L << 20;
    private static final int RECENT_MAX = MESSAGES_MAX;
    private static final long RECENT_BYTES_MAX = 8L << 20;
    private static final long BACK_OFF_FIRST_MS = 50;
    private static final long BACK_OFF_MAX_MS = 1000;

    private final BrokerUrl url;
    private final String clientId;
    private final String willTopic;
    private final Supplier<byte[]> will;
    private final long patienceNs;
    private final Thread thread = new Thread(this::run, "rtk-mqtt-outbox");

    private final ReentrantLock lock = new ReentrantLock();
    /// Something changed.
    private final Condition changed = lock.newCondition();

    // All below under `lock`.
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
    private final TreeMap<Long, Outgoing> unacknowledged = new TreeMap<>();
    private final TreeMap<String, Outgoing> retained = new TreeMap<>();
    /// Acknowledged last, oldest first.
    private final ArrayDeque<Outgoing> recent = new ArrayDeque<>();
    private long recentBytes;
    private long bytes;
    private long nextTicket;
    private long nextPlace;
    private BrokerConnection connection;
    /// The one before, to be cleared away by the outbox's thread.
    private BrokerConnection broken;
    private boolean firstTryDone;
    private boolean closing;
    private boolean ended;
    /// Host time of the last acknowledgement, or since when there is something to acknowledge: when to give up counts from here.
    private long progressNs;
    /// Host time of the last acknowledgement on this connection, or since when one is due on it.
    private long answerNs;
    private String trouble;
    private String problem;
    private long sent;
    private long undelivered;

    /// @param will what the broker says at `willTopic` when a connection breaks, asked for at each connection
    /// @param patienceNs host time without progress after which to give up
    Outbox(BrokerUrl url, String clientId, String willTopic, Supplier<byte[]> will, long patienceNs) {
        this.url = url;
        this.clientId = clientId;
        this.willTopic = willTopic;
        this.will = will;
        this.patienceNs = patienceNs;
        thread.setDaemon(true);
    }

    /// Connects. One try; a broker that is not there at the beginning is not waited for.
    ///
    /// @return false if that failed; [#problem] says why, and nothing will be sent
    boolean start() {
        thread.start();
        lock.lock();
        try {
            while (!firstTryDone) changed.awaitUninterruptibly();
            return problem == null;
        } finally {
            lock.unlock();
        }
    }

    /// Puts a message at the end of the queue.
    ///
    /// @param wait whether to wait for room
    /// @return false if there is no room, or if the outbox has given up: then it is not sent, and counted as undelivered only in the second case
    boolean offer(Outgoing message, boolean wait) {
        lock.lock();
        try {
            while (wait && !ended && !hasRoom()) changed.awaitUninterruptibly();
            if (ended) {
                undelivered++;
                return false;
            }
            if (!hasRoom()) return false;
            if (isEmpty()) progressNs = System.nanoTime();
            bytes += message.weight;
            message.place = nextPlace++;
            queue.addLast(message);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Whether half of the bounds is free.
    boolean isHalfEmpty() {
        lock.lock();
        try {
            return queue.size() + unacknowledged.size() < MESSAGES_MAX / 2 && bytes < BYTES_MAX / 2;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() { return queue.isEmpty() && unacknowledged.isEmpty(); }

    private boolean hasRoom() { return queue.size() + unacknowledged.size() < MESSAGES_MAX && bytes < BYTES_MAX; }

    /// Waits until all is acknowledged, `waitNs` of host time at most, and disconnects.
    void close(long waitNs) {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
            long left = waitNs;
            while (!ended && left > 0) left = awaitNs(left);
            if (!ended) giveUp(trouble == null ? "MQTT broker " + url + ": closed before all was acknowledged" : trouble);
        } finally {
            lock.unlock();
        }
        // A connection still in use is left to its thread, which finds that it has ended.
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One line on what went wrong for good; null if nothing did.
    String problem() {
        lock.lock();
        try {
            if (problem == null || undelivered == 0) return problem;
            return String.format(Locale.ROOT, "%s; %d of %d messages not delivered", problem, undelivered, sent + undelivered);
        } finally {
            lock.unlock();
        }
    }

    /// Messages that the broker has acknowledged.
    long delivered() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /// Messages that were taken or offered and will never be acknowledged; known after [#close].
    long undelivered() {
        lock.lock();
        try {
            return undelivered;
        } finally {
            lock.unlock();
        }
    }

    /// All callers loop.
    ///
    /// @return what is left of `ns`; 0 if interrupted
    @SuppressWarnings("WaitNotInLoop")
    private long awaitNs(long ns) {
        try {
            return changed.awaitNanos(ns);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void run() {
        if (connectFirst()) {
            long backOffMs = BACK_OFF_FIRST_MS;
            while (true) {
                BrokerConnection current = current();
                if (current == null) {
                    if (!reconnect(backOffMs)) break;
                    backOffMs = Math.min(backOffMs * 2, BACK_OFF_MAX_MS);
                } else if (sendNext(current)) {
                    backOffMs = BACK_OFF_FIRST_MS;
                } else {
                    break;
                }
            }
        }
        clearAway();
        BrokerConnection last = current();
        if (last != null) last.disconnect();
    }

    private BrokerConnection current() {
        lock.lock();
        try {
            return connection;
        } finally {
            lock.unlock();
        }
    }

    private boolean connectFirst() {
        String failure = connect();
        lock.lock();
        try {
            if (failure != null) giveUp(failure);
            firstTryDone = true;
            changed.signalAll();
            return failure == null;
        } finally {
            lock.unlock();
        }
    }

    /// @return null, or the line on why not
    private String connect() {
        try {
            BrokerConnection opened = BrokerConnection.open(url, clientId, willTopic, will.get(), this);
            lock.lock();
            try {
                connection = opened;
                answerNs = System.nanoTime();
                if (!firstTryDone) progressNs = answerNs;
            } finally {
                lock.unlock();
            }
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /// @return false if all is over
    private boolean reconnect(long backOffMs) {
        clearAway();
        lock.lock();
        try {
            if (!ended && System.nanoTime() - progressNs > patienceNs) giveUp(trouble);
            if (!ended && closing && queue.isEmpty()) end();
            long left = TimeUnit.MILLISECONDS.toNanos(backOffMs);
            while (!ended && left > 0) left = awaitNs(left);
            if (ended) return false;
        } finally {
            lock.unlock();
        }
        String failure = connect();
        lock.lock();
        try {
            if (failure != null) {
                trouble = failure;
            } else {
                remind();
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void clearAway() {
        BrokerConnection useless;
        lock.lock();
        try {
            useless = broken;
            broken = null;
        } finally {
            lock.unlock();
        }
        if (useless != null) useless.discard();
    }

    /// Puts into the queue what a broker without memory would lack: first what it should retain, then all else in the order in which it was
    /// first queued. That order matters, since a subscriber takes what comes behind its successor for a duplicate.
    private void remind() {
        Set<String> coming = new HashSet<>();
        for (Outgoing message : queue) coming.add(message.topic);
        for (Outgoing message : recent) coming.add(message.topic);
        List<Outgoing> missing = new ArrayList<>();
        for (Outgoing message : retained.values()) if (!coming.contains(message.topic)) missing.add(message);
        for (Outgoing message : missing) bytes += message.weight;
        bytes += recentBytes;
        List<Outgoing> inOrder = new ArrayList<>(recent);
        inOrder.addAll(queue);
        inOrder.sort(Comparator.comparingLong(message -> message.place));
        recent.clear();
        recentBytes = 0;
        queue.clear();
        queue.addAll(missing);
        queue.addAll(inOrder);
    }

    /// Sends one message when there is one and the broker allows it, or finds the connection stalled.
    ///
    /// @return false if all is over
    private boolean sendNext(BrokerConnection current) {
        Outgoing message;
        long ticket;
        lock.lock();
        try {
            while (!ended && connection == current && (queue.isEmpty() || unacknowledged.size() >= current.window())) {
                if (closing && queue.isEmpty() && unacknowledged.isEmpty()) {
                    end();
                    return false;
                }
                awaitNs(TimeUnit.MILLISECONDS.toNanos(200));
                if (!unacknowledged.isEmpty() && System.nanoTime() - answerNs > patienceNs / 2) {
                    lost(current, "does not acknowledge");
                }
            }
            if (ended) return false;
            if (connection != current) return true;
            if (unacknowledged.isEmpty()) answerNs = System.nanoTime();
            message = queue.removeFirst();
            ticket = nextTicket++;
            unacknowledged.put(ticket, message);
        } finally {
            lock.unlock();
        }
        try {
            current.publish(message, ticket);
        } catch (IOException e) {
            lost(current, e.getMessage());
        }
        return true;
    }

    private void giveUp(String why) {
        if (ended) return;
        problem = why == null ? "MQTT broker " + url + ": connection lost" : why;
        end();
    }

    private void end() {
        for (Outgoing message : queue) if (!message.delivered) undelivered++;
        for (Outgoing message : unacknowledged.values()) if (!message.delivered) undelivered++;
        queue.clear();
        unacknowledged.clear();
        bytes = 0;
        ended = true;
        changed.signalAll();
    }

    @Override
    public void acknowledged(long ticket) {
        lock.lock();
        try {
            Outgoing message = unacknowledged.remove(ticket);
            if (message == null) return;
            bytes -= message.weight;
            if (message.retained) retained.put(message.topic, message);
            keep(message);
            if (!message.delivered) sent++;
            message.delivered = true;
            progressNs = System.nanoTime();
            answerNs = progressNs;
            trouble = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void keep(Outgoing message) {
        recent.addLast(message);
        recentBytes += message.weight;
        while (recent.size() > RECENT_MAX || recentBytes > RECENT_BYTES_MAX) recentBytes -= recent.removeFirst().weight;
    }

    @Override
    public void refused(long ticket, String why) {
        lock.lock();
        try {
            if (unacknowledged.containsKey(ticket)) giveUp("MQTT broker " + url + ": " + why);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void lost(BrokerConnection lostOne, String why) {
        lock.lock();
        try {
            if (connection != lostOne || ended) return;
            connection = null;
            broken = lostOne;
            trouble = "MQTT broker " + url + ": " + why;
            if (isEmpty()) progressNs = System.nanoTime();
            for (Outgoing message : unacknowledged.descendingMap().values()) queue.addFirst(message);
            unacknowledged.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
