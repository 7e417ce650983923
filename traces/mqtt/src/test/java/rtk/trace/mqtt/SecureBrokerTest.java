package rtk.trace.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real Mosquitto that wants a certificate, a password, and lets a user into some topics only.
@Timeout(60)
final class SecureBrokerTest {
    private static final RunTopics TOPICS = new RunTopics("lab", "bench", "r1");

    @TempDir
    private Path folder;

    @Test
    void aRunIsRecordedOverTlsByCertificateAndPassword() throws Exception {
        certificates();
        try (Mosquitto broker = Mosquitto.start(folder, """
                cafile %1$s/ca.pem
                certfile %1$s/server.pem
                keyfile %1$s/server.key
                require_certificate true
                allow_anonymous false
                password_file %1$s/passwords
                acl_file %1$s/acl
                """.formatted(folder), this::users)) {
            BrokerUrl url = BrokerUrl.parse(broker.url().replace("mqtt:", "mqtts:"));
            BrokerUrl known = url.tls(file("ca.pem"), file("client.pem"), file("client.key"));
            List<StreamRecorder.Result> results = new ArrayList<>();
            try (StreamRecorder recorder = StreamRecorder.open(known.login("reader", "read it"),
                    new StreamRecorder.Choice(null, null, null), folder.resolve("out"), "tls", results::add, warning -> {})) {
                assertNull(publish(known.login("bench", "wr1te")));
                recorder.awaitEnds(1);
            }
            assertEquals(List.of(), results.getFirst().problems());

            assertTrue(publish(url).contains("MQTT broker ssl://"), "no certificate of ours, and theirs is not trusted");
            assertTrue(publish(known.login("bench", "wrong")).contains("ot authorized"), publish(known.login("bench", "wrong")));
            assertTrue(publish(known.login("reader", "read it")).contains("refuses topic rtk/v1/lab/bench/run/r1/"),
                    "the ACL lets it read only");
        }
    }

    @Test
    void filesThatAreNoCertificatesAreToldByName() throws IOException {
        Path none = folder.resolve("none.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "hello");

        assertEquals(none + ": no such file", wrong(none, null, null));
        assertTrue(wrong(text, null, null).startsWith(text + ": found no certificate"), wrong(text, null, null));
        assertThrows(IllegalArgumentException.class, () -> BrokerUrl.parse("mqtt://host").tls(text, null, null));
        assertThrows(IllegalArgumentException.class, () -> BrokerUrl.parse("mqtts://host").tls(null, text, null));
        assertFalse(BrokerUrl.parse("mqtts://u:secret@host").toString().contains("secret"));
    }

    private static String wrong(Path ca, Path certificate, Path key) {
        return assertThrows(IOException.class, () -> Tls.sockets(ca, certificate, key)).getMessage();
    }

    /// @return what went wrong, or null
    private static String publish(BrokerUrl url) {
        var script = new ScriptedRun();
        try (MqttPublisher publisher = new MqttPublisher(url, TOPICS, "{}", script, MqttPublisher.Mode.LOSSLESS,
                TimeUnit.SECONDS.toNanos(5))) {
            if (publisher.connect()) {
                script.begin(publisher);
                script.serve(200);
                publisher.finish(MqttPublisher.Ending.FINISHED, script.nowNs());
            }
            return publisher.problem();
        }
    }

    private Path file(String name) { return folder.resolve(name); }

    private void users() throws IOException, InterruptedException {
        Files.writeString(file("passwords"), "");
        run("mosquitto_passwd", "-b", file("passwords").toString(), "bench", "wr1te");
        run("mosquitto_passwd", "-b", file("passwords").toString(), "reader", "read it");
        Files.writeString(file("acl"), "user bench\ntopic readwrite rtk/v1/lab/#\nuser reader\ntopic read rtk/v1/#\n");
    }

    /// An authority, a server and a client, by the platform's keytool, as PEM.
    private void certificates() throws Exception {
        keytool("-alias", "ca", "-dname", "CN=Lab CA", "-ext", "bc:c");
        keytool("-alias", "server", "-dname", "CN=server", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
        keytool("-alias", "client", "-dname", "CN=client", "-signer", "ca");
        KeyStore store = KeyStore.getInstance(file("keys.p12").toFile(), "changeit".toCharArray());
        for (String name : new String[]{"ca", "server", "client"}) {
            Files.writeString(file(name + ".pem"), pem("CERTIFICATE", store.getCertificate(name).getEncoded()));
            Files.writeString(file(name + ".key"),
                    pem("PRIVATE KEY", store.getKey(name, "changeit".toCharArray()).getEncoded()));
        }
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(encoded)
                + "\n-----END "
                + what + "-----\n";
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(
                List.of("-genkeypair", "-keyalg", "EC", "-validity", "30", "-keystore", file("keys.p12").toString(), "-storetype",
                        "PKCS12", "-storepass", "changeit"));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file("tool.log").toFile()).start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(file("tool.log")));
    }
}
