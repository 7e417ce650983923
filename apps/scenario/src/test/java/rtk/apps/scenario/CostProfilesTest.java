package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;

class CostProfilesTest {
    private final CostProfile a9 = CostProfiles.named("cortex-a9-1ghz");

    private long sum(CostItem... items) {
        long sum = 0;
        for (CostItem item : items) sum += a9.costNs(item);
        return sum;
    }

    @Test
    void zeroIsTheProfileThatCostsNothing() { assertEquals(CostProfile.ZERO, CostProfiles.named("zero")); }

    @Test
    void thePartsOfEachPublishedPathAddUpToItsFigure() {
        assertEquals(367, sum(CostItem.CALL_ENTRY, CostItem.MSG_SEND, CostItem.PROCESS_SWITCH, CostItem.CALL_EXIT));
        assertEquals(352, 2 * sum(CostItem.CALL_ENTRY, CostItem.CALL_EXIT)
                + sum(CostItem.MSG_REPLY, CostItem.MSG_RECEIVE, CostItem.PROCESS_SWITCH));
        assertEquals(775,
                sum(CostItem.INTERRUPT_ENTRY, CostItem.INTERRUPT_EVENT, CostItem.INTERRUPT_EXIT, CostItem.PROCESS_SWITCH,
                        CostItem.CALL_EXIT));
        assertEquals(1025, sum(CostItem.CALL_ENTRY, CostItem.PULSE, CostItem.PROCESS_SWITCH, CostItem.CALL_EXIT));
    }

    @Test
    void everyItemHasACostAndASource() {
        for (CostItem item : CostItem.values()) {
            assertTrue(a9.costNs(item) > 0, item.label());
            assertTrue(a9.sources().containsKey(item), item.label());
        }
    }

    @Test
    void problemsOfAProfileHaveTheirPlaces() {
        var e = assertThrows(ScenarioException.class, () -> CostProfiles.parse("c.yaml",
                "profile: x\nitems:\n  msg-sent: { ns: 1, source: me }\n  sync: { ns: -1 }\n  pulse: { ns: 1.5, source: me }\n"));

        assertEquals(
                """
                        c.yaml:3:3: found unknown cost item msg-sent, expected a cost item; did you mean msg-send?
                        c.yaml:4:15: found -1, expected a whole number from 0 to 1000000000; a cost item is whole nanoseconds: ns: 150
                        c.yaml:4:9: found no source, expected source: who says so; write source: assumed if it is from nobody
                        c.yaml:5:16: found 1.5, expected a whole number from 0 to 1000000000; a cost item is whole nanoseconds: ns: 150""",
                e.getMessage());
    }
}
