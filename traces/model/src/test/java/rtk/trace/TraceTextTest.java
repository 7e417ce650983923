package rtk.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTextTest {
    @Test
    void linesCarryNamesInPlaceOfNumbers() {
        var out = new StringBuilder();
        tell(new TraceText(out));

        assertEquals("""
                     0.000000 ms  device           can0 can-bus
                     0.000000 ms  process.created  gateway pid 2
                     0.000000 ms  thread.created   gateway/1 process gateway tid 1 priority 20
                     0.000000 ms  channel.created  gateway:3 process gateway chid 3 flags 0
                     1.234567 ms  thread.state     gateway/1 READY core 0
                     1.234567 ms  thread.state     gateway/1 RECEIVE core 0 on gateway:3
                     1.500000 ms  call.exit        gateway/1 MsgSend result -11
                    10.000000 ms  frame.end        can0 frame #9 id 0x123 length 4 data 0xdeadbeef00000000
                123456.000001 ms  user             gateway/1 "two words" value -5
                """, out.toString());
    }

    @Test
    void filterTakesLabelsAndFamilies() {
        var out = new StringBuilder();
        tell(new TraceText(out, TraceText.kinds(List.of("user", "thread.*"))));

        assertEquals(4, out.toString().lines().count());
        assertEquals(EnumSet.of(EventKind.CALL_ENTER, EventKind.CALL_EXIT), TraceText.kinds(List.of("call")));
        assertEquals(EventKind.count(), TraceText.kinds(List.of()).size());
        var error = assertThrows(IllegalArgumentException.class, () -> TraceText.kinds(List.of("thred")));
        assertEquals("no event kind 'thred', expected one of device core process thread channel object call msg pulse mutex "
                + "condvar sem timer irq isr cost register serial frame job signal user memory partition trace",
                error.getMessage());
    }

    @Test
    void outputThatFailsIsKeptAsFailure() {
        var text = new TraceText(new Appendable() {
            @Override
            public Appendable append(CharSequence csq) throws IOException { throw new IOException("Broken pipe"); }

            @Override
            public Appendable append(CharSequence csq, int start, int end) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public Appendable append(char c) throws IOException { throw new IOException("Broken pipe"); }
        });
        tell(text);

        assertEquals("Broken pipe", text.failure().getMessage());
        assertEquals(1, text.lineCount());
    }

    private static void tell(TraceSink sink) {
        var texts = new Texts(sink);
        sink.event(0, EventKind.DEVICE, 1, texts.number("can0"), texts.number("can-bus"), 0);
        sink.event(0, EventKind.PROCESS_CREATED, 1, 2, 0, texts.number("gateway"));
        sink.event(0, EventKind.THREAD_CREATED, 5, 1, 1, 20, 0);
        sink.event(0, EventKind.CHANNEL_CREATED, 4, 1, 3, 0);
        sink.event(1_234_567, EventKind.THREAD_STATE, 5, ThreadState.READY.ordinal(), 0, 0);
        sink.event(1_234_567, EventKind.THREAD_STATE, 5, ThreadState.RECEIVE.ordinal(), 0, 4);
        sink.event(1_500_000, EventKind.CALL_EXIT, 5, KernelCall.MSG_SEND.ordinal(), -11);
        sink.event(10_000_000, EventKind.FRAME_END, 1, 9, 0x123, 4, 0xdeadbeef00000000L);
        sink.event(123_456_000_001L, EventKind.USER, 5, texts.number("two words"), -5);
    }
}
