package rtk.apps.infotainment.media;

import java.util.Arrays;

/// What a station says of itself, put together group by group: its name, whether it speaks of traffic now, and a line of text.
///
/// | group | used |
/// |---|---|
/// | all | identification, traffic programme, programme type |
/// | 0A, 0B | traffic announcement, name in four parts of two characters |
/// | 2A, 2B | text in sixteen parts of four, or two, characters; it ends at a carriage return or when all parts have come |
/// | 15B | traffic announcement |
///
/// A name or text is told when all of it has come, so that a half one is never shown. Source: IEC 62106. Left out: alternative frequencies,
/// clock, other networks, TMC, the checks of names that scroll.
final class RdsDecoder {
    /// The upper half of the basic character set, from 0x80 on (IEC 62106, annex E).
    private static final String UPPER_HALF = "áàéèíìóòúùÑÇŞß¡Ĳâäêëîïôöûüñçşǧıĳªα©‰Ǧěňőπ€£$←↑→↓º¹²³±İńűµ¿÷°¼½¾§"
            + "ÁÀÉÈÍÌÓÒÚÙŘČŠŽÐĿÂÄÊËÎÏÔÖÛÜřčšžđŀÃÅÆŒŷÝÕØÞŊŔĆŚŹŦðãåæœŵýõøþŋŕćśźŧ ";
    private static final int NAME_PARTS = 4;
    private static final int TEXT_PARTS = 16;
    private static final char END = '\r';
    private static final int UNKNOWN = -1;

    private int identification = UNKNOWN;
    private boolean isTrafficProgramme;
    private boolean isAnnouncement;
    private int programmeType = UNKNOWN;
    private String name = "";
    private String text = "";

    private final char[] nameChars = new char[2 * NAME_PARTS];
    private int nameParts; // a bit for each that has come
    private final char[] textChars = new char[4 * TEXT_PARTS];
    private int textParts;
    private boolean textFlag;
    private boolean textHasBegun;

    /// Programme identification, -1 before it is known.
    int identification() { return identification; }

    /// The name of the station, empty before it is known.
    String name() { return name; }

    /// The line of text, empty before it is known.
    String text() { return text; }

    /// 0 to 31, -1 before it is known.
    int programmeType() { return programmeType; }

    boolean isTrafficProgramme() { return isTrafficProgramme; }

    /// Does it speak of traffic at this moment?
    boolean isTrafficAnnouncement() { return isTrafficProgramme && isAnnouncement; }

    void take(RdsGroup group) {
        if (group.a() != RdsGroup.LOST && group.a() != identification) newStation(group.a());
        if (group.b() == RdsGroup.LOST) return;
        isTrafficProgramme = group.isTrafficProgramme();
        programmeType = group.programmeType();
        switch (group.type()) {
            case 0 -> {
                isAnnouncement = group.flag(4);
                takeName(group);
            }
            case 2 -> takeText(group);
            case 15 -> {
                if (group.isVersionB()) isAnnouncement = group.flag(4);
            }
            default -> {}
        }
    }

    private void newStation(int newIdentification) {
        identification = newIdentification;
        isTrafficProgramme = false;
        isAnnouncement = false;
        programmeType = UNKNOWN;
        name = "";
        text = "";
        nameParts = 0;
        textParts = 0;
        textHasBegun = false;
    }

    private void takeName(RdsGroup group) {
        if (group.d() == RdsGroup.LOST) return;
        int part = group.address(2);
        // Names begin with part 0; what came before it may be of another one.
        if (part == 0) nameParts = 0;
        put(nameChars, 2 * part, group.d());
        nameParts |= 1 << part;
        if (nameParts == (1 << NAME_PARTS) - 1) name = new String(nameChars);
    }

    private void takeText(RdsGroup group) {
        boolean flag = group.flag(4);
        if (!textHasBegun || flag != textFlag) {
            textHasBegun = true;
            textFlag = flag;
            textParts = 0;
            Arrays.fill(textChars, ' ');
        }
        int part = group.address(4);
        int width = group.isVersionB() ? 2 : 4;
        if (group.d() == RdsGroup.LOST || (width == 4 && group.c() == RdsGroup.LOST)) return;
        if (width == 4) put(textChars, 4 * part, group.c());
        put(textChars, width * part + width - 2, group.d());
        textParts |= 1 << part;
        finishText(width);
    }

    private void finishText(int width) {
        int length = width * TEXT_PARTS;
        for (int at = 0; at < length; at++) {
            if (textChars[at] == END && (textParts >> (at / width) & 1) != 0) {
                length = at;
                break;
            }
        }
        int needed = (length + width - 1) / width;
        int all = (1 << needed) - 1;
        if ((textParts & all) == all) text = new String(textChars, 0, length).stripTrailing();
    }

    private static void put(char[] into, int at, int block) {
        into[at] = character(block >> 8);
        into[at + 1] = character(block & 0xff);
    }

    private static char character(int code) {
        if (code >= 0x80) return UPPER_HALF.charAt(code - 0x80);
        return code >= ' ' || code == END ? (char) code : ' ';
    }
}
