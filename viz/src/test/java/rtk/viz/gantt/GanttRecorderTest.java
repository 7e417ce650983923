package rtk.viz.gantt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.viz.ChartFiles;
import rtk.viz.Theme;
import rtk.viz.gantt.Gantt.Arrow;
import rtk.viz.gantt.Gantt.Bar;
import rtk.viz.gantt.Gantt.Group;
import rtk.viz.gantt.Gantt.Lane;
import rtk.viz.gantt.Gantt.Look;

/// Events written by hand:
///
/// ```
/// ns        0    100  150 180  200  300   400
/// client    RRRR|RRRRR|iii|RRRR|rrrrREPLYY|RRRR    sends at 200, the server replies at 300
/// server    RECEIVE ............|RRRRRRRR|
/// line             ^^^^^^^
/// ```
class GanttRecorderTest {
    private static final long CLIENT = 1;
    private static final long SERVER = 2;

    @Test
    void statesBecomeBarsCutAtTheWindowTheMostUrgentThreadOnTop() {
        Gantt gantt = play(new GanttRecorder(100, 400)).gantt();

        assertEquals(List.of("core 0", "irq can0", "server/1 · 20", "client/1 · 10"),
                gantt.lanes().stream().map(Lane::name).toList());
        assertEquals(List.of(new Bar(100, 200, Look.RUNNING, ""), new Bar(200, 300, Look.BLOCKED, "REPLY"),
                new Bar(300, 400, Look.RUNNING, "")), lane(gantt, "client/1 · 10").bars());
        assertEquals(List.of(new Bar(200, 300, Look.RUNNING, "")), lane(gantt, "server/1 · 20").bars());
        assertEquals(0, gantt.leftOut());
    }

    @Test
    void anInterruptStandsInTheWayOnItsCoreAndTheThreadGoesOnAfterIt() {
        Gantt gantt = play(new GanttRecorder(100, 400)).gantt();

        assertEquals(List.of(new Bar(100, 150, Look.RUNNING, "client/1"), new Bar(150, 180, Look.INTERRUPT, "irq can0"),
                new Bar(180, 200, Look.RUNNING, "client/1"), new Bar(200, 300, Look.RUNNING, "server/1"),
                new Bar(300, 400, Look.RUNNING, "client/1")), lane(gantt, "core 0").bars());
        assertEquals(List.of(new Bar(140, 175, Look.INTERRUPT, "")), lane(gantt, "irq can0").bars());
    }

    @Test
    void messagesAndRepliesAreArrowsAndInheritanceIsMarked() {
        Gantt gantt = play(new GanttRecorder(0, 400)).gantt();
        int server = gantt.lanes().indexOf(lane(gantt, "server/1 · 20"));
        int client = gantt.lanes().indexOf(lane(gantt, "client/1 · 10"));

        assertEquals(List.of(new Arrow(client, 200, server, 200, false), new Arrow(server, 300, client, 300, true)),
                gantt.arrows());
        assertEquals(List.of(new Gantt.Mark(200, "10", false), new Gantt.Mark(300, "20", true)),
                lane(gantt, "server/1 · 20").marks());
        assertEquals(Group.BLAME, gantt.withTop(new Lane(Group.BLAME, "blame", List.of(), List.of())).lanes().getFirst().group());
        assertEquals(client + 1,
                gantt.withTop(new Lane(Group.BLAME, "blame", List.of(), List.of())).arrows().getFirst().fromLane());
    }

    @Test
    void whoWaitsAllTheTimeHasNoLane() {
        Gantt gantt = play(new GanttRecorder(10, 90)).gantt();

        assertEquals(List.of("core 0", "client/1 · 10"), gantt.lanes().stream().map(Lane::name).toList());
    }

    @Test
    void aPictureHasTheColourOfWhatRunsWhereItRuns() throws IOException {
        Gantt gantt = play(new GanttRecorder(100, 400)).gantt();
        var picture = new GanttPicture(gantt, "title", "", 100, 100, Theme.LIGHT);
        var png = new ByteArrayOutputStream();

        ChartFiles.writePng(picture, new ChartFiles.Size(818, picture.height()), 1, png);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
        int serverRow = 86 + 2 * 26 + 13;
        assertEquals(Theme.LIGHT.series(0).getRGB(), image.getRGB(190 + 330, serverRow));
        assertEquals(Theme.LIGHT.background().getRGB(), image.getRGB(190 + 130, serverRow));
        assertTrue(picture.height() > serverRow);
    }

    private static Lane lane(Gantt gantt, String name) {
        return gantt.lanes().stream().filter(lane -> lane.name().equals(name)).findFirst().orElseThrow();
    }

    private static GanttRecorder play(GanttRecorder recorder) {
        String[] texts = {"client", "server", "can0", "board"};
        for (int i = 0; i < texts.length; i++) recorder.text(i + 1, texts[i]);
        recorder.event(0, EventKind.DEVICE, 7, 3, 0, 0);
        recorder.event(0, EventKind.CORE, 0, 4);
        recorder.event(0, EventKind.PROCESS_CREATED, 1, 1, 0, 1);
        recorder.event(0, EventKind.PROCESS_CREATED, 2, 2, 0, 2);
        recorder.event(0, EventKind.THREAD_CREATED, CLIENT, 1, 1, 10, 0);
        recorder.event(0, EventKind.THREAD_CREATED, SERVER, 2, 1, 20, 0);
        state(recorder, 0, SERVER, ThreadState.RECEIVE);
        state(recorder, 5, CLIENT, ThreadState.RUNNING);
        recorder.event(140, EventKind.IRQ_ASSERTED, 32, 7);
        recorder.event(150, EventKind.IRQ_ENTER, 0, 32, CLIENT);
        recorder.event(175, EventKind.IRQ_DEASSERTED, 32, 7);
        recorder.event(180, EventKind.IRQ_EXIT, 0, 32);
        recorder.event(200, EventKind.MSG_SEND, CLIENT, 1, 5, 4, 10);
        state(recorder, 200, CLIENT, ThreadState.REPLY);
        recorder.event(200, EventKind.MSG_RECEIVE, SERVER, 1, 5, 4);
        recorder.event(200, EventKind.THREAD_PRIORITY, SERVER, 20, 10, CLIENT);
        state(recorder, 200, SERVER, ThreadState.RUNNING);
        recorder.event(300, EventKind.MSG_REPLY, SERVER, 5, 0, 0);
        recorder.event(300, EventKind.THREAD_PRIORITY, SERVER, 10, 20, 0);
        state(recorder, 300, SERVER, ThreadState.RECEIVE);
        state(recorder, 300, CLIENT, ThreadState.RUNNING);
        state(recorder, 500, CLIENT, ThreadState.DEAD);
        return recorder;
    }

    private static void state(GanttRecorder recorder, long atNs, long thread, ThreadState state) {
        recorder.event(atNs, EventKind.THREAD_STATE, thread, state.ordinal(), 0, 0);
    }
}
