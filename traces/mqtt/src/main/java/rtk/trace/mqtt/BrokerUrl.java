package rtk.trace.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where a broker is: `mqtt://[user:password@]host[:port]`, or `mqtts://`, `ws://`, `wss://`; `tcp://` and `ssl://` mean the first two.
///
/// @param uri for the client library, without user and password
/// @param user null for none
/// @param password null for none
/// @param ca PEM file of certificates to trust for `mqtts` and `wss`; null for those of the platform
/// @param certificate PEM file with our certificate, for brokers that want one; null for none
/// @param key PEM file with its private key, PKCS #8
public record BrokerUrl(String uri, String user, String password, Path ca, Path certificate, Path key) {
    /// @throws IllegalArgumentException in one line, if `text` is no such URL
    public static BrokerUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw bad(text);
        }
        if (uri.getScheme() == null || uri.getHost() == null) throw bad(text);
        String scheme = switch (uri.getScheme()) {
            case "mqtt", "tcp" -> "tcp";
            case "mqtts", "ssl" -> "ssl";
            case "ws", "wss" -> uri.getScheme();
            default -> throw bad(text);
        };
        int port = uri.getPort() >= 0 ? uri.getPort() : switch (scheme) {
            case "tcp" -> 1883;
            case "ssl" -> 8883;
            case "ws" -> 80;
            default -> 443;
        };
        String path = scheme.startsWith("ws") && uri.getPath() != null ? uri.getPath() : "";
        String login = uri.getUserInfo();
        int colon = login == null ? -1 : login.indexOf(':');
        String user = login == null ? null : colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? null : login.substring(colon + 1);
        return new BrokerUrl(scheme + "://" + uri.getHost() + ":" + port + path, user, password, null, null, null);
    }

    /// With a user; what the URL says itself goes first.
    public BrokerUrl login(String newUser, String newPassword) {
        return user != null ? this : new BrokerUrl(uri, newUser, newPassword, ca, certificate, key);
    }

    /// @throws IllegalArgumentException in one line, if the URL is not encrypted, or if only one of certificate and key is given
    public BrokerUrl tls(Path newCa, Path newCertificate, Path newKey) {
        if (newCa == null && newCertificate == null && newKey == null) return this;
        if (!isEncrypted()) throw new IllegalArgumentException("certificates are for mqtts:// and wss://, found " + this);
        if ((newCertificate == null) != (newKey == null))
            throw new IllegalArgumentException("found one of certificate and key, expected both or none");
        return new BrokerUrl(uri, user, password, newCa, newCertificate, newKey);
    }

    boolean isEncrypted() { return uri.startsWith("ssl:") || uri.startsWith("wss:"); }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("broker URL: found '" + text.replaceAll("//[^/@]*@", "//…@")
                + "', expected mqtt://HOST[:PORT] (also mqtts, ws, wss); for instance mqtt://localhost:1883");
    }

    /// The URL; never the password.
    @Override
    public String toString() { return uri; }
}
