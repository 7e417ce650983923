package rtk.apps.infotainment.update;

/// Software to be brought, made up.
public final class UpdateImage {
    private UpdateImage() {}

    /// Bytes that are not all alike, the same for each length.
    public static byte[] sample(int length) {
        var bytes = new byte[length];
        for (int n = 0; n < length; n++) bytes[n] = (byte) (n * 31 + n / 251);
        return bytes;
    }

    public static byte[] sha256(byte[] bytes) { return ImageStore.sha256(bytes); }
}
