package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import rtk.trace.analysis.LatencyResult;

/// Follows one run: newest status and summaries, histograms put together from their intervals, gaps and duplicates told by `seq`.
///
/// A broken connection is made again, with the session kept, so that the broker keeps what comes in between, as long as it lives.
/// Thread-safe.
public final class MqttSubscriber implements Closeable {
    private static final long SESSION_SECONDS = 3600;
    private static final long BACK_OFF_MS = 100;

    private final BrokerUrl url;
    private final RunTopics topics;
    private final Consumer<Received> each;
    private final String clientId = "rtk-sub-" + Long.toHexString(ProcessHandle.current().pid()) + "-"
            + Long.toHexString(System.nanoTime());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below under `lock`.
    private final RunLedger ledger = new RunLedger();
    private MqttAsyncClient client;
    private boolean closed;
    private long connections;

    private MqttSubscriber(BrokerUrl url, RunTopics topics, Consumer<Received> each) {
        this.url = url;
        this.topics = topics;
        this.each = each;
    }

    /// Connects and subscribes.
    ///
    /// @param each told of each message once, in order, on a thread of the client library; must not wait for this subscriber
    /// @throws IOException in one line, if the broker cannot be reached or refuses
    /// @throws IllegalArgumentException in one line, if `brokerUrl` is none
    public static MqttSubscriber connect(String brokerUrl, RunTopics topics, Consumer<Received> each) throws IOException {
        MqttSubscriber subscriber = new MqttSubscriber(BrokerUrl.parse(brokerUrl), topics, each);
        IOException[] failure = new IOException[1];
        // The client library's threads are daemons if made by one.
        Thread thread = new Thread(() -> {
            try {
                subscriber.open();
            } catch (IOException e) {
                failure[0] = e;
            }
        }, "rtk-mqtt-subscribe");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("MQTT broker " + subscriber.url + ": interrupted", e);
        }
        if (failure[0] != null) throw failure[0];
        return subscriber;
    }

    private void open() throws IOException {
        MqttConnectionOptions options = BrokerConnection.options(url);
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        MqttAsyncClient fresh = null;
        try {
            fresh = new MqttAsyncClient(url.uri(), clientId, new MemoryPersistence());
            fresh.setCallback(new Callback(fresh));
            use(fresh);
            IMqttToken connected = fresh.connect(options);
            connected.waitForCompletion(TimeUnit.SECONDS.toMillis(6));
            if (!connected.getSessionPresent()) fresh.subscribe(topics.filter(), 1).waitForCompletion(5000);
            connected();
        } catch (MqttException e) {
            if (fresh != null) BrokerConnection.discard(fresh);
            throw new IOException("MQTT broker " + url + ": " + BrokerConnection.reason(e), e);
        }
    }

    private void use(MqttAsyncClient fresh) {
        lock.lock();
        try {
            client = fresh;
        } finally {
            lock.unlock();
        }
    }

    private void connected() {
        lock.lock();
        try {
            connections++;
        } finally {
            lock.unlock();
        }
    }

    private void reopen(MqttAsyncClient broken) {
        BrokerConnection.discard(broken);
        while (true) {
            try {
                lock.lock();
                try {
                    long left = TimeUnit.MILLISECONDS.toNanos(BACK_OFF_MS);
                    while (!closed && left > 0) left = changed.awaitNanos(left);
                    if (closed) return;
                } finally {
                    lock.unlock();
                }
                open();
                return;
            } catch (IOException e) {
                // Again, until it works or this is closed.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void lost(MqttAsyncClient broken) {
        lock.lock();
        try {
            if (closed || client != broken) return;
            client = null;
        } finally {
            lock.unlock();
        }
        Thread thread = new Thread(() -> reopen(broken), "rtk-mqtt-resubscribe");
        thread.setDaemon(true);
        thread.start();
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
    public long connections() {
        lock.lock();
        try {
            return connections;
        } finally {
            lock.unlock();
        }
    }

    /// One line for a failed test or a log.
    @Override
    public String toString() {
        lock.lock();
        try {
            return topics.filter() + " at " + url + ": status '" + ledger.status() + "', " + connections + " connections, "
                    + ledger.newest() + ", gaps " + ledger.gaps();
        } finally {
            lock.unlock();
        }
    }

    /// Disconnects and lets the broker forget the session.
    @Override
    public void close() {
        MqttAsyncClient last;
        lock.lock();
        try {
            closed = true;
            last = client;
            client = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last == null) return;
        try {
            MqttProperties forget = new MqttProperties();
            forget.setSessionExpiryInterval(0L);
            last.disconnect(0, null, null, 0, forget).waitForCompletion(1000);
        } catch (MqttException e) {
            // Gone already.
        }
        BrokerConnection.discard(last);
    }

    private final class Callback implements MqttCallback {
        private final MqttAsyncClient owner;

        Callback(MqttAsyncClient owner) { this.owner = owner; }

        @Override
        public void messageArrived(String topic, MqttMessage message) { arrived(topic, message); }

        @Override
        public void disconnected(MqttDisconnectResponse response) { lost(owner); }

        @Override
        public void mqttErrorOccurred(MqttException problem) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String uri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
