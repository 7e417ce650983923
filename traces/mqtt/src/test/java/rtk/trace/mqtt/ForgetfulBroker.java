package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Speaks just enough MQTT 5 to acknowledge each message at once; passes nothing on, keeps nothing, and hangs up on its first client
/// after some messages: a broker killed between acknowledging and doing.
final class ForgetfulBroker implements Closeable {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;

    private final ServerSocket server;
    /// Payloads of each connection in the order of their arrival.
    private final List<List<String>> connections = Collections.synchronizedList(new ArrayList<>());

    /// @param untilKilled acknowledged messages of the first connection
    ForgetfulBroker(int untilKilled) throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int limit = untilKilled;; limit = Integer.MAX_VALUE) {
                    try (Socket client = server.accept()) {
                        serve(client, limit);
                    }
                }
            } catch (IOException e) {
                // Closed: the end of it.
            }
        });
    }

    private void serve(Socket client, int limit) throws IOException {
        List<String> payloads = Collections.synchronizedList(new ArrayList<>());
        connections.add(payloads);
        DataInputStream in = new DataInputStream(client.getInputStream());
        for (int first = in.read(); first >= 0; first = in.read()) {
            byte[] body = in.readNBytes(variableInt(in));
            if (first >> 4 == CONNECT) client.getOutputStream().write(new byte[]{0x20, 3, 0, 0, 0});
            if (first >> 4 != PUBLISH) continue;
            int topicEnd = 2 + (Byte.toUnsignedInt(body[0]) << 8 | Byte.toUnsignedInt(body[1]));
            payloads.add(new String(body, topicEnd, body.length - topicEnd, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .replaceFirst("^..", ""));
            client.getOutputStream().write(new byte[]{0x40, 2, body[topicEnd], body[topicEnd + 1]});
            if (payloads.size() == limit) return;
        }
    }

    private static int variableInt(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0;; shift += 7) {
            int octet = in.readUnsignedByte();
            value |= (octet & 0x7F) << shift;
            if (octet < 0x80) return value;
        }
    }

    String url() { return "mqtt://127.0.0.1:" + server.getLocalPort(); }

    List<List<String>> connections() { return connections; }

    @Override
    public void close() throws IOException { server.close(); }
}
