package rtk.trace.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Plays events to sinks on a thread of its own, in batches, in order.
///
/// Memory is bounded: when the sinks are [#BATCHES_MAX] batches behind, whoever brings events waits. A batch is handed over when it
/// is full, and by [#flush]. The sinks are called by one thread, with one batch for the first, then for the next: each sees all events
/// in order, but the second is a batch behind the first. Sinks that read each other go in as one ([TraceSink#and]).
///
/// After [#drain] or [#close] the sinks have seen everything, and the caller may read them.
///
/// If a sink throws, none gets any more events, and [#flush], [#drain] and [#close] throw the same. [#event] does not: the
/// simulated world is not to be disturbed.
///
/// An event costs the caller some two nanoseconds and leaves no garbage.
public final class Relay implements TraceSink, AutoCloseable {
    /// Of [EventBatch#EVENTS_MAX] events, 224 KiB, each.
    static final int BATCHES_MAX = 8;

    private static final EventBatch END = new EventBatch();

    private final List<TraceSink> sinks;
    private final BlockingQueue<EventBatch> full = new ArrayBlockingQueue<>(BATCHES_MAX + 1);
    private final BlockingQueue<EventBatch> empty = new ArrayBlockingQueue<>(BATCHES_MAX);
    private final Thread player = new Thread(this::play, "rtk trace");
    private EventBatch filling = new EventBatch();
    /// Made so far, `filling` included.
    private int batches = 1;
    private boolean closed;
    /// What a sink threw.
    private volatile Throwable failure;

    /// Starts the thread.
    public Relay(TraceSink... sinks) {
        this.sinks = List.of(sinks);
        player.setDaemon(true);
        player.start();
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        EventBatch batch = filling;
        batch.event(timeNs, kind.ordinal(), a, b, c, d, e);
        if (batch.isFull()) handOver();
    }

    @Override
    public void text(int id, String text) {
        filling.text(id, text);
        if (filling.isFull()) handOver();
    }

    /// Lets the sinks have all events so far, without waiting for them.
    public void flush() {
        if (!filling.isEmpty()) handOver();
        throwFailure();
    }

    /// Lets the sinks have all events so far, and waits until they have seen them.
    public void drain() {
        if (!filling.isEmpty()) handOver();
        List<EventBatch> played = new ArrayList<>();
        for (int other = 1; other < batches; other++) played.add(take(empty));
        empty.addAll(played);
        throwFailure();
    }

    /// As [#drain], and ends the thread. May be called again; nothing may be told after this.
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        if (!filling.isEmpty()) handOver();
        full.add(END);
        join();
        throwFailure();
    }

    private void handOver() {
        full.add(filling);
        EventBatch next = empty.poll();
        if (next == null && batches < BATCHES_MAX) {
            next = new EventBatch();
            batches++;
        }
        filling = next == null ? take(empty) : next;
    }

    private void play() {
        for (EventBatch batch = take(full); batch != END; batch = take(full)) {
            try {
                for (int i = 0; i < sinks.size() && failure == null; i++) batch.playTo(sinks.get(i));
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            }
            batch.clear();
            empty.add(batch);
        }
    }

    private void throwFailure() {
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException(failure);
        }
    }

    /// An interrupt is for the caller to see, and ends no wait here: no event gets lost.
    private static EventBatch take(BlockingQueue<EventBatch> queue) {
        boolean interrupted = false;
        try {
            for (;;) {
                try {
                    return queue.take();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void join() {
        boolean interrupted = false;
        while (player.isAlive()) {
            try {
                player.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
