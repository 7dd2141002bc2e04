package ft.observe.inventory;

import ft.api.observe.Observatory;
import java.io.PrintWriter;
import org.apache.felix.inventory.Format;
import org.apache.felix.inventory.InventoryPrinter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Prints the servers into whatever shows inventories. Made when somebody prints it, so that nothing
 * is loaded where there is no such thing.
 */
@Component(
        property = {
            InventoryPrinter.NAME + "=ft-servers",
            InventoryPrinter.TITLE + "=Fault Tolerant Servers",
            InventoryPrinter.FORMAT + "=TEXT",
            InventoryPrinter.FORMAT + "=JSON"
        })
public class ServerPrinter implements InventoryPrinter {
    private final Observatory observatory;

    /** Made by Declarative Services. */
    @Activate
    public ServerPrinter(@Reference Observatory observatory) {
        this.observatory = observatory;
    }

    @Override
    public void print(PrintWriter writer, Format format, boolean isZip) {
        writer.print(
                format.equals(Format.JSON) ? observatory.inventoryJson() : observatory.inventory());
        writer.flush();
    }
}
