package rtk.board.serial;

import java.util.ArrayDeque;
import java.util.List;
import rtk.board.serial.DialogueScript.Answer;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;

/// Stimulus: the far end of a serial line that answers commands by a [DialogueScript], such as a modem.
///
/// It talks 8N1 at the rate that the UART was built for; what the UART sends in another format it receives as that looks to it.
/// A command ends with a carriage return; line feeds and empty commands are passed over. Answers to a command that comes while others are
/// being given follow those. The modem holds CTS, DSR and DCD on.
///
/// *Not modelled:* flow control by the UART's RTS, bytes that are data and no command (after the prompt of `AT+CMGS`), and the
/// backspace character.
public final class SerialDialogue implements SerialPeer {
    /// A longer command is cut off.
    public static final int COMMAND_MAX = 1_024;
    /// Most answers that wait for their turn; further ones are dropped and counted.
    public static final int ANSWERS_MAX = 1_024;

    /// Most bytes that wait for the line; beyond them answers are dropped and counted, and echoes are left out.
    public static final int BYTES_MAX = 1 << 16;

    private final World world;
    private final SerialFormat format;
    private final DialogueScript script;
    private final DialogueScript.Course course;
    private final SerialFeed feed;
    private final StringBuilder command = new StringBuilder();
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    private long startNs;
    private int unaskedCount;
    private long commandCount;
    private long unknownCount;
    private long droppedCount;
    private final SimEvent answer;
    private final SimEvent unasked;

    /// Plugs itself into `uart`.
    public SerialDialogue(World world, Uart uart, DialogueScript script) {
        this.world = world;
        this.script = script;
        format = SerialFormat.of8N1(uart.baud());
        course = script.new Course();
        feed = new SerialFeed(world, uart);
        answer = new Saying("answer for " + uart.name()) {
            @Override
            protected void happen() {
                say(answers.removeFirst().bytes());
                nextAnswer();
            }
        };
        unasked = new Saying("message for " + uart.name()) {
            @Override
            protected void happen() {
                say(script.unasked().get(unaskedCount++).bytes());
                nextUnasked();
            }
        };
        uart.connect(this);
        uart.modemStatus(true, true, false, true);
    }

    private abstract static class Saying extends SimEvent {
        private final String what;

        Saying(String what) {
            super(Rank.DEVICE);
            this.what = what;
        }

        @Override
        public String toString() { return what; }
    }

    /// Time 0 of what is said unasked is now.
    public void start() {
        startNs = world.nowNs();
        nextUnasked();
    }

    @Override
    public void receive(int value, SerialFormat sent) {
        int octet = format.receive(value, sent) & 0xff;
        if (script.echoes() && feed.waitingCount() < BYTES_MAX) feed.say((byte) octet);
        if (octet == '\r') give();
        else if (octet != '\n' && command.length() < COMMAND_MAX) command.append((char) octet);
    }

    private void give() {
        String given = command.toString();
        command.setLength(0);
        if (given.isBlank()) return;
        commandCount++;
        List<Answer> said = course.answers(given);
        if (said == null) {
            unknownCount++;
            said = course.otherwise();
        }
        boolean idle = answers.isEmpty();
        for (Answer each : said) {
            if (answers.size() < ANSWERS_MAX) answers.add(each);
            else droppedCount++;
        }
        if (idle) nextAnswer();
    }

    private void nextAnswer() {
        if (!answers.isEmpty()) world.engine().at(answer, feed.freeNs() + answers.getFirst().delayNs());
    }

    private void nextUnasked() {
        if (unaskedCount == script.unasked().size()) return;
        world.engine().at(unasked, startNs + script.unasked().get(unaskedCount).delayNs());
    }

    private void say(byte[] bytes) {
        if (feed.waitingCount() >= BYTES_MAX) {
            droppedCount++;
            return;
        }
        for (byte octet : bytes) feed.say(octet);
    }

    /// Commands received.
    public long commandCount() { return commandCount; }

    /// Those that the script does not know.
    public long unknownCount() { return unknownCount; }

    /// Answers that were not given because too many waited.
    public long droppedCount() { return droppedCount; }
}
