package rtk.resmgr.ham;

import java.util.ArrayList;
import java.util.List;

/// What can happen to an entity: QNX's `COND…`. Source: [D 120,121] HAM guide, "Conditions".
public enum ConditionType {
    /// It died, of whatever.
    DEATH("death"),
    /// It died by a signal that leaves a core file; DEATH is true then too.
    ABNORMALDEATH("abnormal-death"),
    /// It detached, and lives on unwatched.
    DETACH("detach"),
    /// An entity that there was a placeholder for has joined.
    ATTACH("attach"),
    /// It missed as many heartbeats in a row as it said are serious.
    HBEATMISSEDHIGH("heartbeat-high"),
    /// It missed as many heartbeats in a row as it said are worth knowing.
    HBEATMISSEDLOW("heartbeat-low"),
    /// It was started again.
    RESTART("restart"),
    /// A detector outside says that something is wrong with it.
    RAISE("raise"),
    /// It, or a detector outside, says that it went from one state to another.
    STATE("state"),
    /// Each of the above.
    ANY("any");

    private final String word;

    ConditionType(String word) { this.word = word; }

    /// As in requests and scenarios.
    public String word() { return word; }

    /// Of those that a restart can belong to.
    boolean isDeath() { return this == DEATH || this == ABNORMALDEATH; }

    static List<String> words() {
        var words = new ArrayList<String>();
        for (ConditionType type : values()) words.add(type.word);
        return words;
    }

    /// @return null if there is none
    static ConditionType of(String word) {
        for (ConditionType type : values()) {
            if (type.word.equals(word)) return type;
        }
        return null;
    }
}
