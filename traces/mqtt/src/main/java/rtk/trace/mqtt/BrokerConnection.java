package rtk.trace.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/// One connection to a broker, from connect to loss; never used again after that.
///
/// A fresh client each time, memory persistence, no automatic reconnection: the client library would otherwise retransmit with
/// topic aliases that the broker has forgotten, for ever.
final class BrokerConnection implements MqttCallback {
    /// What happens on the connection, told on the client library's threads.
    interface Listener {
        /// The broker has taken the message with this ticket.
        void acknowledged(long ticket);

        /// The broker refuses the message with this ticket for good.
        void refused(long ticket, String why);

        /// The connection is gone; nothing is acknowledged on it from now on.
        void lost(BrokerConnection connection, String why);
    }

    /// The client library writes stack traces of broken connections to standard error; we tell of them in one line. Held here, since the logging
    /// system forgets levels of loggers that nobody holds.
    private static final Logger QUIET = quiet();

    private static final int CONNECT_SECONDS_MAX = 5;
    private static final int KEEP_ALIVE_SECONDS = 10;
    /// Unacknowledged messages at once, where the broker allows as many.
    private static final int WINDOW_MAX = 256;

    /// Paho's code for "timed out waiting for a response from the server".
    private static final int NO_ANSWER = 32000;

    private final MqttAsyncClient client;
    private final Listener listener;
    private final PatientSocket.Factory sockets;
    private int window;

    private BrokerConnection(MqttAsyncClient client, PatientSocket.Factory sockets, Listener listener) {
        this.client = client;
        this.sockets = sockets;
        this.listener = listener;
    }

    /// Connects, in at most [#CONNECT_SECONDS_MAX] seconds.
    ///
    /// @param will retained text that the broker publishes at `willTopic` when the connection breaks
    /// @throws IOException with one line that says what is wrong
    static BrokerConnection open(BrokerUrl url, String clientId, String willTopic, byte[] will, Listener listener)
            throws IOException {
        MqttConnectionOptions options = options(url);
        options.setCleanStart(true);
        options.setWill(willTopic, message(will, true));
        PatientSocket.Factory sockets = new PatientSocket.Factory();
        if (url.uri().startsWith("tcp:")) options.setSocketFactory(sockets);
        MqttAsyncClient client = null;
        try {
            client = new MqttAsyncClient(url.uri(), clientId, new MemoryPersistence());
            BrokerConnection connection = new BrokerConnection(client, sockets, listener);
            client.setCallback(connection);
            IMqttToken token = client.connect(options);
            token.waitForCompletion((CONNECT_SECONDS_MAX + 1) * 1000L);
            connection.window = window(token.getResponseProperties());
            return connection;
        } catch (MqttException | IllegalArgumentException e) {
            if (client != null) discard(client);
            throw new IOException("MQTT broker " + url + ": " + reason(e), e);
        } catch (IOException e) {
            discard(client);
            throw new IOException("MQTT broker " + url + ": " + e.getMessage(), e);
        }
    }

    private static Logger quiet() {
        Logger logger = Logger.getLogger("org.eclipse.paho");
        logger.setLevel(Level.OFF);
        return logger;
    }

    /// What every client of ours asks for.
    ///
    /// @throws IOException in one line, if the certificates cannot be used
    static MqttConnectionOptions options(BrokerUrl url) throws IOException {
        assert QUIET.getLevel() == Level.OFF;
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(CONNECT_SECONDS_MAX);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        if (url.user() != null) options.setUserName(url.user());
        if (url.password() != null) options.setPassword(url.password().getBytes(StandardCharsets.UTF_8));
        if (url.isEncrypted()) options.setSocketFactory(Tls.sockets(url.ca(), url.certificate(), url.key()));
        return options;
    }

    /// How many may be unacknowledged: the broker's receive maximum, which the client library reads as a signed 16-bit number.
    private static int window(MqttProperties properties) throws IOException {
        Integer receiveMaximum = properties == null ? null : properties.getReceiveMaximum();
        if (receiveMaximum == null) return WINDOW_MAX;
        if (receiveMaximum <= 0) {
            throw new IOException(
                    "announces a receive maximum above 32767, which this client cannot use; set 32767 or less there");
        }
        return Math.min(receiveMaximum, WINDOW_MAX);
    }

    /// Unacknowledged messages that the broker allows at once.
    int window() { return window; }

    /// Hands one message to the client; its fate is told to the listener.
    ///
    /// @throws IOException if the connection does not take it
    void publish(Outgoing outgoing, long ticket) throws IOException {
        MqttMessage message = message(outgoing.payload(), outgoing.retained);
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(List.of(new UserProperty("contract", "1"),
                new UserProperty("seq", Long.toString(outgoing.seq)), new UserProperty("simNs", Long.toString(outgoing.simNs))));
        message.setProperties(properties);
        try {
            client.publish(outgoing.topic, message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    int[] codes = token.getReasonCodes();
                    int code = codes == null || codes.length == 0 ? 0 : codes[0];
                    if (code >= 0x80) {
                        listener.refused(ticket, "refuses topic " + outgoing.topic + " (MQTT reason code " + code + ")");
                    } else {
                        listener.acknowledged(ticket);
                    }
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    listener.lost(BrokerConnection.this, reason(cause));
                }
            });
        } catch (MqttException | IllegalArgumentException e) {
            throw new IOException(reason(e), e);
        }
    }

    /// Says goodbye, so that the broker keeps the last will to itself. Waits a second at most.
    void disconnect() {
        sockets.goodbye();
        try {
            client.disconnect(0).waitForCompletion(1000);
        } catch (MqttException e) {
            // Gone before we could say so: the same in the end.
        }
        discard(client);
    }

    /// Drops the connection without a word.
    void discard() { discard(client); }

    static void discard(MqttAsyncClient client) {
        try {
            if (client.isConnected()) client.disconnectForcibly(0, 100, false);
        } catch (MqttException e) {
            // Already broken.
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Closing twice is the worst that can be meant.
        }
    }

    private static MqttMessage message(byte[] payload, boolean retained) {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(1);
        message.setRetained(retained);
        return message;
    }

    /// `problem` in a few words, without class names where it can be.
    static String reason(Throwable problem) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof java.net.UnknownHostException) return "unknown host";
            if (t instanceof IOException && t.getMessage() != null) return t.getMessage();
        }
        if (problem instanceof MqttException e) {
            if (e.getReasonCode() == NO_ANSWER) return "no answer";
            String text = e.getMessage() == null ? "refused" : e.getMessage();
            return text + " (code " + e.getReasonCode() + ")";
        }
        return problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        Throwable cause = response.getException();
        String why = cause != null ? reason(cause) : response.getReasonString();
        listener.lost(this, why == null ? "connection lost" : why);
    }

    @Override
    public void mqttErrorOccurred(MqttException problem) { listener.lost(this, reason(problem)); }

    @Override
    public void messageArrived(String topic, MqttMessage message) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
