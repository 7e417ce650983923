package rtk.apps.infotainment.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Groups received off the air from real stations, and what other decoders make of them.
class RdsDecoderTest {
    private static RdsDecoder after(String... lines) {
        var decoder = new RdsDecoder();
        for (String line : lines) decoder.take(RdsGroup.of(line));
        return decoder;
    }

    /// YLE X3M, Finland, 2016.
    @Test
    void aNameComesInFourPartsOfGroup0A() {
        var decoder = after("6204 0130 966B 594C", "6204 0131 93CD 4520", "6204 0132 E472 5833");
        assertEquals("", decoder.name());
        decoder.take(RdsGroup.of("6204 0137 966B 4D20"));

        assertEquals("YLE X3M ", decoder.name());
        assertEquals(0x6204, decoder.identification());
        assertEquals(9, decoder.programmeType()); // varied
        // Announcement without traffic programme: other networks have one, this station does not speak.
        assertFalse(decoder.isTrafficProgramme());
        assertFalse(decoder.isTrafficAnnouncement());
    }

    /// Radio Krka, Slovenia.
    @Test
    void groupsOfVersionBCarryHalfAsMuch() {
        assertEquals("  KRKA  ",
                after("9423 0800 0000 2020", "9423 0801 0000 4B52", "9423 0802 0000 4B41", "9423 0807 0000 2020").name());
        assertEquals("PRIJETNO POSLUSANJE RADIA KRKA", after("9423 2800 0000 5052", "9423 2801 0000 494A", "9423 2802 0000 4554",
                "9423 2803 0000 4E4F", "9423 2804 0000 2050", "9423 2805 0000 4F53", "9423 2806 0000 4C55", "9423 2807 0000 5341",
                "9423 2808 0000 4E4A", "9423 2809 0000 4520", "9423 280A 0000 5241", "9423 280B 0000 4449", "9423 280C 0000 4120",
                "9423 280D 0000 4B52", "9423 280E 0000 4B41", "9423 280F 0000 2020").text());
    }

    /// JACK 96.9, Canada, 2019.
    @Test
    void aTextEndsAtACarriageReturn() {
        var decoder = after("C954 24F0 4A41 434B", "C954 24F1 2039 362E");
        assertEquals("", decoder.text());
        decoder.take(RdsGroup.of("C954 24F2 390D 0000"));

        assertEquals("JACK 96.9", decoder.text());
    }

    /// YLE Vega, Finland, 2016: the fourth letter is no ASCII.
    @Test
    void aTextWithoutEndHasAllSixteenParts() {
        var decoder = after("6205 2440 5665 6761", "6205 2441 204B 7691", "6205 2442 6C6C 2020");
        for (int part = 3; part < 15; part++) decoder.take(new RdsGroup(0x6205, 0x2440 + part, 0x2020, 0x2020));
        assertEquals("", decoder.text());
        decoder.take(RdsGroup.of("6205 244F 2020 2020"));

        assertEquals("Vega Kväll", decoder.text());
    }

    /// Two songs of a Finnish station: the flag changes with the text.
    @Test
    void anotherTextTakesThePlaceOfTheFirstOnlyWhenItIsWhole() {
        var decoder = after("6202 2150 4749 524C", "6202 2151 5327 2047", "6202 2152 454E 4552", "6202 2153 4154 494F",
                "6202 2154 4E20 2D20", "6202 2155 5275 6E20", "6202 2156 6465 7669", "6202 2157 6C20 7275",
                "6202 2158 6E0D 2020");
        assertEquals("GIRLS' GENERATION - Run devil run", decoder.text());
        for (String line : new String[]{"6202 2140 5061 7061", "6202 2141 6E61 6E61", "6202 2142 616D 616E",
            "6202 2143 204B 2D70",
            "6202 2144 6F70 2D73"}) {
            decoder.take(RdsGroup.of(line));
            assertEquals("GIRLS' GENERATION - Run devil run", decoder.text());
        }
        decoder.take(RdsGroup.of("6202 2145 686F 770D"));

        assertEquals("Papananaaman K-pop-show", decoder.text());
    }

    @Test
    void aTrafficAnnouncementBeginsAndEndsInGroups0And15B() {
        // Bit 10 says that the programme has them, bit 4 that one is being made.
        var decoder = after("D3C2 0410 E0CD 4D44");
        assertTrue(decoder.isTrafficAnnouncement());
        decoder.take(RdsGroup.of("D3C2 FC00 D3C2 FC00"));
        assertFalse(decoder.isTrafficAnnouncement());
        decoder.take(RdsGroup.of("D3C2 FC10 D3C2 FC10"));
        assertTrue(decoder.isTrafficAnnouncement());
        // Another station says nothing of that yet.
        decoder.take(RdsGroup.of("D3C1 2410 4142 4344"));
        assertFalse(decoder.isTrafficAnnouncement());
    }

    @Test
    void blocksThatWereLostLeaveWhatIsKnown() {
        var decoder = after("6204 0130 966B 594C", "6204 0131 93CD ----", "6204 ---- E472 5833", "---- 0132 ---- 5833",
                "6204 0137 966B 4D20");
        assertEquals("", decoder.name());
        decoder.take(RdsGroup.of("6204 0131 ---- 4520"));

        assertEquals("YLE X3M ", decoder.name());
    }

    @Test
    void otherLinesAreNoGroups() {
        for (String line : new String[]{"", "6204", "6204 0130 966B", "6204 0130 966B 594C 0000", "6204 0130 966B 594G",
            "6204013 0966B594C",
            "6204 0130-966B 594C"}) {
            assertNull(RdsGroup.of(line), line);
        }
        assertEquals(new RdsGroup(0x6204, 0x130, 0x966b, 0x594c), RdsGroup.of("62040130966B594C\r"));
    }
}
