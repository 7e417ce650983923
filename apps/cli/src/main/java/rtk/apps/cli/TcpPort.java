package rtk.apps.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import rtk.apps.scenario.bridge.Outside;

/// A TCP port of the loopback interface: whoever connects talks with a simulated serial line, one at a time.
final class TcpPort implements Outside<Byte> {
    private final ServerSocketChannel server;
    private final ByteBuffer arrived = ByteBuffer.allocate(4096).limit(0);
    private final byte[] greeting;
    private SocketChannel visitor;
    private int visits;
    private long dropped;

    /// @param port 0 for a free one
    TcpPort(int port) throws IOException { this(port, new byte[0]); }

    /// @param greeting sent to each visitor first
    TcpPort(int port, byte[] greeting) throws IOException {
        this.greeting = greeting.clone();
        server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            server.close();
            throw new IOException("port " + port + ": " + e.getMessage(), e);
        }
        server.configureBlocking(false);
    }

    int port() throws IOException { return ((InetSocketAddress) server.getLocalAddress()).getPort(); }

    /// Visitors so far.
    int visits() { return visits; }

    @Override
    public void send(Byte octet) {
        try {
            if (visitor != null && visitor.write(ByteBuffer.wrap(new byte[]{octet})) == 1) return;
        } catch (IOException e) {
            hangUp();
        }
        dropped++;
    }

    @Override
    public Byte poll(long nowNs) throws IOException {
        if (visitor == null) {
            visitor = server.accept();
            if (visitor == null) return null;
            visitor.configureBlocking(false);
            visits++;
            for (byte octet : greeting) send(octet);
        }
        if (!arrived.hasRemaining()) fill();
        return arrived.hasRemaining() ? arrived.get() : null;
    }

    private void fill() {
        arrived.clear();
        try {
            if (visitor.read(arrived) < 0) hangUp();
        } catch (IOException e) {
            hangUp();
        }
        arrived.flip();
    }

    private void hangUp() {
        try {
            visitor.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        visitor = null;
    }

    @Override
    public long dropped() { return dropped; }

    @Override
    public void close() throws IOException {
        if (visitor != null) hangUp();
        server.close();
    }
}
