package rtk.apps.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.kernel.api.Program;

/// Finds programs by name: Java classes on the class path, and short names for the shipped ones.
final class Programs {
    private static final Map<String, String> SHIPPED = new TreeMap<>(Map.ofEntries(
            Map.entry("dev-can", "rtk.resmgr.dev.CanManager"),
            Map.entry("dev-gpio", "rtk.resmgr.dev.GpioManager"),
            Map.entry("dev-null", "rtk.resmgr.dev.NullManager"),
            Map.entry("devc-ser", "rtk.resmgr.dev.SerialManager"),
            Map.entry("fs-host", "rtk.resmgr.fs.HostFolder"),
            Map.entry("fs-ram", "rtk.resmgr.fs.RamFileSystem"),
            Map.entry("ham", "rtk.resmgr.ham.HamManager"),
            Map.entry("launcher", "rtk.resmgr.launcher.Launcher"),
            Map.entry("mqueue", "rtk.resmgr.ipc.MqueueManager"),
            Map.entry("pipe", "rtk.resmgr.ipc.PipeManager"),
            Map.entry("pps", "rtk.resmgr.ipc.PpsManager"),
            Map.entry("proc", "rtk.resmgr.sys.ProcManager"),
            Map.entry("shmem", "rtk.resmgr.sys.ShmemManager"),
            Map.entry("slogger2", "rtk.resmgr.sys.SlogManager"),
            Map.entry("trace", "rtk.resmgr.sys.TraceManager"),
            Map.entry("cat", "rtk.resmgr.shell.Cat"),
            Map.entry("date", "rtk.resmgr.shell.Date"),
            Map.entry("echo", "rtk.resmgr.shell.Echo"),
            Map.entry("help", "rtk.resmgr.shell.Help"),
            Map.entry("hogs", "rtk.resmgr.shell.Hogs"),
            Map.entry("kill", "rtk.resmgr.shell.Kill"),
            Map.entry("ls", "rtk.resmgr.shell.Ls"),
            Map.entry("pidin", "rtk.resmgr.shell.PidIn"),
            Map.entry("ps", "rtk.resmgr.shell.Ps"),
            Map.entry("sh", "rtk.resmgr.shell.Shell"),
            Map.entry("slay", "rtk.resmgr.shell.Slay"),
            Map.entry("sleep", "rtk.resmgr.shell.Sleep"),
            Map.entry("sloginfo", "rtk.resmgr.shell.SlogInfo"),
            Map.entry("top", "rtk.resmgr.shell.Top"),
            Map.entry("uname", "rtk.resmgr.shell.Uname"),
            Map.entry("use", "rtk.resmgr.shell.Use"),
            Map.entry("waitfor", "rtk.resmgr.shell.WaitFor"),
            Map.entry("mixer", "rtk.apps.infotainment.audio.AudioMixer"),
            Map.entry("call-sound", "rtk.apps.infotainment.audio.CallSound"),
            Map.entry("climate", "rtk.apps.infotainment.climate.ClimateControl"),
            Map.entry("climate-box", "rtk.apps.infotainment.climate.ClimateBox"),
            Map.entry("diagnostics", "rtk.apps.infotainment.diagnostics.DiagnosticsService"),
            Map.entry("obd-tester", "rtk.apps.infotainment.diagnostics.Tester"),
            Map.entry("phone", "rtk.apps.infotainment.phone.Phone"),
            Map.entry("update", "rtk.apps.infotainment.update.UpdateService"),
            Map.entry("rear-camera", "rtk.apps.infotainment.camera.RearViewCamera"),
            Map.entry("reverse-guard", "rtk.apps.infotainment.camera.ReverseGuard"),
            Map.entry("guidance", "rtk.apps.infotainment.guidance.RouteGuidance"),
            Map.entry("hmi", "rtk.apps.infotainment.hmi.Hmi"),
            Map.entry("screen", "rtk.apps.infotainment.hmi.Screen"),
            Map.entry("player", "rtk.apps.infotainment.media.MediaPlayer"),
            Map.entry("tuner", "rtk.apps.infotainment.media.Tuner"),
            Map.entry("usb-stick", "rtk.apps.infotainment.media.UsbStick"),
            Map.entry("applications", "rtk.apps.infotainment.rush.Applications"),
            Map.entry("gateway", "rtk.apps.infotainment.VehicleGateway"),
            Map.entry("cluster", "rtk.apps.infotainment.InstrumentCluster"),
            Map.entry("switches", "rtk.apps.infotainment.SwitchPanel"),
            Map.entry("navigation", "rtk.apps.infotainment.Navigation")));

    private Programs() {}

    /// Short names of the shipped programs, by name.
    static List<String> shipped() { return new ArrayList<>(SHIPPED.keySet()); }

    /// What is wrong with `name` as a program.
    ///
    /// @return null if it can be started
    static String fault(String name) { return fault(name, loader()); }

    static String fault(String name, ClassLoader loader) {
        try {
            Class<?> type = find(name, loader);
            if (!Program.class.isAssignableFrom(type)) return "the class " + name + ", which does not implement Program";
            if (Modifier.isAbstract(type.getModifiers())) return "the class " + name + ", which is abstract";
            boolean isPublic = Modifier.isPublic(type.getModifiers() & type.getConstructor().getModifiers());
            return isPublic ? null : "the class " + name + ", which is not public";
        } catch (ClassNotFoundException | LinkageError e) {
            return "the unknown program " + name;
        } catch (NoSuchMethodException e) {
            return "the class " + name + " without a public constructor without arguments";
        }
    }

    /// A new program; one per process.
    ///
    /// @throws IllegalArgumentException if [#fault] finds something, or its constructor throws
    static Program create(String name) { return create(name, loader()); }

    static Program create(String name, ClassLoader loader) {
        String fault = fault(name, loader);
        if (fault != null) throw new IllegalArgumentException("found " + fault);
        try {
            return find(name, loader).asSubclass(Program.class).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("the constructor of " + name + " throws " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Of the shipped programs and the class path that this Java was started with.
    static ClassLoader loader() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == null ? Programs.class.getClassLoader() : loader;
    }

    private static Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
        return Class.forName(SHIPPED.getOrDefault(name, name), false, loader);
    }
}
