package rtk.resmgr;

import rtk.kernel.api.Errno;

/// What a manager answers to one message.
public sealed interface Reply {
    /// Bytes for the client; the call returns how many.
    // A message in flight, not a value to compare; hence the array.
    @SuppressWarnings("ArrayRecordComponent")
    record Data(byte[] bytes) implements Reply {}

    /// The call returns `bytes` and brings no data.
    record Count(int bytes) implements Reply {}

    record Fail(Errno errno) implements Reply {}

    /// Not yet: the client stays REPLY-blocked until the manager gives [ResourceManager#answer] for its rcvid.
    record Later() implements Reply {}

    /// In answer to a connect message: look up `path` instead, for there is a symbolic link on the way.
    record Elsewhere(String path) implements Reply {}

    /// A number of 64 bits, little-endian.
    static Reply ofLong(long value) {
        var bytes = new byte[Long.BYTES];
        Messages.view(bytes).putLong(0, value);
        return new Data(bytes);
    }

    Reply DONE = new Count(0);
    Reply LATER = new Later();
}
