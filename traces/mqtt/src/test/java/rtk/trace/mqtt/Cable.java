package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A network between a client and a broker, on the loopback interface: it can be cut, and it can be slow.
final class Cable implements Closeable {
    private static final int PIECE = 4096;

    private final ServerSocket near;
    private final int farPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean isCut;
    /// Bytes per second in each direction, 0 for no limit.
    private volatile long rate;

    Cable(String brokerUrl) throws IOException {
        farPort = Integer.parseInt(brokerUrl.replaceFirst(".*:", ""));
        near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    BrokerUrl url() { return BrokerUrl.parse("mqtt://127.0.0.1:" + near.getLocalPort()); }

    void slow(long bytesPerSecond) { rate = bytesPerSecond; }

    /// Nothing passes any more, and nobody is told: as when a plug is pulled.
    void cut() { isCut = true; }

    /// Passes again; connections from before are gone.
    void mend() throws IOException {
        for (Socket socket : sockets) socket.close();
        sockets.clear();
        isCut = false;
    }

    private void accept() throws IOException, InterruptedException {
        while (true) {
            Socket client = near.accept();
            if (isCut) {
                client.close();
                continue;
            }
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), farPort);
            sockets.addAll(List.of(client, broker));
            daemon(() -> pass(client, broker));
            daemon(() -> pass(broker, client));
        }
    }

    private void pass(Socket from, Socket to) throws IOException, InterruptedException {
        var piece = new byte[PIECE];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                while (isCut) Thread.sleep(5);
                if (rate > 0) Thread.sleep(1000L * count / rate);
                out.write(piece, 0, count);
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // Closed: the end of it.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() throws IOException {
        near.close();
        for (Socket socket : sockets) socket.close();
    }
}
