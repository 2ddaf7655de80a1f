package io.blip2j.tools.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.blip2j.core.backend.vector.VectorWidth;
import java.lang.management.ManagementFactory;

/// What the JVM knows about this machine.
///
/// @param java the JDK that runs
/// @param os operating system and architecture
/// @param vector width of its vectors
/// @param cores processors that the machine or its cgroup grants
/// @param memory bytes that it grants
record Machine(Java java, String os, Vector vector, int cores, Memory memory) {
    /// @param version such as `25.0.3+9-LTS`
    /// @param vendor who built it
    /// @param home where it is
    record Java(String version, String vendor, String home) {}

    /// @param bits of the preferred vector, 0 if the module `jdk.incubator.vector` is not there
    /// @param floats that fit into it
    record Vector(int bits, int floats) {}

    /// @param total of the machine or its cgroup
    /// @param available not in use now
    /// @param heap limit of the Java heap, for tensors in training
    /// @param nativeLimit limit of native memory, for frozen weights
    record Memory(long total, long available, long heap, long nativeLimit) {}

    /// Looks at the machine that we run on.
    static Machine here() {
        return new Machine(
                new Java(
                        Runtime.version().toString(),
                        System.getProperty("java.vendor"),
                        System.getProperty("java.home")),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                measureVector(),
                Runtime.getRuntime().availableProcessors(),
                measureMemory());
    }

    private static Vector measureVector() {
        try {
            int bits = VectorWidth.bits();
            return new Vector(bits, bits / Float.SIZE);
        } catch (LinkageError e) {
            return new Vector(0, 0);
        }
    }

    private static Memory measureMemory() {
        OperatingSystemMXBean os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long total = os.getTotalMemorySize();
        long heap = Runtime.getRuntime().maxMemory();
        return new Memory(
                total, os.getFreeMemorySize(), heap, Long.getLong("blip2j.native.bytes", Math.max(0, total - heap)));
    }
}
