package ft.console.view;

import static java.util.Map.entry;

import ft.api.config.Configurable;
import ft.api.config.ConfiguredOption;
import ft.api.copy.MemoList;
import ft.api.debug.DebugPort;
import ft.api.io.SlotStatus;
import ft.api.observe.ServerHealth;
import ft.api.part.PartStatus;
import ft.api.provision.Installation;
import ft.api.provision.Offer;
import ft.api.server.CopyLists;
import ft.api.server.FtServer;
import ft.api.server.PolicyStatus;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.server.StrategyStatus;
import ft.api.upgrade.Upgradable;
import ft.console.symbols.SymbolLookup;
import ft.console.symbols.SymbolTable;
import ft.console.trace.TraceView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;

/**
 * Shows what the commands return. The values stay values: scripts can go on working with them, and
 * only what reaches the terminal or the next command of a pipe becomes text.
 */
@Component(
        property = {
            Converter.CONVERTER_CLASSES + "=ft.console.view.Rows",
            Converter.CONVERTER_CLASSES + "=ft.console.view.ServerStatus",
            Converter.CONVERTER_CLASSES + "=ft.console.view.MemoryDump",
            Converter.CONVERTER_CLASSES + "=ft.console.view.Registers",
            Converter.CONVERTER_CLASSES + "=ft.console.view.Timeline",
            Converter.CONVERTER_CLASSES + "=ft.console.view.DeviceTreeSource",
            Converter.CONVERTER_CLASSES + "=ft.console.trace.TraceView",
            Converter.CONVERTER_CLASSES + "=ft.api.config.Configurable",
            Converter.CONVERTER_CLASSES + "=ft.api.config.ConfiguredOption",
            Converter.CONVERTER_CLASSES + "=ft.api.copy.MemoList",
            Converter.CONVERTER_CLASSES + "=ft.api.provision.Installation",
            Converter.CONVERTER_CLASSES + "=ft.api.server.CopyLists",
            Converter.CONVERTER_CLASSES + "=ft.api.server.Probe",
            Converter.CONVERTER_CLASSES + "=ft.api.server.ResyncReport",
            Converter.CONVERTER_CLASSES + "=ft.api.server.ServerEvent"
        })
public class ValueConverter implements Converter {
    private static final Map<Class<?>, Function<List<Object>, String>> LISTS =
            Map.ofEntries(
                    entry(ServerEvent.class, rows -> Views.events(cast(rows))),
                    entry(ResyncReport.class, rows -> ReportViews.table(cast(rows))),
                    entry(StrategyStatus.class, rows -> Views.strategies(cast(rows))),
                    entry(SlotStatus.class, rows -> Views.slots(cast(rows))),
                    entry(ServerHealth.class, rows -> HealthViews.table(cast(rows))),
                    entry(PolicyStatus.class, rows -> PartViews.policies(cast(rows))),
                    entry(PartStatus.class, rows -> PartViews.table(cast(rows))),
                    entry(Offer.class, rows -> InstallViews.table(cast(rows))),
                    entry(Upgradable.class, rows -> UpgradeViews.table(cast(rows))),
                    entry(Configurable.class, rows -> ConfigViews.table(cast(rows))),
                    entry(FtServer.class, rows -> ConfigViews.servers(cast(rows))),
                    entry(DebugPort.class, rows -> Views.debugPorts(cast(rows))),
                    entry(SymbolLookup.class, rows -> Views.lookups(cast(rows))),
                    entry(SymbolTable.class, rows -> Views.symbolTables(cast(rows))),
                    entry(GuestStatus.class, rows -> Views.guests(cast(rows))));

    private static final Map<Class<?>, Function<Object, String>> SINGLES =
            Map.ofEntries(
                    entry(ServerStatus.class, value -> Views.status((ServerStatus) value)),
                    entry(Installation.class, value -> InstallViews.sentence((Installation) value)),
                    entry(Probe.class, value -> Views.probe((Probe) value)),
                    entry(Configurable.class, value -> ConfigViews.one((Configurable) value)),
                    entry(
                            ConfiguredOption.class,
                            value -> ConfigViews.option((ConfiguredOption) value)),
                    entry(CopyLists.class, value -> ListViews.lists((CopyLists) value)),
                    entry(MemoList.class, value -> ListViews.list((MemoList) value)),
                    entry(ResyncReport.class, value -> ReportViews.line((ResyncReport) value)),
                    entry(ServerEvent.class, value -> Views.event((ServerEvent) value)),
                    entry(MemoryDump.class, Object::toString),
                    entry(Registers.class, Object::toString),
                    entry(Timeline.class, Object::toString),
                    entry(TraceView.class, Object::toString),
                    entry(DeviceTreeSource.class, Object::toString));

    @Override
    public Object convert(Class<?> desiredType, Object in) {
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        if (target instanceof Rows<?> rows) {
            return rows.isEmpty() ? rows.empty() : LISTS.get(rows.type()).apply(List.copyOf(rows));
        }
        Function<Object, String> single = SINGLES.get(target.getClass());
        return single == null ? null : single.apply(target);
    }

    /** What the table's key has settled. */
    @SuppressWarnings("unchecked")
    private static <T> List<T> cast(List<Object> rows) {
        return (List<T>) rows;
    }
}
