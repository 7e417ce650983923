package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CanBitsVerbTest {
    @Test
    void jsonHasTheKeysOfTheContractInOrder() {
        JsonNode row = JsonMapper.shared().readTree(Shell.rtk("can", "bits", "--json", "123#DEADBEEF").out()).get(0);

        assertEquals(
                "[frame, extended, fd, brs, dlc, crc, stuffBits, fixedStuffBits, nominalBits, dataBits, bits, worstCaseBits]",
                row.propertyNames().toString());
        assertEquals("123#DEADBEEF", row.get("frame").stringValue());
        assertEquals(4, row.get("dlc").intValue());
        assertTrue(row.get("crc").stringValue().startsWith("0x"));
    }

    /// 44 bits of frame and 8 per byte, without stuffing: no run of five equal bits is in these.
    @Test
    void bitsAreThoseOfTheFrameAndItsStuffing() {
        JsonNode row = JsonMapper.shared().readTree(Shell.rtk("can", "bits", "--json", "--wave", "123#DEADBEEF").out()).get(0);

        assertEquals(44 + 32 + row.get("stuffBits").intValue(), row.get("bits").intValue());
        assertEquals(row.get("bits").intValue(), row.get("wave").stringValue().length());
    }

    @Test
    void framesComeFromStandardInputOneALine() {
        Shell shell = Shell.rtkReading("123#DEADBEEF\n\n12345678#00\n123#R4\n", "can", "bits", "--json", "-");

        assertEquals(0, shell.exitCode(), shell.err());
        assertEquals(3, JsonMapper.shared().readTree(shell.out()).size());
    }

    @Test
    void aBadFrameNamesItsLine() {
        Shell shell = Shell.rtkReading("123#DEADBEEF\n123#DEADBEE\n", "can", "bits", "-");

        assertEquals(2, shell.exitCode());
        assertTrue(shell.err().contains("-:2:"), shell.err());
    }
}
