package rtk.trace.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Whom to trust, and who we are, from PEM files as brokers have them.
final class Tls {
    private static final char[] IN_MEMORY = "in memory".toCharArray();
    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "Ed25519", "Ed448");
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private Tls() {}

    /// @param ca certificates of authorities; null for those that the platform trusts
    /// @param certificate ours, the chain behind it; null for none
    /// @param key its private key, PKCS #8 without a password; with `certificate` only
    /// @throws IOException in one line, with the file that cannot be used
    static SSLSocketFactory sockets(Path ca, Path certificate, Path key) throws IOException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(ca == null ? null : trusted(ca));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (certificate != null) keys.init(own(certificate, key), IN_MEMORY);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificate == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static KeyStore trusted(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int count = 0;
        for (Certificate certificate : certificates(file)) store.setCertificateEntry("ca" + count++, certificate);
        return store;
    }

    private static KeyStore own(Path certificate, Path key) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("own", key(key), IN_MEMORY, certificates(certificate).toArray(Certificate[]::new));
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) throw new IOException(file + ": found no certificate, expected PEM");
            return certificates;
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (java.security.cert.CertificateException e) {
            throw new IOException(file + ": found no certificate, expected PEM (" + e.getMessage() + ")", e);
        }
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        }
        int begin = text.indexOf(KEY_BEGIN);
        int end = text.indexOf(KEY_END);
        if (begin < 0 || end < begin)
            throw new IOException(file + ": found no " + KEY_BEGIN
                    + ", expected PKCS #8 without a password; openssl pkcs8 -topk8 -nocrypt makes it");
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": found damaged base64, expected a private key", e);
        }
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // Another kind, perhaps.
            }
        }
        throw new IOException(file + ": found another kind of key, expected one of " + String.join(", ", KEY_KINDS));
    }
}
