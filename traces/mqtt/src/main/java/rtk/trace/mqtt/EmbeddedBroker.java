package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/// An MQTT broker inside this process, for those who have none: loopback only, in memory only, no users. MQTT 3.1.1 and 5, over TCP and
/// WebSocket at the same port. Takes one to two seconds to start; says nothing on standard error.
public final class EmbeddedBroker implements Closeable {
    /// Held here, since the logging system forgets levels of loggers that nobody holds.
    private static final List<Logger> QUIET = Stream.of("org.apache.activemq", "org.apache.artemis", "io.netty", "org.jgroups")
            .map(Logger::getLogger).toList();

    private final EmbeddedActiveMQ server;
    private final int port;

    private EmbeddedBroker(EmbeddedActiveMQ server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Starts a broker.
    ///
    /// @param port TCP port on the loopback interface; 0 for a free one
    /// @throws IOException in one line, if the port is taken or the broker does not start
    public static EmbeddedBroker start(int port) throws IOException {
        for (Logger logger : QUIET) logger.setLevel(Level.OFF);
        int bound;
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            bound = probe.getLocalPort();
        } catch (IOException e) {
            throw new IOException("embedded MQTT broker: port " + port + ": " + e.getMessage(), e);
        }
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        try {
            // Without topic aliases: the client library retransmits with stale ones.
            ConfigurationImpl configuration = new ConfigurationImpl();
            configuration.setPersistenceEnabled(false);
            configuration.setJMXManagementEnabled(false);
            configuration.setSecurityEnabled(false);
            configuration.addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:" + bound
                    + "?protocols=MQTT;topicAliasMaximum=0;receiveMaximum=32767");
            server.setConfiguration(configuration);
            server.start();
        } catch (Exception e) {
            throw new IOException("embedded MQTT broker: " + BrokerConnection.reason(e), e);
        }
        return new EmbeddedBroker(server, bound);
    }

    /// `mqtt://127.0.0.1:<port>`.
    public String url() { return "mqtt://127.0.0.1:" + port; }

    public int port() { return port; }

    /// Stops; clients lose their connection.
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("embedded MQTT broker: " + BrokerConnection.reason(e), e);
        }
    }
}
