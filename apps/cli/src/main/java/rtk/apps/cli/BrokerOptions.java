package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import rtk.trace.mqtt.BrokerUrl;

/// Who we are to an MQTT broker, and whom we trust. A password is never an option: everybody on the machine can read those.
final class BrokerOptions {
    private static final String PASSWORD = "RTK_MQTT_PASSWORD";

    @Option(names = "--mqtt-user", paramLabel = "NAME", description = "User at the broker; its password is in --mqtt-password-file or the environment variable RTK_MQTT_PASSWORD.")
    private String user;

    @Option(names = "--mqtt-password-file", paramLabel = "FILE", description = "File with the password in its first line.")
    private Path passwordFile;

    @Option(names = "--mqtt-ca", paramLabel = "FILE", description = "PEM certificates to trust, for mqtts and wss. Default: those of the platform")
    private Path ca;

    @Option(names = "--mqtt-cert", paramLabel = "FILE", description = "PEM certificate of this client, for brokers that want one.")
    private Path certificate;

    @Option(names = "--mqtt-key", paramLabel = "FILE", description = "Its private key, PEM, PKCS #8 without a password.")
    private Path key;

    /// The broker at `url` with all of that.
    ///
    /// @param option that the URL was given by, for messages
    BrokerUrl broker(String option, String url) throws IOException {
        for (Path file : new Path[]{passwordFile, ca, certificate, key}) {
            if (file != null) Console.existing(file);
        }
        try {
            BrokerUrl broker = BrokerUrl.parse(url).tls(ca, certificate, key);
            return user == null ? broker : broker.login(user, password());
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    private String password() throws IOException {
        if (passwordFile == null) return System.getenv(PASSWORD);
        return Files.readAllLines(passwordFile).stream().findFirst().orElse("");
    }
}
