package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Accepts connections, answers CONNECT with the bytes given, reads what comes and never acknowledges.
final class DeafBroker implements Closeable {
    private final ServerSocket server;

    DeafBroker(int... connack) throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket client = server.accept();
                daemon(() -> serve(client, connack));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // Closed: the end of it.
            }
        });
    }

    private static void serve(Socket client, int[] connack) throws IOException {
        try (client; InputStream in = client.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            if (in.read(buffer) < 0) return;
            for (int octet : connack) client.getOutputStream().write(octet);
            while (in.read(buffer) >= 0) {
                // Heard and forgotten.
            }
        }
    }

    String url() { return "mqtt://127.0.0.1:" + server.getLocalPort(); }

    @Override
    public void close() throws IOException { server.close(); }
}
