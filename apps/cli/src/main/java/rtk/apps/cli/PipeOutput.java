package rtk.apps.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// Standard output that takes it calmly when its reader has enough, as `head` has: the rest is dropped and the verb goes on.
final class PipeOutput extends FilterOutputStream {
    private boolean closedByReader;

    PipeOutput(OutputStream out) { super(out); }

    @Override
    public void write(int b) throws IOException { write(new byte[]{(byte) b}, 0, 1); }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closedByReader) return;
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (!reason.contains("broken pipe")) throw e;
            closedByReader = true;
        }
    }

    @Override
    public void flush() throws IOException {
        if (!closedByReader) out.flush();
    }
}
