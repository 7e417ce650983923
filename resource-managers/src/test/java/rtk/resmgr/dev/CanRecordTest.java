package rtk.resmgr.dev;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CanRecordTest {
    @Test
    void layoutIsThatOfTheTable() {
        var bytes = new byte[30];
        new CanRecord(0x92345678, 3, 0x0102030405060708L, 0xaabbcc0000000000L).into(bytes, 6);

        assertEquals("000000000000" + "78563492" + "03000000" + "0807060504030201" + "aabbcc0000000000",
                HexFormat.of().formatHex(bytes));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        var record = new CanRecord(0x4000_07ff, 8, 123_456_789_012L, 0x8877665544332211L);
        var bytes = new byte[CanRecord.BYTES];
        record.into(bytes, 0);

        assertEquals(record, CanRecord.in(bytes, 0));
        assertEquals(0x7ff, record.identifier());
        assertTrue(record.isRemote());
        assertFalse(record.isExtended());
        assertArrayEquals(new int[]{0x88, 0x11}, new int[]{record.dataByte(0), record.dataByte(7)});
    }

    @Test
    void framesThatNoControllerCanSendAreInvalid() {
        assertTrue(new CanRecord(0x7ff, 8, 0, 0).isValid());
        assertTrue(new CanRecord(0x9fffffff, 0, 0, 0).isValid());
        assertFalse(new CanRecord(0x800, 8, 0, 0).isValid(), "standard identifier of 12 bits");
        assertFalse(new CanRecord(0x100, 9, 0, 0).isValid(), "nine bytes");
        assertFalse(new CanRecord(0x2000_0100, 1, 0, 0).isValid(), "error frame flag");
    }
}
