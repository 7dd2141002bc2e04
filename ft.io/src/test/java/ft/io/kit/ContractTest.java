package ft.io.kit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ft.device.kit.bench.DeviceContract;
import ft.io.block.VirtioBlock;
import ft.io.entropy.VirtioEntropy;
import ft.io.net.HostLans;
import ft.io.net.VirtioNet;
import ft.io.power.HostTarget;
import ft.io.power.TestFinisher;
import ft.io.rtc.GoldfishRtc;
import ft.io.serial.Uart16550;
import ft.io.serial.VirtioConsole;
import ft.io.virtio.EmptyVirtioSlot;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The devices of the board keep the contract that third parties test theirs with. */
class ContractTest {
    private static final Map<String, DeviceContract> DEVICES =
            Map.of(
                    "ns16550a", DeviceContract.of(Uart16550::new).window(0x100),
                    "sifive-test", DeviceContract.of(TestFinisher::new),
                    "goldfish-rtc", DeviceContract.of(GoldfishRtc::new),
                    "virtio-console", DeviceContract.of(VirtioConsole::new),
                    "virtio-rng", DeviceContract.of(VirtioEntropy::new).option("seed", "1"),
                    "htif", DeviceContract.of(HostTarget::new).option("tohost", "0x80001000"),
                    "virtio-net",
                            DeviceContract.of(() -> new VirtioNet(new HostLans()))
                                    .option("network", "lan"),
                    "virtio-empty", DeviceContract.of(EmptyVirtioSlot::new),
                    "virtio-blk", DeviceContract.of(VirtioBlock::new).option("memory", "64KiB"));

    @TestFactory
    Stream<DynamicTest> devices() {
        return DEVICES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(each -> tests(each.getKey(), each.getValue().rules()));
    }

    private static Stream<DynamicTest> tests(String device, List<DeviceContract.Rule> rules) {
        return rules.stream().map(rule -> dynamicTest(device + " " + rule.name(), rule::check));
    }
}
