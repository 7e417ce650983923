package rtk.apps.verify.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// CAN message sets and frame lengths that are in print.
final class PublishedBusesTest {
    private static List<Long> bounds(List<CanMessage> messages, long bitNs, CanErrors errors) {
        return new CanBusAnalysis(messages, bitNs, errors).responses().stream().map(Response::boundNs).toList();
    }

    @Test
    void longestFramesAreThoseOfTheRevisedFormula() throws IOException {
        JsonNode expected = Vectors.file("B_can", "B05").get("expected");
        for (int bytes = 0; bytes <= 8; bytes++) {
            FrameLength standard = FrameLength.classic(false, bytes);
            FrameLength extended = FrameLength.classic(true, bytes);

            assertEquals(expected.get("standard").get("" + bytes).intValue(), standard.nominalBits() + FrameLength.INTERMISSION);
            assertEquals(expected.get("extended").get("" + bytes).intValue(), extended.nominalBits() + FrameLength.INTERMISSION);
            assertEquals(expected.get("without_ifs_standard").get("" + bytes).intValue(), standard.nominalBits());
        }
        assertEquals(270_000, FrameLength.classic(false, 8).transmissionNs(500_000, 0));
    }

    /// Times in µs; 125 kbit/s.
    @Test
    void theCounterexampleOfDavisIsWorstInItsSecondInstance() throws IOException {
        JsonNode file = Vectors.file("B_can", "B13");
        var messages = new ArrayList<CanMessage>();
        for (JsonNode message : file.get("inputs").get("messages")) {
            messages.add(CanMessage.of(message.get("priority").longValue(), us(message.get("C")), us(message.get("T")), 0));
        }
        List<Response> responses = new CanBusAnalysis(messages, 8, CanErrors.NONE).responses();

        var expected = file.get("expected").get("response_revised").values().stream().map(PublishedBusesTest::us).toList();
        assertEquals(expected, responses.stream().map(Response::boundNs).toList());
        assertEquals(2, responses.getLast().jobs());
    }

    private static long us(JsonNode ms) { return Math.round(ms.doubleValue() * 1000); }

    @Test
    void randomSetsAreAsPycpaHasThem() throws IOException {
        for (JsonNode set : Vectors.file("B_can", "B16a").get("sets")) {
            long bitNs = 1_000_000_000L / set.get("bitrate").longValue();
            var messages = new ArrayList<CanMessage>();
            for (JsonNode message : set.get("messages")) {
                FrameLength length = FrameLength.classic(message.get("ext").booleanValue(), message.get("bytes").intValue());
                assertEquals(message.get("worst_bits_incl_ifs").intValue(), length.nominalBits() + FrameLength.INTERMISSION);
                messages.add(CanMessage.of(messages.size(), length.transmissionNs(set.get("bitrate").longValue(), 0),
                        message.get("period_us").longValue() * 1000, 0));
            }

            var expected = set.get("expected").get("response_us").values().stream().map(PublishedBusesTest::us).toList();
            assertEquals(expected, bounds(messages, bitNs, CanErrors.NONE));
        }
    }

    /// Times in µs; 250 kbit/s. There C is without the intermission, which comes before the frame asked about instead of after it: for the
    /// last message too, which nothing else blocks; a frame of only an intermission below it stands for that.
    @Test
    void messagesOfBrosterAreDelayedByFaultsAsPublished() throws IOException {
        JsonNode file = Vectors.file("B_can", "B11");
        var messages = new ArrayList<CanMessage>();
        for (JsonNode message : file.get("inputs").get("messages_in_priority_order")) {
            messages.add(CanMessage.of(messages.size(), 4 * (message.get("frame_bits").longValue() + 3),
                    message.get("period_ms").longValue() * 1000, 0));
        }
        messages.add(CanMessage.of(messages.size(), 12, 1_000_000, 0));

        var published = new ArrayList<>(bounds(messages, 4, CanErrors.NONE));
        published.removeLast();
        published.replaceAll(bound -> bound - 12);
        assertEquals(file.get("expected").get("no_faults_ms").values().stream().map(PublishedBusesTest::us).toList(), published);
        compareFaults(messages, 0, file.get("expected").get("message1_with_k_faults_0_to_9_ms"));
        compareFaults(messages, 7, file.get("expected").get("message8_with_k_faults_0_to_10_ms"));
    }

    private static void compareFaults(List<CanMessage> messages, int index, JsonNode expected) {
        for (int faults = 0; faults < expected.size(); faults++) {
            var errors = new CanErrors(faults, 0, 4 * (29 - 3));

            assertEquals(us(expected.get(faults)), bounds(messages, 4, errors).get(index) - 12);
        }
    }
}
