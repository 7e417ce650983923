package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import rtk.kernel.api.Errno;

/// How a manager answers the read of a directory, which [Posix#list] understands: names, each ended by a zero byte.
public final class Directory {
    private Directory() {}

    /// As many of `names` as there is room for, from the offset of `ocb` on, which counts names here and moves.
    ///
    /// @return EINVAL without room for the next name
    public static Reply read(Ocb ocb, List<String> names, int nbytes) {
        var text = new ByteArrayOutputStream();
        int at = (int) Math.min(ocb.offset(), names.size());
        for (; at < names.size(); at++) {
            byte[] name = names.get(at).getBytes(UTF_8);
            if (text.size() + name.length + 1 > nbytes) break;
            text.writeBytes(name);
            text.write(0);
        }
        if (text.size() == 0 && at < names.size()) return new Reply.Fail(Errno.EINVAL);
        ocb.setOffset(at);
        return new Reply.Data(text.toByteArray());
    }
}
