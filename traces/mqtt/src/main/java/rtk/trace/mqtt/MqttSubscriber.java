package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import rtk.trace.analysis.LatencyResult;

/// Follows one run: newest status and summaries, histograms put together from their intervals, gaps and duplicates told by `seq`.
///
/// A broken connection is made again, with the session kept, so that the broker keeps what comes in between, as long as it lives.
/// Thread-safe.
public final class MqttSubscriber implements Closeable {
    private final RunTopics topics;
    private final Consumer<Received> each;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Under `lock`.
    private final RunLedger ledger = new RunLedger();
    private Subscription subscription;

    private MqttSubscriber(RunTopics topics, Consumer<Received> each) {
        this.topics = topics;
        this.each = each;
    }

    /// Connects and subscribes.
    ///
    /// @param each told of each message once, in order, on a thread of the client library; must not wait for this subscriber
    /// @throws IOException in one line, if the broker cannot be reached or refuses
    public static MqttSubscriber connect(BrokerUrl broker, RunTopics topics, Consumer<Received> each) throws IOException {
        MqttSubscriber subscriber = new MqttSubscriber(topics, each);
        subscriber.subscription = Subscription.open(broker, topics.filter(), Subscription.freshId(),
                subscriber::arrived);
        return subscriber;
    }

    private void arrived(String topic, MqttMessage message) {
        if (!topic.startsWith(topics.base())) return;
        Received received;
        lock.lock();
        try {
            received = ledger.enter(topic.substring(topics.base().length()), message);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (received != null) each.accept(received);
    }

    /// Waits until the run says that it has ended; a last will is no end, since a publisher may come back.
    ///
    /// @param hostNs host time to wait at most
    /// @return whether it has ended
    public boolean awaitEnd(long hostNs) {
        lock.lock();
        try {
            long left = hostNs;
            while (!ledger.hasEnded()) {
                if (left <= 0) return false;
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// `running`, `finished`, `failed`, `interrupted` or `lost`; empty before the first.
    public String status() {
        lock.lock();
        try {
            return ledger.status();
        } finally {
            lock.unlock();
        }
    }

    /// A copy of the latencies of each path received so far, by name of the path.
    public SortedMap<String, Histogram> histograms() {
        lock.lock();
        try {
            TreeMap<String, Histogram> copies = new TreeMap<>();
            ledger.histograms().forEach((path, histogram) -> copies.put(path, histogram.copy()));
            return copies;
        } finally {
            lock.unlock();
        }
    }

    /// The newest summary of each path, by its name.
    public SortedMap<String, LatencyResult> summaries() {
        lock.lock();
        try {
            return new TreeMap<>(ledger.summaries());
        } finally {
            lock.unlock();
        }
    }

    /// What is missing, a line each; empty if all is there. After the end of the run this also compares the histograms with the summaries.
    public List<String> gaps() {
        lock.lock();
        try {
            List<String> gaps = new ArrayList<>(ledger.gaps());
            if (ledger.hasEnded()) gaps.addAll(ledger.shortfalls());
            return gaps;
        } finally {
            lock.unlock();
        }
    }

    /// Messages that came more than once and were counted once.
    public long duplicates() {
        lock.lock();
        try {
            return ledger.duplicates();
        } finally {
            lock.unlock();
        }
    }

    /// How often a connection was made.
    public long connections() { return subscription.connections(); }

    /// One line for a failed test or a log.
    @Override
    public String toString() {
        lock.lock();
        try {
            return subscription + ": status '" + ledger.status() + "', " + subscription.connections() + " connections, "
                    + ledger.newest() + ", gaps " + ledger.gaps();
        } finally {
            lock.unlock();
        }
    }

    /// Disconnects and lets the broker forget the session.
    @Override
    public void close() { subscription.close(); }
}
