package rtk.trace.mqtt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/// A socket that, after goodbye was said, lets the other side hang up first, for a moment.
///
/// The client library closes its socket right behind its DISCONNECT. A broker that handles the end of the connection and
/// the packets before it on different threads (Artemis) may see the end first, and publish a last will that nobody meant.
final class PatientSocket extends Socket {
    private static final long PATIENCE_MS = 2000;

    private final CountDownLatch otherSideClosed = new CountDownLatch(1);
    private volatile boolean goodbye;

    /// Makes one socket at a time.
    static final class Factory extends SocketFactory {
        private volatile PatientSocket made;

        @Override
        public Socket createSocket() {
            made = new PatientSocket();
            return made;
        }

        /// From now on, closing the socket waits.
        void goodbye() {
            PatientSocket socket = made;
            if (socket != null) socket.goodbye = true;
        }

        @Override
        public Socket createSocket(String host, int port) { throw new UnsupportedOperationException(); }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) { throw new UnsupportedOperationException(); }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException { return seen(in.read()); }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return seen(in.read(bytes, offset, length));
            }
        };
    }

    private int seen(int result) {
        if (result < 0) otherSideClosed.countDown();
        return result;
    }

    /// The client library does this before it closes; our reader would take it for the other side's end.
    @Override
    public void shutdownInput() throws IOException {
        awaitOtherSide();
        super.shutdownInput();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() throws IOException {
        awaitOtherSide();
        super.close();
    }

    private void awaitOtherSide() {
        if (!goodbye || isClosed()) return;
        try {
            if (!otherSideClosed.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) goodbye = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
