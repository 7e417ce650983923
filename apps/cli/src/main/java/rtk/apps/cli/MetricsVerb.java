package rtk.apps.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.trace.mqtt.LiveRuns;
import rtk.trace.mqtt.OpenMetrics;
import rtk.trace.mqtt.StreamRecorder;

/// `rtk metrics`: the latencies that runs publish, for Prometheus to fetch.
@Command(name = "metrics", description = "Serves the latencies of all runs at a broker as OpenMetrics at http://127.0.0.1:PORT/metrics, until Ctrl-C.")
final class MetricsVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "URL", description = "The MQTT broker, for example mqtt://localhost:1883.")
    private String url;

    @Option(names = "--port", paramLabel = "N", description = "Port on the loopback interface; 0 for a free one. Default: ${DEFAULT-VALUE}")
    private int port = 9464;

    @Option(names = "--lab", paramLabel = "NAME", description = "Only this lab.")
    private String lab;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    MetricsVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        if (port < 0 || port > 65_535) throw new Failure(ExitCode.USAGE, "--port: found " + port + ", expected 0 to 65535");
        try (LiveRuns runs = LiveRuns.open(broker.broker("URL", url), new StreamRecorder.Choice(lab, null, null))) {
            HttpServer server;
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            } catch (IOException e) {
                throw new IOException("port " + port + ": " + e.getMessage(), e);
            }
            server.createContext("/", exchange -> answer(exchange, runs));
            server.start();
            console.note("rtk: metrics at http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
            var stopped = new CountDownLatch(1);
            Interruption.calls(stopped::countDown);
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.stop(0);
        }
        return ExitCode.INTERRUPTED;
    }

    private static void answer(HttpExchange exchange, LiveRuns runs) throws IOException {
        try (exchange) {
            boolean isMetrics = exchange.getRequestURI().getPath().equals("/metrics");
            boolean isRead = exchange.getRequestMethod().equals("GET");
            byte[] body = (isMetrics && isRead ? OpenMetrics.text(runs.runs(), runs.ignored()) : "GET /metrics\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type",
                    isMetrics && isRead ? OpenMetrics.CONTENT_TYPE : "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(!isMetrics ? 404 : isRead ? 200 : 405, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
