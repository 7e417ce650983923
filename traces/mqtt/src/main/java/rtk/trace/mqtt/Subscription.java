package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// What comes in on a topic filter, QoS 1, over as many connections as it takes.
///
/// A broken connection is made again, with the session kept, so that the broker keeps what comes in between, as long as it lives. A message is
/// acknowledged when its listener has returned. Thread-safe.
final class Subscription implements Closeable {
    /// Told of each message, in order, on a thread of the client library; must not wait for the subscription.
    interface Listener {
        void arrived(String topic, MqttMessage message);
    }

    private static final long SESSION_SECONDS = 3600;
    private static final long BACK_OFF_MS = 100;

    private final BrokerUrl url;
    private final String filter;
    private final String clientId;
    private final Listener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below under `lock`.
    private MqttAsyncClient client;
    private boolean closed;
    private long connections;

    private Subscription(BrokerUrl url, String filter, String clientId, Listener listener) {
        this.url = url;
        this.filter = filter;
        this.clientId = clientId;
        this.listener = listener;
    }

    /// A client id that nobody else has.
    static String freshId() {
        return "rtk-sub-" + Long.toHexString(ProcessHandle.current().pid()) + "-" + Long.toHexString(System.nanoTime());
    }

    /// Connects and subscribes.
    ///
    /// @param clientId a session under this id, if the broker has one, goes on
    /// @throws IOException in one line, if the broker cannot be reached or refuses
    static Subscription open(BrokerUrl url, String filter, String clientId, Listener listener) throws IOException {
        var subscription = new Subscription(url, filter, clientId, listener);
        IOException[] failure = new IOException[1];
        // The client library's threads are daemons if made by one.
        Thread thread = new Thread(() -> {
            try {
                subscription.open();
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
            throw new IOException("MQTT broker " + url + ": interrupted", e);
        }
        if (failure[0] != null) throw failure[0];
        return subscription;
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
            if (!connected.getSessionPresent()) fresh.subscribe(filter, 1).waitForCompletion(5000);
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

    /// How often a connection was made.
    long connections() {
        lock.lock();
        try {
            return connections;
        } finally {
            lock.unlock();
        }
    }

    /// Disconnects and lets the broker forget the session.
    @Override
    public void close() { close(0); }

    /// Disconnects; the broker keeps what comes for whoever opens the same client id again.
    void leave() { close(SESSION_SECONDS); }

    private void close(long keepSeconds) {
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
            MqttProperties session = new MqttProperties();
            session.setSessionExpiryInterval(keepSeconds);
            last.disconnect(0, null, null, 0, session).waitForCompletion(1000);
        } catch (MqttException e) {
            // Gone already.
        }
        BrokerConnection.discard(last);
    }

    @Override
    public String toString() { return filter + " at " + url; }

    private final class Callback implements MqttCallback {
        private final MqttAsyncClient owner;

        Callback(MqttAsyncClient owner) { this.owner = owner; }

        @Override
        public void messageArrived(String topic, MqttMessage message) { listener.arrived(topic, message); }

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
