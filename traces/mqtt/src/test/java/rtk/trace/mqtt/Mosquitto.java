package rtk.trace.mqtt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A real Mosquitto on a free loopback port, its files in a folder of its own.
final class Mosquitto implements Closeable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    private final Path folder;
    private final int port;
    private Process process;

    private Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// What has to be there before it starts.
    interface Preparation {
        void prepare() throws IOException, InterruptedException;
    }

    /// Starts one that lets everybody in, or skips the test.
    static Mosquitto start(Path folder) throws IOException, InterruptedException {
        return start(folder, "allow_anonymous true\n", () -> {});
    }

    /// Starts one, or skips the test.
    ///
    /// @param access lines of its configuration: who may do what
    static Mosquitto start(Path folder, String access, Preparation preparation) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PROGRAM), "no /usr/sbin/mosquitto here; Debian: apt-get install mosquitto");
        preparation.prepare();
        int port = freePort();
        // Written to disk at each change, so that a killed broker remembers who had subscribed and what it has acknowledged.
        Files.writeString(folder.resolve("mosquitto.conf"), """
                listener %d 127.0.0.1
                %s
                persistence true
                persistence_location %s/
                autosave_on_changes true
                autosave_interval 1
                max_inflight_messages 1000
                max_queued_messages 0
                log_dest file %s/mosquitto.log
                """.formatted(port, access.strip(), folder, folder));
        Mosquitto mosquitto = new Mosquitto(folder, port);
        mosquitto.run();
        return mosquitto;
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    String url() { return "mqtt://127.0.0.1:" + port; }

    /// Starts it (again) and waits until it answers.
    void run() throws IOException, InterruptedException {
        String user = System.getProperty("user.name");
        if (user.equals("root")) {
            // Mosquitto would become its own user, who may not write here.
            Files.writeString(folder.resolve("mosquitto.conf"), Files.readString(folder.resolve("mosquitto.conf"))
                    .replaceAll("(?m)^user .*\n", "") + "user root\n");
        }
        process = new ProcessBuilder(PROGRAM.toString(), "-c", folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("output.log").toFile()).start();
        for (int i = 0; i < 200; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return;
            } catch (IOException e) {
                if (!process.isAlive()) break;
                Thread.sleep(20);
            }
        }
        throw new IOException("mosquitto does not start: " + Files.readString(folder.resolve("output.log")));
    }

    /// [#run] after a while in which the broker is away.
    void runLater() {
        try {
            Thread.sleep(300);
            run();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As a power cut would.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
