package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    @Test
    void everyResourceManagerCanBeStartedByItsShortName() {
        for (String name : List.of("dev-can", "dev-gpio", "dev-null", "devc-ser", "fs-host", "fs-ram", "mqueue", "pipe", "pps",
                "proc", "shmem", "slogger2", "trace")) {
            assertNull(Programs.fault(name), name);
            assertNotNull(Programs.create(name));
        }
    }
}
