package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTreeTest {
    @Test
    void theProcessorsPartIsComplete() {
        List<DeviceTreeNode> nodes = Guest.create(2).deviceTree();
        assertThat(nodes)
                .extracting(DeviceTreeNode::name)
                .containsExactly("cpus", "memory@80000000", "clint@2000000", "plic@c000000");
        assertThat(nodes.get(0).children()).hasSize(2);
        DeviceTreeNode cpu = nodes.get(0).children().get(1);
        assertThat(text(cpu, "riscv,isa")).startsWith("rv64imafdc_").endsWith("_sstc_svadu\0");
        assertThat(text(cpu, "mmu-type")).isEqualTo("riscv,sv48\0");
        assertThat(cells(cpu.children().get(0), "phandle")).containsExactly(2);
        assertThat(cells(nodes.get(1), "reg")).containsExactly(0, 0x80000000, 0, Guest.MEMORY);
        assertThat(cells(nodes.get(2), "interrupts-extended"))
                .containsExactly(1, 3, 1, 7, 2, 3, 2, 7);
        assertThat(cells(nodes.get(3), "interrupts-extended"))
                .containsExactly(1, 11, 1, 9, 2, 11, 2, 9);
        assertThat(cells(nodes.get(3), "phandle")).containsExactly(16);
        assertThat(cells(nodes.get(3), "riscv,ndev")).containsExactly(95);
    }

    private static String text(DeviceTreeNode node, String property) {
        return new String(node.properties().get(property), StandardCharsets.UTF_8);
    }

    private static List<Integer> cells(DeviceTreeNode node, String property) {
        ByteBuffer bytes = ByteBuffer.wrap(node.properties().get(property));
        return java.util.stream.Stream.generate(bytes::getInt).limit(bytes.capacity() / 4).toList();
    }
}
